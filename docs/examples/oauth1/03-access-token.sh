curl -s -X POST -H "Accept: application/json" -H "$(oauth "oauth_token=\"$TOKEN\", oauth_verifier=\"$VERIFIER\"")" \
    $API/common/oauth1/access_token | tee answer.json
TOKEN=$(member oauth_token < answer.json)
TOKEN_SECRET=$(member oauth_token_secret < answer.json)
