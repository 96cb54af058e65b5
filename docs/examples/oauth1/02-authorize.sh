curl -s -H "Accept: application/json" "$API/common/oauth1/authorize?oauth_token=$TOKEN" | tee answer.json
VERIFIER=$(member oauth_verifier < answer.json)
