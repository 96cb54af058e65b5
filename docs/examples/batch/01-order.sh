curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/batch -d '{"requests": [
    {"id": "company", "method": "POST", "path": "/object/res.partner", "body": {
        "vals": {"name": "Analytical Engines", "is_company": true}, "fields": ["name"]}},
    {"id": "person", "method": "POST", "path": "/object/res.partner", "body": {
        "vals": {"name": "Ada Lovelace", "parent_id": {"$result": "company"}}, "fields": ["parent_id"]}},
    {"method": "GET", "path": "/object/res.partner/{company}?fields=child_ids"}
]}'; echo
