curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','TW'])]" \
    --data-urlencode "fields=['name','code']"; echo
