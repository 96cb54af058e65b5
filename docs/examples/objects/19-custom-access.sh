curl -s -H "Authorization: Bearer $TOKEN" $API/object/ir.model.access \
    --data-urlencode "vals={'name':'custom','model_id':$MODEL,'perm_read':True,'perm_create':True}" \
    -d fields=name,perm_read
