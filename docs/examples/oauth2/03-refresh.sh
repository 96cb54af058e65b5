curl -s $API/common/oauth2/access_token -u $KEY:$SECRET -d grant_type=refresh_token -d refresh_token=$REFRESH \
    | tee answer.json
TOKEN=$(member access_token < answer.json)
