curl -sg -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/3?fields=['name','country_id']"; echo
