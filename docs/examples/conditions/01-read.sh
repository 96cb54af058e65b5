ADA=$(curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$API/object/res.partner?fields=id" \
    -d '{"vals": {"name": "Ada Lovelace", "city": "London"}}' | sed "s/[^0-9]*\([0-9]*\).*/\1/")
curl -s -D headers.txt -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ADA?fields=name,city"; echo
TAG=$(sed -n "s/^[Ee][Tt]ag: *//p" headers.txt | tr -d "\r")
