curl -s -H "Authorization: Bearer $TOKEN" $API/object/ir.attachment/$FILE/datas
