curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner.category \
    -d '{"vals": [{"name": "Compilers"}, {"name": "Navy"}], "fields": ["name"]}' | tee answer.json
TAGS=$(grep -o '"id":[0-9]*' answer.json | tr -dc '0-9\n' | paste -sd,)
