curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/res.partner.category/load \
    -d '{"fields": ["id", "name"], "data": [["shop.tag_1", "Newsletter"], ["shop.tag_2", "Press"]]}'
