curl -sG -H "Authorization: Bearer $TOKEN" $API/object/res.country.state/group \
    --data-urlencode "domain=[('country_id.code','in',['CA','US']),('name','like','New')]" \
    -d by=country_id -d aggregates=__count,code:min --data-urlencode "order=__count desc"
