curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.country/search_read \
    -d '{"domain": [["code", "in", ["BE", "TW"]]], "fields": ["name"]}'
