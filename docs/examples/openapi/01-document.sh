curl -s -H "Authorization: Bearer $TOKEN" "$API/openapi.json?models=res.partner.category" | python3 -c "
import json, sys
document = json.load(sys.stdin)
for path, item in document['paths'].items():
    for method, operation in item.items():
        if '_' not in operation['operationId']:
            print(method.upper(), path, operation['operationId'])"
