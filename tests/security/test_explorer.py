"""The API explorer: its page tells strangers nothing and runs no script but its own; its application is
for those who may use it, and gets no refresh token."""

import hashlib
import re
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harness.explorer import EXPLORER, explorer_application
from tests.harness.oauth import OAUTH2
from tests.harness.problems import problem
from tests.harness.visitor import Visitor

VERIFIER = "v" * 43
PARAMETER = "ir.config_parameter"
MANAGER = ["base.group_user", "restapi.group_manager"]


@pytest.fixture
def application(odoo):
    return explorer_application(odoo)


@pytest.fixture
def pkce(server):
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    return {
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "redirect_uri": server.url + EXPLORER,
        "scope": "read",
    }


def code_for(one, application, pkce):
    form = {**one.form(application, **pkce), "decision": "allow"}
    answer = one.post(f"{OAUTH2}/authorize", data=form)
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def exchange(http, application, pkce, code):
    form = {
        "grant_type": "authorization_code",
        "client_id": application.client_id,
        "redirect_uri": pkce["redirect_uri"],
        "code": code,
        "code_verifier": VERIFIER,
    }
    return http.post(f"{OAUTH2}/access_token", data=form)


def test_the_pages_headers(visitor, make_user):
    """Seen to fail without the headers against frames, and with scripts of any file of the server."""
    nonces = set()
    for one in (visitor(), visitor(make_user())):
        answer = one.get(EXPLORER)
        assert answer.status_code == 200
        policy = dict(
            part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
        )
        assert policy.get("default-src") == "'none'"
        assert policy.get("frame-ancestors") == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'none'"
        assert policy["connect-src"] == "'self'"
        assert policy["style-src"] == "'self'"
        nonce = "".join(re.findall(r"^'nonce-([\w-]{22,})'$", policy["script-src"]))
        assert nonce
        assert re.findall(r"<script[^>]*>", answer.text) == re.findall(
            rf'<script type="module"[^>]* nonce="{nonce}"[^>]*>', answer.text
        )
        nonces.add(nonce)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert len(nonces) == 2


def test_the_page_tells_strangers_nothing(visitor, server, odoo, make_user):
    """Seen to fail without the question who is signed in."""
    page = visitor().get(EXPLORER).text
    assert server.db not in page
    assert odoo.read("res.company", 1, ["name"])["name"] not in page
    assert server.db in visitor(make_user()).get(EXPLORER).text


def test_nobody_else_may_use_it(visitor, http, application, pkce, make_user, server):
    """Seen to fail without the question for the group."""
    one = visitor(make_user())
    sent = {
        "response_type": "code",
        "client_id": application.client_id,
        **pkce,
        "decision": "allow",
    }
    for answer in (
        one.request_authorization(application, **pkce),
        one.post(f"{OAUTH2}/authorize", data=sent),
    ):
        assert answer.status_code == 403
        assert "Location" not in answer.headers
        assert "Your account may not use this application" in answer.text
    manager = visitor(make_user(groups=MANAGER))
    assert (
        exchange(http, application, pkce, code_for(manager, application, pkce)).status_code == 200
    )


def test_who_has_left_the_group_gets_no_token(visitor, http, application, pkce, make_user, odoo):
    """Seen to fail without the question for the group when a code is used."""
    user = make_user(groups=["base.group_user", "restapi.group_explorer"])
    code = code_for(visitor(user), application, pkce)
    groups = "group_ids" if "group_ids" in odoo.call("res.users", "fields_get") else "groups_id"
    odoo.write("res.users", user.id, {groups: [(3, odoo.ref("restapi.group_explorer"))]})
    answer = exchange(http, application, pkce, code)
    assert (answer.status_code, answer.json().get("error")) == (400, "invalid_grant")


