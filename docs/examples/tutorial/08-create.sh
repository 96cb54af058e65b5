curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner \
    -d '{"vals": {"name": "Ada Lovelace", "city": "London"}, "fields": ["name", "city", "country_id"]}'; echo
