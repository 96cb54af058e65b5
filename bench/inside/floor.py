"""Runs in `odoo shell`, after dev/inside/in_process.py. Measures the parts of a request, and the least
that a request can cost.

All calls alternate. Prints one line of JSON.
"""

import json
import statistics
import time
from datetime import datetime, timedelta
from itertools import count, cycle
from urllib.parse import parse_qsl

from oauthlib import oauth1

from odoo import release
from odoo.addons.restapi import compat
from odoo.addons.restapi.compat import cursors
from odoo.addons.restapi.oauth import database, rfc6750, sealing, tokens
from odoo.addons.restapi.rest import entity_tags

CALLS = 40
MODEL = "res.partner"
FIELDS = ["name", "email", "phone", "city", "country_id"]
VALS = {"name": "Created", "email": "created@example.com", "city": "Namur"}

# defined by the shell, and by what goes before
ROUNDS = globals()["ROUNDS"]
env, admin, token, API = (globals()[name] for name in ("env", "admin", "token", "API"))
credentials = globals()["credentials"]
send, this_api, json_rpc = (globals()[name] for name in ("send", "this_api", "json_rpc"))
api_key = env["ir.config_parameter"].sudo().get_param("bench.api_key")
partners = cycle(env[MODEL].search([("name", "like", "Bench 1")], limit=2000).ids)


def orm(method, *args, **kwargs):
    with env.registry.cursor() as cr, cursors.environment(cr, admin.id, {}) as own:
        records = own[MODEL]
        if method in ("read", "write"):
            records = records.browse([next(partners)])
        getattr(records, method)(*args, **kwargs)
        compat.flush_all(own)


def by_peers(method, args, one=False, **kwargs):
    """A call by Odoo's own APIs; JSON-RPC sends `args` in order."""

    def ids():
        return [[next(partners)]] if one else []

    def json_2():
        content = {**dict(zip(["ids"], ids())), **args, **kwargs}
        body = json.dumps(content).encode()
        target = "/json/2/%s/%s" % (MODEL, method)
        send("POST", target, body, "application/json", Authorization="Bearer " + api_key)

    calls = {"JSON-RPC": lambda: json_rpc(MODEL, method, *ids(), *args.values(), **kwargs)}
    if release.version_info[0] >= 19:
        calls["JSON-2"] = json_2
    return calls


def search_read(limit):
    """The ways to read a list."""
    page = {"fields": FIELDS, "limit": limit}
    target = "res.partner?fields=%s&limit=%d" % (",".join(FIELDS), limit)
    return {
        "bare ORM call": lambda: orm("search_read", [], **page),
        "this API": lambda: this_api("GET", target),
        **by_peers("search_read", {"domain": []}, **page),
    }


def check_token():
    with env.registry.cursor() as cr:
        uuid = database.uuid(env)
        values = {"now": compat.now(), "jti": tokens.decode(env, token, uuid).jti, "uuid": uuid}
        cr.execute(rfc6750._LIVE_ROW, values)
        cr.fetchone()


record = env[MODEL].browse(next(partners))
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
        **by_peers("read", {}, one=True, fields=FIELDS),
    },
    "search 80 ids": {
        "bare ORM call": lambda: orm("search", [], limit=80),
        "this API": lambda: this_api("GET", "res.partner/search?limit=80"),
        **by_peers("search", {"domain": []}, limit=80),
    },
    "search_read 80 × 5": search_read(80),
    "search_read 2,000 × 5": search_read(2000),
    "write 1": {
        "bare ORM call": lambda: orm("write", {"city": "Liège"}),
        "this API": lambda: this_api(
            "PUT", "res.partner/%d" % next(partners), vals={"city": "Liège"}, fields="id"
        ),
        **by_peers("write", {"vals": {"city": "Liège"}}, one=True),
    },
    "create 1": {
        "bare ORM call": lambda: orm("create", [VALS]),
        "this API": lambda: this_api("POST", "res.partner", vals=VALS, fields="id"),
        **by_peers("create", {"vals_list": [VALS]}),
    },
}


HOST = "http://127.0.0.1:8069"
KEY, SECRET = credentials.split(":")


def ask(client, path):
    form = {"Accept": "application/x-www-form-urlencoded"}
    target = API + "/common/oauth1/" + path
    _, headers, _ = client.sign(HOST + target, "POST", headers=form)
    return dict(parse_qsl(send("POST", target, **headers).decode()))


def signing_client():
    """A client of oauthlib that has an access token."""
    temporary = ask(oauth1.Client(KEY, SECRET, callback_uri="oob"), "request_token")
    pair = temporary["oauth_token"], temporary["oauth_token_secret"]
    answer = send("GET", API + "/common/oauth1/authorize?oauth_token=" + pair[0])
    verifier = json.loads(answer)["oauth_verifier"]
    issued = ask(oauth1.Client(KEY, SECRET, *pair, verifier=verifier), "access_token")
    return oauth1.Client(KEY, SECRET, issued["oauth_token"], issued["oauth_token_secret"])


class Known(oauth1.RequestValidator):
    """Accepts the client's requests without a database: what remains is oauthlib's own work."""

    enforce_ssl = False
    dummy_client = dummy_access_token = ""

    def get_client_secret(self, client_key, request):
        return SECRET

    def get_access_token_secret(self, client_key, token, request):
        return client.resource_owner_secret

    def accept(self, *args, **kwargs):
        return True

    check_client_key = check_nonce = check_access_token = accept
    validate_client_key = validate_access_token = validate_timestamp_and_nonce = accept
    validate_realms = accept


client = signing_client()
endpoint = oauth1.ResourceEndpoint(Known())
keyring = sealing.keyring(env)
boxes = [sealing.seal(env, secret) for secret in (SECRET, client.resource_owner_secret)]
numbers = count()
paths = ("%d?fields=%s" % (next(partners), ",".join(FIELDS)) for _ in count())


def sign():
    target = API + "/object/res.partner/" + next(paths)
    _, headers, _ = client.sign(HOST + target)
    return target, headers


def send_signed():
    target, headers = next(signed)
    send("GET", target, **headers)


def check_signature():
    target, headers = next(checked)
    valid, _ = endpoint.validate_protected_resource_request(HOST + target, "GET", None, headers)
    if not valid:
        raise RuntimeError(target)


signed, checked = (iter([sign() for _ in range(ROUNDS * CALLS + 10)]) for _ in range(2))
SIGNED = {
    "a bearer read": lambda: this_api("GET", "res.partner/" + next(paths)),
    "a signed read": send_signed,
    "a nonce": lambda: env["restapi.nonce"]._take(
        [str(next(numbers))], datetime.now() + timedelta(minutes=10)
    ),
    "decrypting two secrets": lambda: [keyring.unseal(box) for box in boxes],
    "oauthlib's check": check_signature,
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
print("RESTAPI-FLOOR " + json.dumps({"rows": found, "signed": measure(SIGNED)}))
