curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.country/20?fields=name,currency_id.name,currency_id.symbol"
