curl -sG $API/common/oauth2/authorize -d response_type=code -d client_id=$KEY \
    --data-urlencode redirect_uri=https://127.0.0.1/callback -d state=Y1UxliNPvn6 | tee answer.json
CODE=$(member code < answer.json)
