curl -s -X PUT -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ID" \
    --data-urlencode "vals={'street':'1 Harbor Road'}" -d fields=name,street
