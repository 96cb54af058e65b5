API=http://127.0.0.1:8069/restapi/1.0
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
KEY=$(curl -s http://127.0.0.1:8069/start | member client_id)          # yours: Consumer Key
SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)   # yours: Consumer Secret

TOKEN=$(curl -s -u $KEY:$SECRET -d grant_type=client_credentials $API/common/oauth2/access_token | member access_token)
curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.country/20?fields=name"
