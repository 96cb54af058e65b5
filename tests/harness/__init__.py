"""What the black-box tests stand on: real Odoo servers, and plain clients for them."""
