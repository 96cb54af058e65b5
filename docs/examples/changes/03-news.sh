curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner.category \
    -d '{"vals": {"name": "Wholesale"}, "fields": ["name"]}'; echo
curl -s -G -H "Authorization: Bearer $TOKEN" -H "Prefer: keys=model" \
    $API/object/res.partner.category/changes -d fields=name -d since="$NEXT"; echo
