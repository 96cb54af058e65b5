curl -s -D headers.txt -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: $ORDER" \
    "$API/object/res.partner?fields=name" -d '{"vals": {"name": "Mary Somerville"}}'; echo
grep -i "^idempotency-replayed" headers.txt | tr -d "\r"
