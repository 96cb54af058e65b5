curl -sG -H "Authorization: Bearer $TOKEN" $API/object/ir.actions.report \
    --data-urlencode "domain=[('report_name','=','account.report_invoice')]" \
    --data-urlencode "fields=['name','model','report_name','report_type']"
