"""`make bench`: this API against Odoo's own ones, side by side on one server."""
