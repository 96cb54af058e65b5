curl -s -H "Authorization: Bearer $TOKEN" -o odoo.json \
    "$API/openapi.json?models=res.partner,res.country,account.move"
