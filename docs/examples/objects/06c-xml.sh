curl -sG -H "Authorization: Bearer $TOKEN" -H "Accept: application/xml" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','TW'])]" -d fields=name,currency_id
