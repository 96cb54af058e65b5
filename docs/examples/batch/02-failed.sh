curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/batch -d '{"requests": [
    {"id": "company", "method": "POST", "path": "/object/res.partner", "body": {"vals": {"name": "Never made"}}},
    {"id": "person", "method": "POST", "path": "/object/res.partner", "body": {"vals": {"nam": "Ada"}}}
]}'; echo
curl -s -G -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/search_count" \
    --data-urlencode "domain=[('name', '=', 'Never made')]"; echo
