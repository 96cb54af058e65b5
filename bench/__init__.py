"""`make bench`: compares this API with Odoo's own APIs on one server."""
