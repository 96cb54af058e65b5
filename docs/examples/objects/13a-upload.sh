printf 'Minutes of the meeting\n' > minutes.txt
curl -s -H "Authorization: Bearer $TOKEN" $API/object/ir.attachment -F "vals={'name':'minutes.txt'}" \
    -F datas=@minutes.txt -F fields=name,file_size | tee answer.json
FILE=$(sed 's/.*"id":\([0-9]*\).*/\1/' answer.json)
