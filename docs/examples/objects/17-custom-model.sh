curl -s -H "Authorization: Bearer $TOKEN" $API/object/ir.model \
    --data-urlencode "vals={'name':'Custom Model','model':'x_custom','state':'manual'}" \
    -d fields=name,model,state | tee answer.json
MODEL=$(sed 's/.*"id":\([0-9]*\).*/\1/' answer.json)
