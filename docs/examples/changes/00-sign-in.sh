API=http://127.0.0.1:8069/restapi/1.0
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
KEY=$(curl -s http://127.0.0.1:8069/start | member client_id)
SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)
CODE=$(curl -s "$API/common/oauth2/authorize?response_type=code&client_id=$KEY" | member code)
TOKEN=$(curl -s -u "$KEY:$SECRET" -d grant_type=authorization_code -d code=$CODE $API/common/oauth2/access_token | member access_token)
