curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner.category \
    -d '{"vals": {"name": "Wholesale", "color": 20}, "fields": ["name"]}'; echo
curl -s -G -H "Authorization: Bearer $TOKEN" -H "Prefer: keys=model" $API/object/res.partner.category/changes \
    -d fields=name --data-urlencode "domain=[('color', '=', 20)]" -d since="$NEXT"; echo
