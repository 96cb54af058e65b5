MODEL=$(curl -s -G -H "Authorization: Bearer $TOKEN" $API/object/ir.model/search \
    --data-urlencode "domain=[('model', '=', 'res.partner.category')]" | sed 's/.*\[\([0-9]*\)\].*/\1/')
curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/restapi.followed \
    -d "{\"vals\": {\"model_id\": $MODEL}, \"fields\": [\"model\"]}"; echo
