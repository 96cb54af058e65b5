curl -s -X PUT -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
    "$API/object/res.partner/by/shop.customer_7?fields=name,city" -d '{"vals": {"name": "Grace Hopper", "city": "Arlington"}}'
