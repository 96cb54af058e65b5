curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/ir.config_parameter \
    -d '{"vals": {"key": "restapi.webhook_networks", "value": "127.0.0.0/8"}, "fields": ["key"]}' > /dev/null
