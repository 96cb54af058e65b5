"""Runs in `odoo shell`. Prints how much cryptographic work the server does for a refused client, by cause.

Seconds depend on the load of the machine. The number of calls to each function does not.
"""

import base64
import collections
import contextlib
import json
import sys
import time

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from odoo.addons.restapi import compat
from odoo.addons.restapi.exceptions import RestapiError
from odoo.addons.restapi.oauth import rfc5849, rfc6749

env = globals()["env"]  # of the shell
# Functions that take time, or whose time could reveal something.
WORK = {"unseal", "decrypt", "compare_digest", "_compare_digest", "safe_string_equals"}
WORK |= {"_verify_hmac", "_verify_rsa", "load_public"}


def work_of(call, httprequest):
    """How often each function of WORK is called."""
    counted = collections.Counter()

    def watch(frame, event, argument):
        name = {"call": frame.f_code.co_name, "c_call": getattr(argument, "__name__", "")}.get(
            event
        )
        if name in WORK:
            counted[name] += 1

    sys.setprofile(watch)
    try:
        with contextlib.suppress(RestapiError):
            call(env, httprequest)
    finally:
        sys.setprofile(None)
    return dict(counted)


def oauth2(client_id):
    pair = base64.b64encode(f"{client_id}:{'y' * 32}".encode()).decode()
    return Request(
        EnvironBuilder(
            "/restapi/1.0/common/oauth2/access_token",
            method="POST",
            data={"grant_type": "client_credentials"},
            headers={"Authorization": "Basic " + pair},
        ).get_environ()
    )


def oauth1(client_id, method):
    protocol = {
        "oauth_callback": "oob",
        "oauth_consumer_key": client_id,
        "oauth_nonce": "nonce",
        "oauth_signature": base64.b64encode(b"x" * 256).decode().replace("=", "%3D"),
        "oauth_signature_method": method,
        "oauth_timestamp": str(int(time.time())),
    }
    header = "OAuth " + ", ".join(f'{name}="{value}"' for name, value in protocol.items())
    header = header.replace("+", "%2B").replace("/", "%2F")
    return Request(
        EnvironBuilder(
            "/restapi/1.0/common/oauth1/request_token",
            method="POST",
            headers={"Authorization": header},
        ).get_environ()
    )


# the shell runs as OdooBot, an archived user, whose applications would not be active
owner = env.ref("base.user_admin").id
application = env["restapi.application"].create({"name": "known", "user_id": owner})
compat.flush_all(env)  # a query looks both rows up
counts = {}
for cause, client_id in (("unknown", "x" * 32), ("wrong", application.client_id)):
    counts[cause] = {
        "OAuth 2.0": work_of(rfc6749.token_response, oauth2(client_id)),
        **{
            method: work_of(rfc5849.request_token, oauth1(client_id, method))
            for method in ("HMAC-SHA1", "HMAC-SHA256", "RSA-SHA256")
        },
    }
env.cr.rollback()
print("RESTAPI-WORK " + json.dumps(counts))
