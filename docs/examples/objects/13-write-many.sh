curl -s -X PUT -H "Authorization: Bearer $TOKEN" "$API/object/res.partner.category?ids=$TAGS" \
    --data-urlencode "vals={'color': 4}" -d fields=name,color
