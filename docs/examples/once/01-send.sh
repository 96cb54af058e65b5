ORDER=$(cat /proc/sys/kernel/random/uuid)
curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: $ORDER" \
    "$API/object/res.partner?fields=name" -d '{"vals": {"name": "Mary Somerville"}}'; echo
