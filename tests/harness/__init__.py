"""The basis of the black-box tests: real Odoo servers, and plain clients for them."""
