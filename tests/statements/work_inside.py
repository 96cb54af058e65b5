"""Runs in `odoo shell`, after dev/inside/in_process.py. Counts what requests make and parse.

Prints one line of JSON: the counts of each kind of request by this API and, where there is one, of the same call by
JSON-RPC.
"""

import json
from collections import Counter

from odoo import api, http, sql_db
from odoo.addons.restapi.rest.request import body

MODEL = "res.partner"
FIELDS = ["name", "email", "phone", "city", "country_id"]
VALS = {"city": "Namur"}
QUERY = "fields=" + ",".join(FIELDS)

env = globals()["env"]  # defined by the shell
this_api, json_rpc = globals()["this_api"], globals()["json_rpc"]  # by what goes before
partner = env[MODEL].create({"name": "One", "country_id": env.ref("base.be").id}).id
env.cr.commit()
counts = Counter()


def count(owner, name, kind, amount=lambda args: 1):
    """Count the calls of a function, or an amount of each."""
    function = getattr(owner, name)

    def counting(*args, **kwargs):
        counts[kind] += amount(args)
        return function(*args, **kwargs)

    setattr(owner, name, staticmethod(counting) if name == "__new__" else counting)


count(body, "_json_pairs", "bytes of JSON parsed", lambda args: len(args[0]))
count(body, "parse_qsl", "bytes of queries parsed", lambda args: len(args[0]))
count(api.Environment, "__new__", "environments")
count(sql_db.Cursor, "__init__", "cursors")
count(http.Response, "__init__", "responses")

KINDS = {
    "read": (
        lambda: this_api("GET", f"{MODEL}/{partner}?{QUERY}"),
        lambda: json_rpc(MODEL, "read", [partner], fields=FIELDS),
    ),
    "list": (
        lambda: this_api("GET", f"{MODEL}?limit=20&{QUERY}"),
        lambda: json_rpc(MODEL, "search_read", [], fields=FIELDS, limit=20),
    ),
    "write": (
        lambda: this_api("PUT", f"{MODEL}/{partner}", vals=VALS, fields="id"),
        lambda: json_rpc(MODEL, "write", [partner], VALS),
    ),
}


def counted(call):
    for _ in range(3):  # fills what the worker keeps in memory
        call()
    counts.clear()
    call()
    return dict(counts)


found = {kind: [counted(call) for call in calls] for kind, calls in KINDS.items()}
print("RESTAPI-WORK " + json.dumps(found))
