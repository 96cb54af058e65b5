"""`GET /common/version` (manual 3.1.3) needs neither a sign-in nor a database."""

import xmlrpc.client

from tests.harness.http import HttpClient

VERSION = "/restapi/1.0/common/version"


def test_odoo_version_information(http, server, series):
    with xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common") as common:
        own = common.version()
    answer = http.get(VERSION)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert {name: body[name] for name in own} == own  # nightly builds include their date
    assert body["server_version"].startswith(series)
    assert body["server_version_info"][:4] == [int(series.split(".")[0]), 0, 0, "final"]
    assert body["server_series"] == body["server_serie"] == series
    assert body["protocol_version"] == 1


def test_without_a_chosen_database(make_server, server):
    """A server without a database answers this route; other routes say what is missing."""
    nowhere = make_server(db=server.db, extra_conf={"dbfilter": "^no_such_database$"})
    with HttpClient(nowhere.url) as http:
        assert http.get(VERSION).status_code == 200
        body = http.get("/restapi/1.0/object/res.partner/3").json()
        assert body["code"] == "no_database"
        assert "X-Odoo-Database" in body["detail"]
