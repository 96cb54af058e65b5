curl -s -X DELETE -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ID"
