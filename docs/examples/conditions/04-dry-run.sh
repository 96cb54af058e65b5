curl -s -X DELETE -D headers.txt -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ADA?dry_run=True"; echo
grep -i "^x-dry-run" headers.txt | tr -d "\r"
curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.partner/$ADA?fields=name"; echo
