curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
    $API/object/res.country/name_search -d '{"name": "Belgium", "limit": 1}'
