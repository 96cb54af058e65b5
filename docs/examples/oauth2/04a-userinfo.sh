curl -s -H "Authorization: Bearer $TOKEN" $API/common/oauth2/userinfo
