curl -s -H "Authorization: Bearer $TOKEN" -H "Prefer: keys=model" "$API/object/res.partner/3?fields=name"
