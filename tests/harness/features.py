"""How the series differ, as far as tests are concerned: the only place that names series.

A test calls `has("websockets")` and never compares version numbers.
"""

from dev.series import SERIES

# The first series with each feature.
SINCE = {
    "invoices as account.move": "13.0",
    "image_1920": "13.0",
    "reasons for rejected images": "13.0",
    "embedded fonts in reports": "13.0",
    "partner_latitude": "13.0",
    "same_vat_partner_id": "13.0",
    "selection_ids": "13.0",
    "groups that are open at first": "13.0",
    "search_panel_select_range": "13.0",
    "negated conditions match empty values": "13.0",
    "several active companies": "13.0",
    "company checks of related records": "13.0",
    "company checks of price lists": "14.0",
    "model names in record rule errors": "13.0",
    "partner write() takes vals": "13.0",
    "API keys": "14.0",
    "rights of transient models": "14.0",
    "buttons above lists": "14.0",
    "company rules for contacts": "14.0",
    "/my/security": "14.0",
    "UserError in server actions": "14.0",
    "raw attachment field": "14.0",
    "postcommit hooks": "14.0",
    "last X-Forwarded-Host": "14.0",
    "move_type": "14.0",
    "action_totp_enable_wizard": "15.0",
    # with the OWL web client, which also fits a phone
    "forms that are always editable": "16.0",
    "websockets": "16.0",
    "JSON fields": "16.0",
    "translated columns are JSON": "16.0",
    "neutralize": "16.0",
    "flush_model": "16.0",
    "JSON field searches by a list of ids": "17.0",
    "properties": "17.0",
    "any operator in domains": "17.0",
    "nulls first and last in orders": "17.0",
    "countries that need a code": "17.0",
    "web_read": "17.0",
    "web_save": "17.0",
    "addresses below /odoo": "18.0",
    "JSON field searches by ids with any operator": "18.0",
    "invoices printed as PDF without Payment": "18.0",
    "@api.private": "18.0",
    "orders by the id of a many2one": "18.0",
    "date parts in domains": "18.0",
    "credentials": "18.0",
    "replicas": "18.0",
    "API keys that expire": "18.0",
    "ir.model.access write() takes vals": "19.0",
    "default_get takes fields": "19.0",
    "admin@example.com": "19.0",  # the administrator of the demo data
    "JSON-2": "19.0",
    "the db command": "16.0",
    "properties of partners": "19.0",
    "relative dates in domains": "19.0",
    "conditions taken literally": "19.0",
    "access rights and record rules in ir.access": "20.0",
}
# The last series with each feature.
UNTIL = {
    "datas_fname": "12.0",
    "default_get takes fields_list": "13.0",
    "invoice types in report file names": "12.0",
    "session tokens depend on the old password hash": "16.0",
    "signup_token": "16.0",
    "__last_update": "16.0",
    "unit categories": "18.0",
    "records in web_read_group": "18.0",
    "identity checks take a password": "18.0",
}
# The series with a feature that some in between have and others lack.
ONLY = {
    "default_get takes default_fields": {"14.0", "15.0", "16.0", "17.0", "18.0"},
    # Odoo itself serves them at /web/image
    "attachments readable field by field without access": {"13.0"},
    "saved documents rewritten page by page": {"13.0"},
    "report headers that need company details": {"15.0"},
    "printed invoices with embedded XML": {"16.0"},
    "media types are split in two": {"15.0"},
    # earlier series need one more query to search; later ones fetch with the same query
    "fewer queries for the lines of a single record": {"16.0"},
}


def has(series: str, feature: str) -> bool:
    """Whether a series has a feature that one of the tables above lists.

    :raises LookupError: for an unknown series
    :raises KeyError: for an unknown feature
    """
    if series not in SERIES:
        raise LookupError(series)
    if feature in ONLY:
        return series in ONLY[feature]
    if feature in SINCE:
        return float(series) >= float(SINCE[feature])
    return float(series) <= float(UNTIL[feature])
