"""What the series differ in, as far as tests expect it: by feature, in this place alone.

A test asks `has("websockets")`, and says nothing of numbers.
"""

from dev.series import SERIES

# The series that each came with.
SINCE = {
    "invoices that are moves": "13.0",
    "image_1920": "13.0",
    "words for pictures that are none": "13.0",
    "documents with fonts of their own": "13.0",
    "partner_latitude": "13.0",
    "same_vat_partner_id": "13.0",
    "selection_ids": "13.0",
    "groups that are open at first": "13.0",
    "search_panel_select_range": "13.0",
    "negated conditions find what is empty": "13.0",
    "several active companies": "13.0",
    "companies of related records are compared": "13.0",
    "companies of price lists are compared": "14.0",
    "models named in refusals by rules": "13.0",
    "vals for the name of what partners are written with": "13.0",
    "API keys": "14.0",
    "buttons above lists": "14.0",
    "contacts of one company": "14.0",
    "/my/security": "14.0",
    "UserError in server actions": "14.0",
    "attachments with raw bytes": "14.0",
    "forwarded hosts by the last of them": "14.0",
    "move_type": "14.0",
    "action_totp_enable_wizard": "15.0",
    # by the web client of OWL, which fits a phone
    "forms that are always edited": "16.0",
    "websockets": "16.0",
    "JSON fields": "16.0",
    "neutralize": "16.0",
    "flush_model": "16.0",
    "JSON fields by a list of ids": "17.0",
    "properties": "17.0",
    "any in domains": "17.0",
    "nulls last in orders": "17.0",
    "countries that need a code": "17.0",
    "web_read": "17.0",
    "web_save": "17.0",
    "addresses below /odoo": "18.0",
    "JSON fields by ids with any operator": "18.0",
    "invoices printed as PDF without Payment": "18.0",
    "private methods by @api.private": "18.0",
    "orders by the id of a many2one": "18.0",
    "parts of dates in domains": "18.0",
    "credentials": "18.0",
    "replicas": "18.0",
    "API keys that end": "18.0",
    "vals for the name of what access rights are written": "19.0",
    "default_get of fields": "19.0",
    "admin@example.com": "19.0",  # of the administrator in the demo data
    "JSON-2": "19.0",
    "the command db": "16.0",
    "properties of partners": "19.0",
    "relative dates in domains": "19.0",
    "conditions followed to the letter": "19.0",
    "rights in one model": "20.0",
}
# The last series that has each.
UNTIL = {
    "datas_fname": "12.0",
    "default_get of fields_list": "13.0",
    "kinds in the names of printed invoices": "12.0",
    "sessions signed by the hash before the sign-in": "16.0",
    "signup_token": "16.0",
    "__last_update": "16.0",
    "categories of units": "18.0",
    "records in web_read_group": "18.0",
    "passwords in checks of who it is": "18.0",
}
# Those that some series have between others that don't.
ONLY = {
    "default_get of default_fields": {"14.0", "15.0", "16.0", "17.0", "18.0"},
    "attachments that anybody reads field by field": {"13.0"},  # by Odoo itself, at /web/image
    "kept documents written anew": {"13.0"},  # page by page, as merged ones are
    "headers of reports that somebody has to fill in": {"15.0"},
    "printed invoices that hold their XML": {"16.0"},
    "media types are cut in two": {"15.0"},
    # before it searching took a query more, since then it fetches with the same
    "lines of one record known to be its own": {"16.0"},
}


def has(series: str, feature: str) -> bool:
    """Whether a series has a feature, which stands in one of the tables above."""
    if series not in SERIES:
        raise LookupError(series)
    if feature in ONLY:
        return series in ONLY[feature]
    if feature in SINCE:
        return float(series) >= float(SINCE[feature])
    return float(series) <= float(UNTIL[feature])
