curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.country/group \
    -d '{"domain": [["code", "in", ["BE", "FR", "TW"]]], "by": ["phone_code"],
         "having": [["phone_code:min", ">", 32]], "order": "phone_code desc"}'
