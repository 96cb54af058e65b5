curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner \
    -d '{"vals": {"nam": "Ada Lovelace"}}' | python3 -m json.tool
