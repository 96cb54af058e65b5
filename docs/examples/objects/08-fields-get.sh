curl -sg -H "Authorization: Bearer $TOKEN" \
    "$API/object/res.country/fields_get?allfields=['code']&attributes=['string','type','required']"
