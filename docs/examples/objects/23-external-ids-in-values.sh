curl -s -X PATCH -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$API/object/res.partner/by/shop.customer_7" \
    -d '{"vals": {"country_id": {"external_id": "base.us"}}, "fields": ["country_id.@external_id"]}'
