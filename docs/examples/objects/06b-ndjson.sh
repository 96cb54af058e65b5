curl -sG -H "Authorization: Bearer $TOKEN" -H "Accept: application/x-ndjson" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','TW'])]" -d fields=name,code
