curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner \
    -d '{"match": ["email"], "vals": [{"email": "ida@example.com", "name": "Ida Rhodes"}, {"email": "joan@example.com", "name": "Joan Clarke"}]}'
