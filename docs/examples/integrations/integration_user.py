"""Creates a user for one integration, with these groups and no others, and its application.

Needs the credentials of an application that acts for an administrator.
"""

import json

from odoo_client import Odoo, Problem

NAME = "Invoice reader"
GROUPS = ["base.group_user", "account.group_account_readonly"]
SCOPES = "read report"
MODELS = ["account.move", "res.partner", "account.payment", "res.users"]
OPERATIONS = ["read", "create", "write", "unlink"]

admin = Odoo()


def group(xmlid):
    """The id of a group, by its external id."""
    module, name = xmlid.split(".")
    query = {"domain": json.dumps([["module", "=", module], ["name", "=", name]])}
    (found,) = admin.records("GET", "/object/ir.model.data", params={**query, "fields": "res_id"})
    return found["res_id"]


# A user starts with the default groups unless the request names others. No password: nobody signs in as
# it in a browser. The field's name differs between series.
fields = admin.records("GET", "/object/res.users/fields_get", params={"attributes": "string"})
groups_field = "group_ids" if "group_ids" in fields else "groups_id"
vals = {
    "name": NAME,
    "login": NAME.lower().replace(" ", "-"),
    groups_field: {"set": [group(xmlid) for xmlid in GROUPS]},
}
body = {"vals": vals, "fields": ["id"], "context": {"no_reset_password": True}}
user = admin.records("POST", "/object/res.users", json=body)

vals = {"name": NAME, "user_id": user["id"], "scopes": SCOPES, "redirect_uris": False}
body = {"vals": vals, "fields": ["client_id", "client_secret"]}
application = admin.records("POST", "/object/restapi.application", json=body)

# Check what it may do, with its own credentials.
integration = Odoo(application["client_id"], application["client_secret"])
print(integration.request("GET", "/common/oauth2/userinfo").json()["name"])
for model in MODELS:
    allowed = []
    for operation in OPERATIONS:
        query = {"operation": json.dumps([operation]), "raise_exception": False}
        path = f"/object/{model}/check_access_rights"
        if integration.request("GET", path, params=query).json()["return"]:
            allowed.append(operation)
    print(f"{model}: {', '.join(allowed)}")
try:
    integration.request("DELETE", "/object/account.move/1")
except Problem as problem:
    print(problem)
