"""Goes before a script for `odoo shell`: sends requests to Odoo in this process, without a socket."""

import base64
import json

from werkzeug.test import EnvironBuilder, run_wsgi_app

import odoo

API = "/restapi/1.0"

env = globals()["env"]  # defined by the shell
admin = env.ref("base.user_admin")
application = env["restapi.application"].create({"name": "In process", "user_id": admin.id})
# read now: a read after the commit would begin a transaction that doesn't see the key which signs the token
credentials = f"{application.client_id}:{application.client_secret}"
env.cr.commit()

odoo.tools.config["db_name"] = env.cr.dbname
wsgi = odoo.http.root
if hasattr(wsgi, "load_addons"):  # up to 15.0
    wsgi.load_addons()
    from odoo.service.wsgi_server import application as wsgi


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
        raise RuntimeError(f"{method} {target}: {status} {answer[:300]!r}")
    return answer


def get_token():
    answer = send(
        "POST",
        API + "/common/oauth2/access_token",
        b"grant_type=client_credentials",
        "application/x-www-form-urlencoded",
        Authorization="Basic " + base64.b64encode(credentials.encode()).decode(),
    )
    return json.loads(answer)["access_token"]


token = get_token()


def this_api(method, path, **params):
    body = json.dumps(params).encode() if params else None
    mimetype = "application/json" if body else None
    return send(method, API + "/object/" + path, body, mimetype, Authorization="Bearer " + token)


def json_rpc(model, method, *args, **kwargs):
    call = [env.cr.dbname, admin.id, "admin", model, method, list(args), kwargs]
    params = {"service": "object", "method": "execute_kw", "args": call}
    content = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
    return send("POST", "/jsonrpc", json.dumps(content).encode(), "application/json")
