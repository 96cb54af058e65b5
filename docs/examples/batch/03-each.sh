curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/batch -d '{"atomic": false, "requests": [
    {"id": "tag", "method": "POST", "path": "/object/res.partner.category", "body": {"vals": {"nam": "Wholesale"}}},
    {"method": "GET", "path": "/object/res.partner.category/{tag}?fields=name"},
    {"method": "POST", "path": "/object/res.partner.category", "body": {"vals": {"name": "Retail"}, "fields": ["name"]}}
]}'; echo
