curl -sG -H "Authorization: Bearer $TOKEN" -H "Accept: text/csv" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','TW'])]" -d fields=name,code,currency_id
