curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country \
    --data-urlencode 'domain=[["name", "like", "Guinea"]]' \
    -d fields=name -d order=name -d limit=2 -d offset=1
