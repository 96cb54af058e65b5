curl -s http://127.0.0.1:8069/restapi/1.0/common/version; echo
