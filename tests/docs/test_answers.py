"""The answers to wrong requests match the reference: each status is listed with its route, each code in
a table."""

import re

import pytest

from tests.docs import reference
from tests.docs.reference import REFERENCE, in_sphinx
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, REDIRECT_URI, get_token, make_application
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.rpc import OdooClient

SAMPLE = {
    "model": "res.partner",
    "method": "nope",
    "report_name": "nope",
    "field": "name",
    "external_id": "nope.nope",
}
# Statuses of every route, and of those with a scope: the page on requests and answers lists them once.
EVERYWHERE = {405, 406, 411, 413, 415, 500, 503}
SIGNED_IN = {401}
# Errors that a request alone can't cause: a user refuses, or a service is unavailable.
NOT_PROVOKED = {"access_denied", "server_error"}

METADATA = "/.well-known/oauth-authorization-server"
USERINFO = OAUTH2 + "/userinfo"

# Error codes of OAuth 2.0 that are also codes of problem documents.
AUTHORIZATION_ERRORS = (
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_response_type",
    "interaction_required",
)


@pytest.fixture(scope="module")
def odoo(demo):
    return OdooClient(demo.server.url, demo.server.db)


@pytest.fixture(scope="module")
def http(demo):
    with HttpClient(demo.server.url) as client:
        yield client


@pytest.fixture(scope="module")
def machine(odoo):
    return make_application(odoo, odoo.ref("base.user_admin"))


@pytest.fixture(scope="module")
def web(odoo):
    return make_application(odoo, odoo.ref("base.user_admin"), kind="web", scopes="read")


@pytest.fixture(scope="module")
def codes():
    return {**reference.table("errors.rst"), **reference.table("oauth2.rst")}


def test_statuses_that_are_listed_once():
    page = (REFERENCE / "requests.rst").read_text().split("These come from every route:")[1]
    assert {int(word) for word in re.findall(r"\b\d{3}\b", page)} >= EVERYWHERE | SIGNED_IN


def sample(path, model="res.partner"):
    """The route's path with the id of a record that does not exist, so that a request has no effect."""
    filled = re.sub(r"<int:\w+>", "999999", path)
    values = {**SAMPLE, "model": model}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], filled)


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("res.partner", {}),
        ("res.partnr", {}),
        ("res.partner", {"params": {"nope": "1"}}),
        ("res.partner", {"params": {"ids": "999999", "vals": "{}", "operation": "read"}}),
        ("res.partner", {"params": {"context": "["}}),
        ("res.partner", {"params": {"access_token": "x"}}),
        ("res.partner", {"headers": {"Accept": "image/png"}}),
        ("res.partner", {"headers": {"Authorization": "Bearer x"}}),
        ("res.partner", {"data": b"x", "headers": {"Content-Type": "text/plain"}}),
        ("res.partner", {"data": b"x", "headers": {"Content-Encoding": "gzip"}}),
    ],
    ids=str,
)
def test_routes_with_a_scope(http, facts, machine, codes, model, sent):
    token = get_token(http, machine)["access_token"]
    pages = reference.documented()
    for route in facts["routes"]:
        for method in route["methods"] if route["scope"] else []:
            answer = http.request(method, sample(route["path"], model), token=token, **sent)
            where = (method, route["path"], answer.status_code, answer.text[:300])
            body = pages[method.lower(), in_sphinx(route["path"])]
            assert answer.status_code in reference.statuses(body) | EVERYWHERE | SIGNED_IN, where
            if answer.status_code >= 400:
                assert answer.json()["code"] in codes, where


def test_routes_of_the_protocols(http, facts, machine, web, codes):
    pages = reference.documented()
    provoked = set()
    for method, path, status, word, sent in [
        *open_routes(http),
        *authorization_requests(machine, web),
        *token_requests(machine, web),
        *signed_requests(http, machine),
    ]:
        answer = http.request(method, path, **sent)
        where = (method, path, sent, answer.text[:300])
        assert answer.status_code == status, where
        body = pages[method.lower(), path]
        assert status in reference.statuses(body) | EVERYWHERE, where
        if word:
            error = answer.json()
            assert error.get("error", error.get("code")) == word, where
            assert word in codes, where
            provoked.add(word)
    assert set(reference.table("oauth2.rst")) - provoked == NOT_PROVOKED
    assert provoked >= set(AUTHORIZATION_ERRORS)


