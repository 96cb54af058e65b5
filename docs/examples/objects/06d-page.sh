curl -sgG -D headers.txt -H "Authorization: Bearer $TOKEN" -H "Prefer: count=exact" $API/object/res.country \
    --data-urlencode "domain=[('name','like','Guinea')]" -d fields=name -d limit=2 -d offset=2
echo
grep -iE '^(link|x-total-count)' headers.txt
