curl -s -G -H "Authorization: Bearer $TOKEN" -H "Prefer: keys=model" $API/object/res.partner.category/changes \
    -d fields=name --data-urlencode "domain=[('color', '=', 20)]" > all.json
NEXT=$(member next < all.json)
cat all.json; echo