def test_no_refresh_token(visitor, http, application, pkce, make_user, server):
    """Seen to fail without the rule that the explorer gets none."""
    code = code_for(visitor(make_user(groups=MANAGER)), application, pkce)
    answer = exchange(http, application, pkce, code).json()
    assert answer["scope"] == "read"
    assert answer["expires_in"] <= 3600
    assert "refresh_token" not in answer
    query = "SELECT COUNT(*) FROM restapi_oauth2_token WHERE application_id = %s AND refresh_hash IS NOT NULL"
    assert server.sql(query, [application.id]) == [(0,)]
    form = {
        "grant_type": "refresh_token",
        "client_id": application.client_id,
        "refresh_token": "x" * 43,
    }
    refused = http.post(f"{OAUTH2}/access_token", data=form)
    assert refused.json()["error"] == "unauthorized_client"


def test_it_signs_out(visitor, http, application, pkce, make_user):
    code = code_for(visitor(make_user(groups=MANAGER)), application, pkce)
    token = exchange(http, application, pkce, code).json()["access_token"]
    assert http.get(f"{OAUTH2}/userinfo", token=token).status_code == 200
    form = {"client_id": application.client_id, "token": token}
    assert http.post(f"{OAUTH2}/revoke", data=form).status_code == 200
    problem(http.get(f"{OAUTH2}/userinfo", token=token), 401, "invalid_token")


@pytest.fixture
def base_url(odoo):
    """`base_url(address)` sets web.base.url for this test."""
    before = odoo.call(PARAMETER, "get_param", ["web.base.url"])
    yield lambda address: odoo.call(PARAMETER, "set_param", ["web.base.url", address])
    odoo.call(PARAMETER, "set_param", ["web.base.url", before])


def test_the_address_follows_the_server(
    visitor, application, pkce, make_user, odoo, base_url, server
):
    """It redirects to ``web.base.url``, whatever that becomes, and to what an administrator names."""
    one = visitor(make_user(groups=MANAGER))
    assert 'value="allow"' in one.request_authorization(application, **pkce).text
    base_url("https://odoo.example.com")
    page = one.get(EXPLORER)
    assert 'href="https://odoo.example.com/restapi/1.0/docs"' in page.text
    assert "<script" not in page.text
    assert one.request_authorization(application, **pkce).status_code == 400
    elsewhere = {**pkce, "redirect_uri": "https://odoo.example.com" + EXPLORER}
    assert 'value="allow"' in one.request_authorization(application, **elsewhere).text
    near = {**pkce, "redirect_uri": "https://odoo.example.com" + EXPLORER + "/x"}
    assert one.request_authorization(application, **near).status_code == 400
    odoo.write("restapi.application", application.id, {"redirect_uris": server.url + EXPLORER})
    try:
        assert "<script" in one.get(EXPLORER).text
        assert 'value="allow"' in one.request_authorization(application, **pkce).text
    finally:
        odoo.write("restapi.application", application.id, {"redirect_uris": False})
    base_url("http://odoo.example.com")  # which can't be a redirect URI
    assert (
        one.request_authorization(
            application, **{**elsewhere, "redirect_uri": "http://odoo.example.com" + EXPLORER}
        ).status_code
        == 400
    )


def test_a_copy_of_the_database(visitor, application, server):
    """In a copy with another UUID the application is not there; the page says what to do."""
    query = "UPDATE restapi_application SET database_uuid = {} WHERE id = %s"
    (before,) = server.sql(
        "SELECT database_uuid FROM restapi_application WHERE id = %s", [application.id]
    )
    server.sql(query.format("'another'"), [application.id])
    try:
        page = visitor().get(EXPLORER).text
        assert "This database is a copy" in page
        assert "<script" not in page
    finally:
        server.sql(query.format(f"'{before[0]}'"), [application.id])


def test_without_a_database(make_server):
    """Where no database is chosen, a browser is told so on a page, and nothing is asked of anybody."""
    server = make_server(workers=0, extra_conf={"db_name": "", "dbfilter": "^no_such_database$"})
    with Visitor(server.url) as one:
        answer = one.get(EXPLORER)
    assert answer.status_code == 404
    assert "No database is chosen" in answer.text
    assert "<script" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_other_media_types(http):
    problem(http.get(EXPLORER, headers={"Accept": "application/json"}), 406, "not_acceptable")
