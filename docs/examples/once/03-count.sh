curl -s -G -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/search_count" \
    --data-urlencode "domain=[('name', '=', 'Mary Somerville')]"; echo
