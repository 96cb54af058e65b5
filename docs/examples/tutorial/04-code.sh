CODE=$(curl -s "$API/common/oauth2/authorize?response_type=code&client_id=$KEY" | member code)
echo "$CODE"
