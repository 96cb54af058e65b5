curl -sg -H "Authorization: Bearer $TOKEN" \
    "$API/object/res.partner/check_access_rights?operation=['read','write']&raise_exception=True"
