curl -s -X PATCH -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$API/object/res.partner/$ID" \
    -d "{\"vals\": {\"category_id\": {\"add\": [$TAGS]}}, \"fields\": [\"name\", \"category_id.name\"]}"
