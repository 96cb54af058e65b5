curl -sgG -D headers.txt -H "Authorization: Bearer $TOKEN" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','DE','FR'])]" -d fields=code -d order=code -d limit=2 -d cursor=
echo
CURSOR=$(sed -nE 's/^x-next-cursor: ([^[:space:]]+).*/\1/Ip' headers.txt)
curl -sgG -D headers.txt -H "Authorization: Bearer $TOKEN" $API/object/res.country \
    --data-urlencode "domain=[('code','in',['BE','DE','FR'])]" -d fields=code -d order=code -d limit=2 -d cursor=$CURSOR
echo
grep -ic '^x-next-cursor' headers.txt || true
