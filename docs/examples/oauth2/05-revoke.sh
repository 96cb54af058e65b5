curl -s $API/common/oauth2/revoke -u $KEY:$SECRET -d token=$TOKEN
curl -s -H "Authorization: Bearer $TOKEN" $API/object/res.partner/3
