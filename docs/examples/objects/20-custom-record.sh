curl -s -H "Authorization: Bearer $TOKEN" $API/object/x_custom \
    --data-urlencode "vals={'x_name':'test record'}" -d fields=x_name,create_uid
