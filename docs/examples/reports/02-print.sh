ID=$(curl -sG -H "Authorization: Bearer $TOKEN" $API/object/account.move/search \
    --data-urlencode "domain=[('move_type','=','out_invoice'),('state','=','posted')]" \
    --data-urlencode "limit=2" | tr -dc '0-9,')
curl -s -H "Authorization: Bearer $TOKEN" $API/report/account.report_invoice/${ID%,*}
