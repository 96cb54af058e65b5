npx openapi-typescript odoo.json --output odoo.ts
