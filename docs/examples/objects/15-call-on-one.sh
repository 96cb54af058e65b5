curl -s -X POST -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ID/toggle_active"
