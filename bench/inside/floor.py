"""Runs in `odoo shell`. Measures the parts of a request, and the least that a request can cost.

Everything runs in this process without a socket, and alternates. Prints one line of JSON.
"""

import base64
import json
import statistics
import time
from itertools import cycle

from werkzeug.test import EnvironBuilder, run_wsgi_app

import odoo
from odoo.addons.restapi import compat
from odoo.addons.restapi.compat import cursors
from odoo.addons.restapi.oauth import database, rfc6750, tokens
from odoo.addons.restapi.rest import entity_tags

ROUNDS = 12
CALLS = 40
FIELDS = ["name", "email", "phone", "city", "country_id"]
VALS = {"name": "Created", "email": "created@example.com", "city": "Namur"}
API = "/restapi/1.0"

env = globals()["env"]  # defined by the shell
admin = env.ref("base.user_admin")
application = env["restapi.application"].create({"name": "Floor", "user_id": admin.id})
key, secret = application.client_id, application.client_secret
partners = cycle(env["res.partner"].search([("name", "like", "Bench 1")], limit=2000).ids)
env.cr.commit()

odoo.tools.config["db_name"] = env.cr.dbname
try:
    from odoo.service.wsgi_server import application as wsgi  # up to 15.0

    odoo.http.root.load_addons()
except ImportError:
    wsgi = odoo.http.root


def send(method, target, body=None, mimetype=None, **headers):
    path, _, query = target.partition("?")
    builder = EnvironBuilder(
        method=method,
        path=path,
        query_string=query,
        data=body,
        content_type=mimetype,
        headers=headers,
        base_url="http://127.0.0.1:8069",
    )
    parts, status, _headers = run_wsgi_app(wsgi, builder.get_environ(), buffered=True)
    answer = b"".join(parts)
    if not status.startswith("200") or b'"error"' in answer[:60]:
        raise RuntimeError("%s %s: %s %r" % (method, target, status, answer[:300]))
    return answer


def get_token():
    basic = base64.b64encode(("%s:%s" % (key, secret)).encode()).decode()
    form = "application/x-www-form-urlencoded"
    answer = send(
        "POST",
        API + "/common/oauth2/access_token",
        b"grant_type=client_credentials",
        form,
        Authorization="Basic " + basic,
    )
    return json.loads(answer)["access_token"]


token = get_token()
bearer = {"Authorization": "Bearer " + token}


def this_api(method, path, **params):
    body = json.dumps(params).encode() if params else None
    send(method, API + "/object/" + path, body, "application/json" if body else None, **bearer)


def json_rpc(method, *args, **kwargs):
    call = [env.cr.dbname, admin.id, "admin", "res.partner", method, list(args), kwargs]
    params = {"service": "object", "method": "execute_kw", "args": call}
    content = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
    send("POST", "/jsonrpc", json.dumps(content).encode(), "application/json")


def orm(method, *args, **kwargs):
    with env.registry.cursor() as cr, cursors.environment(cr, admin.id, {}) as own:
        records = own["res.partner"]
        if method in ("read", "write"):
            records = records.browse([next(partners)])
        getattr(records, method)(*args, **kwargs)
        compat.flush_all(own)


def search_read(limit):
    """The three ways to read a list."""
    page = {"fields": FIELDS, "limit": limit}
    target = "res.partner?fields=%s&limit=%d" % (",".join(FIELDS), limit)
    return {
        "bare ORM call": lambda: orm("search_read", [], **page),
        "this API": lambda: this_api("GET", target),
        "JSON-RPC": lambda: json_rpc("search_read", [], **page),
    }


def check_token():
    with env.registry.cursor() as cr:
        uuid = database.uuid(env)
        values = {"now": compat.now(), "jti": tokens.decode(env, token, uuid).jti, "uuid": uuid}
        cr.execute(rfc6750._LIVE_ROW, values)
        cr.fetchone()


record = env["res.partner"].browse(next(partners))
row = {"id": record.id, **{name: record[name] or False for name in FIELDS[:-1]}}
row["country_id"] = [record.country_id.id, record.country_id.display_name]


def make_entity_tag():
    entity_tags.make(record, entity_tags.View(FIELDS, dict(record.env.context), "10"), row)


PARTS = {
    "an empty route": lambda: send("GET", API + "/common/version"),
    "checking a token": check_token,
    "an entity tag": make_entity_tag,
}
ROWS = {
    "read 1 × 5 fields": {
        "bare ORM call": lambda: orm("read", FIELDS),
        "this API": lambda: this_api(
            "GET", "res.partner/%d?fields=%s" % (next(partners), ",".join(FIELDS))
        ),
        "JSON-RPC": lambda: json_rpc("read", [next(partners)], fields=FIELDS),
    },
    "search 80 ids": {
        "bare ORM call": lambda: orm("search", [], limit=80),
        "this API": lambda: this_api("GET", "res.partner/search?limit=80"),
        "JSON-RPC": lambda: json_rpc("search", [], limit=80),
    },
    "search_read 80 × 5": search_read(80),
    "search_read 2,000 × 5": search_read(2000),
    "write 1": {
        "bare ORM call": lambda: orm("write", {"city": "Liège"}),
        "this API": lambda: this_api(
            "PUT", "res.partner/%d" % next(partners), vals={"city": "Liège"}, fields="id"
        ),
        "JSON-RPC": lambda: json_rpc("write", [next(partners)], {"city": "Liège"}),
    },
    "create 1": {
        "bare ORM call": lambda: orm("create", [VALS]),
        "this API": lambda: this_api("POST", "res.partner", vals=VALS, fields="id"),
        "JSON-RPC": lambda: json_rpc("create", [VALS]),
    },
}


def measure(calls):
    """The median of each call in milliseconds."""
    seconds = {name: [] for name in calls}
    for call in calls.values():
        for _ in range(10):
            call()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            for _ in range(CALLS):
                start = time.perf_counter()
                call()
                seconds[name].append(time.perf_counter() - start)
    return {name: round(statistics.median(times) * 1000, 3) for name, times in seconds.items()}


found = {row: measure({**PARTS, **calls}) for row, calls in ROWS.items()}
print("RESTAPI-FLOOR " + json.dumps(found))
