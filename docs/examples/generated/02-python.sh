openapi-python-client generate --path odoo.json --meta none --output-path odoo_api
