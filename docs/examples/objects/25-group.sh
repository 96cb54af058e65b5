curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country/group \
    --data-urlencode "domain=[('code','in',['BE','FR','TW'])]" \
    --data-urlencode "by=['currency_id']" \
    --data-urlencode "aggregates=['__count','phone_code:max']" \
    --data-urlencode "order=__count desc"
