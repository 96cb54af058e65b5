curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "If-Match: $TAG" \
    "$API/object/res.partner/$ADA?fields=city" -d '{"vals": {"city": "Turin"}}'; echo
