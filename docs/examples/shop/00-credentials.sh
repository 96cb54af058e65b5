member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
export CLIENT_ID=$(curl -s http://127.0.0.1:8069/start | member client_id)
export CLIENT_SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)
