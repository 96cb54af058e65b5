curl -s -X DELETE -H "Authorization: Bearer $TOKEN" "$API/object/res.partner.category?ids=$TAGS"
