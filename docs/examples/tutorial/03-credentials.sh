API=http://127.0.0.1:8069/restapi/1.0
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
KEY=$(curl -s http://127.0.0.1:8069/start | member client_id)
SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)
