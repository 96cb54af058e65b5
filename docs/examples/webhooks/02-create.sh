find_id() { curl -s -G -H "Authorization: Bearer $TOKEN" $API/object/$1/search --data-urlencode "domain=$2" | sed 's/.*\[\([0-9]*\)\].*/\1/'; }
MODEL=$(find_id ir.model "[('model', '=', 'res.partner')]")
APPLICATION=$(find_id restapi.application "[('client_id', '=', '$CLIENT_ID')]")
curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" $API/object/restapi.webhook \
    -d "{\"vals\": {\"name\": \"Shop\", \"model_id\": $MODEL, \"application_id\": $APPLICATION,
         \"url\": \"http://127.0.0.1:3000/\"}, \"fields\": [\"secret\"]}" > webhook.json
export WEBHOOK_SECRET=$(cat webhook.json | member secret)
cat webhook.json; echo
