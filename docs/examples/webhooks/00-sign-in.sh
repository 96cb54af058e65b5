API=http://127.0.0.1:8069/restapi/1.0
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
export CLIENT_ID=$(curl -s http://127.0.0.1:8069/start | member client_id)
export CLIENT_SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)
TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials $API/common/oauth2/access_token | member access_token)
