curl -s http://127.0.0.1:8069/.well-known/oauth-authorization-server | python3 -m json.tool