def open_routes(http):
    yield "GET", "/restapi/1.0/common/version", 200, "", {}
    yield "GET", "/restapi/1.0/common/version", 400, "unknown_parameter", {"params": {"a": "1"}}
    yield "GET", "/start", 200, "", {}
    yield "GET", "/start", 400, "unknown_parameter", {"params": {"a": "1"}}
    yield "GET", USERINFO, 401, "unauthorized", {}
    yield "GET", USERINFO, 401, "invalid_token", {"token": "x"}
    yield "GET", USERINFO, 400, "bad_request", {"params": {"access_token": "x"}}
    for path in (METADATA, OAUTH2 + "/jwks"):
        etag = http.get(path).headers["ETag"]
        yield "GET", path, 304, "", {"headers": {"If-None-Match": etag}}
        yield "GET", path, 412, "precondition_failed", {"headers": {"If-Match": '"x"'}}


def authorization_requests(machine, web):
    path = OAUTH2 + "/authorize"
    query = {"response_type": "code", "client_id": machine.client_id}
    ask_web = {**query, "client_id": web.client_id}
    in_browser = {"Accept": "text/html"}
    yield "GET", path, 200, "", {"params": query}
    yield "GET", path, 302, "", {"params": query, "headers": in_browser}
    yield "GET", path, 302, "", {"params": ask_web, "headers": in_browser}
    yield "GET", path, 400, "", {"headers": in_browser}
    yield "GET", path, 400, "invalid_request", {"params": {"response_type": "code"}}
    yield "GET", path, 400, "interaction_required", {"params": ask_web}
    for changed, word in (
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unauthorized_client"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, "invalid_request"),
    ):
        yield "GET", path, 400, word, {"params": {**query, **changed}}
    yield "POST", path, 400, "invalid_request", {"data": {"response_type": "code"}}
    yield "POST", path, 405, "method_not_allowed", {"data": query}
    yield "POST", path, 302, "", {"data": ask_web, "headers": in_browser}


def token_requests(machine, web):
    path = OAUTH2 + "/access_token"
    auth = (machine.client_id, machine.client_secret)
    auth_web = (web.client_id, web.client_secret)
    client = {"grant_type": "client_credentials"}
    yield "POST", path, 200, "", {"data": client, "auth": auth}
    yield "POST", path, 400, "invalid_request", {"auth": auth}
    yield "POST", path, 400, "invalid_request", {"data": client, "params": {"refresh_token": "x"}}
    yield "POST", path, 401, "invalid_client", {"data": client, "auth": ("x", "y")}
    yield "POST", path, 400, "unauthorized_client", {"data": client, "auth": auth_web}
    for form, word in (
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
        ({**client, "scope": "everything"}, "invalid_scope"),
    ):
        yield "POST", path, 400, word, {"data": form, "auth": auth}
    for path in (OAUTH2 + "/revoke", OAUTH2 + "/introspect"):
        yield "POST", path, 200, "", {"data": {"token": "x"}, "auth": auth}
        yield "POST", path, 400, "invalid_request", {"auth": auth}
        yield "POST", path, 400, "invalid_request", {"params": {"token": "x"}, "auth": auth}
        yield "POST", path, 401, "invalid_client", {"data": {"token": "x"}, "auth": ("x", "y")}


def signed_requests(http, machine):
    consumer = Consumer(http, machine)
    temporary = consumer.request_token(REDIRECT_URI)

    def signed(path, token=None, signature=None, **extra):
        url = http.base_url + path
        header = consumer.header("POST", url, token, extra=extra, signature=signature)
        return {"headers": {"Authorization": header, "Accept": "application/json"}}

    path = OAUTH1 + "/request_token"
    once = signed(path, oauth_callback="oob")
    yield "POST", path, 200, "", once
    yield "POST", path, 401, "invalid_token", once
    yield "POST", path, 400, "bad_request", {}
    yield "POST", path, 400, "bad_request", signed(path, oauth_callback="https://x.example/")
    yield "POST", path, 401, "invalid_signature", signed(path, None, "x", oauth_callback="oob")
    yield "POST", path, 401, "unauthorized", signed(path, oauth_timestamp="1")

    path = OAUTH1 + "/authorize"
    known = {"oauth_token": temporary["oauth_token"]}
    yield "GET", path, 200, "", {"params": known}
    for method in ("GET", "POST"):
        yield method, path, 400, "invalid_request", {}
        yield method, path, 401, "invalid_token", {"params": {"oauth_token": "x"}}

    path = OAUTH1 + "/access_token"
    yield "POST", path, 400, "bad_request", {}
    wrong = signed(path, temporary, oauth_verifier="x")
    yield "POST", path, 401, "invalid_signature", wrong
