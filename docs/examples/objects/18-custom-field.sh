curl -s -H "Authorization: Bearer $TOKEN" $API/object/ir.model.fields \
    --data-urlencode "vals={'model_id':$MODEL,'name':'x_name','ttype':'char','state':'manual','required':True}" \
    -d fields=name,ttype,required
