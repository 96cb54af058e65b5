curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.country?ids=227,20&fields=name,code"
