curl -s $API/common/oauth2/access_token -u $KEY:$SECRET -d grant_type=authorization_code -d code=$CODE \
    --data-urlencode redirect_uri=https://127.0.0.1/callback | tee answer.json
TOKEN=$(member access_token < answer.json)
REFRESH=$(member refresh_token < answer.json)
