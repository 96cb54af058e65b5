ANSWER=$(curl -s -u "$KEY:$SECRET" -d grant_type=authorization_code -d code=$CODE \
    $API/common/oauth2/access_token)
echo "$ANSWER" | python3 -m json.tool
TOKEN=$(echo "$ANSWER" | member access_token)
