curl -s -H "Authorization: Bearer $TOKEN" $API/object/res.partner \
    --data-urlencode "vals={'name':'Grace Hopper','city':'New York'}" \
    --data-urlencode "fields=['name','city']" | tee answer.json
ID=$(sed 's/.*"id":\([0-9]*\).*/\1/' answer.json)
