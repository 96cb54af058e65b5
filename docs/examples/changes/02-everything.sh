curl -s -G -H "Authorization: Bearer $TOKEN" -H "Prefer: keys=model" \
    $API/object/res.partner.category/changes -d fields=name > all.json
NEXT=$(member next < all.json)
cat all.json; echo
