curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country/search \
    --data-urlencode "domain=[('code','in',['BE','TW'])]"
