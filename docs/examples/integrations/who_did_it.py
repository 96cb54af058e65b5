"""What did this integration do? Its sign-ins, and the contacts that it created and changed."""

import json

from odoo_client import Odoo

odoo = Odoo()
user = int(odoo.request("GET", "/common/oauth2/userinfo").json()["sub"])

fields = "application_id,protocol,scopes,origin,signed_in_at,last_used_at"
query = {"domain": json.dumps([["user_id", "=", user]]), "fields": fields, "limit": 1}
for sign_in in odoo.records("GET", "/object/restapi.active.token", params=query):
    print(sign_in["application_id"][1], "from", sign_in["origin"], "at", sign_in["last_used_at"])

since = "2026-11-01 00:00:00"  # UTC, like all times
for did, field, time in (
    ("created", "create_uid", "create_date"),
    ("last changed", "write_uid", "write_date"),
):
    query = {
        "domain": json.dumps([[field, "=", user], [time, ">=", since], ["ref", "=like", "WEB-%"]]),
        "fields": f"name,{time}",
        "order": "id",
        "context": json.dumps({"active_test": False}),
    }
    for partner in odoo.records("GET", "/object/res.partner", params=query):
        print(did, partner["name"], partner[time])
