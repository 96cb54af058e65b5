curl -s -H "$(oauth "oauth_token=\"$TOKEN\"")" "$API/object/res.country/20?fields=name"
