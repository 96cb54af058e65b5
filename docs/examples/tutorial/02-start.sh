curl -s http://127.0.0.1:8069/start; echo
