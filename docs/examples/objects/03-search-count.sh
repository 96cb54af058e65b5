curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country/search_count \
    --data-urlencode "domain=[('code','in',['BE','TW'])]"
