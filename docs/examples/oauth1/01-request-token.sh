curl -s -X POST -H "Accept: application/json" -H "$(oauth 'oauth_callback="oob"')" $API/common/oauth1/request_token | tee answer.json
TOKEN=$(member oauth_token < answer.json)
TOKEN_SECRET=$(member oauth_token_secret < answer.json)
