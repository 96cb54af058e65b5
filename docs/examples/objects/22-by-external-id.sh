curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/by/shop.customer_7?fields=name,@external_id"
