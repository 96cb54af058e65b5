"""Every route honours `Accept` (docs/reference/requests.rst): types that it can't serve get 406, without effect."""

import json
import re

import pytest

from tests.harness.oauth import OAUTH2, get_code, get_token
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import check, problem

UNSERVED = "image/png"
FORM = "application/x-www-form-urlencoded"
TOKEN_ENDPOINTS = ("access_token", "revoke", "introspect")
TAKEN = [None, "*/*", "application/*", "application/json", "text/html;q=0.5, application/json"]
# `Accept` headers that client libraries send to these routes.
TAKEN += [
    "application/json, application/x-www-form-urlencoded",
    "application/json, application/jwk-set+json",
    "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
]


def addresses(routes):
    """Each route with each of its methods, and with values for the variables of its path."""
    for route in routes:
        path = re.sub(r"<int:[^>]*>", "3", route["path"])
        path = path.replace("<model>", "res.partner").replace("<method>", "name_search")
        path = re.sub(r"<report[^>]*>", "base.report_irmodeloverview", path)
        path = re.sub(r"<field>", "image_1920", path).replace("<external_id>", "base.main_partner")
        assert "<" not in path, path
        for method in route["methods"]:
            yield method, path


def is_oauth1(path):
    return path.startswith(OAUTH1) and not path.endswith("/authorize")


def test_a_type_that_no_route_serves(http, server, token, routes):
    """OAuth 1.0a checks the signature first, see below; a field is served in its own type."""
    tried = 0
    before = server.sql("SELECT max(id), count(*) FROM res_partner")
    for method, path in addresses(routes):
        if is_oauth1(path) or path.endswith("/image_1920"):
            continue
        tried += 1
        protocol = path.startswith(OAUTH2) and path.rsplit("/", 1)[1] in TOKEN_ENDPOINTS
        answer = http.request(
            method, path, token=None if protocol else token, headers={"Accept": UNSERVED}
        )
        if protocol:
            assert answer.status_code == 406, path
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.json()["error"] == "invalid_request"
            assert "application/json" in answer.json()["error_description"]
        else:
            body = problem(answer, 406, "not_acceptable")
            assert body["offered"], path
            assert all(one in body["detail"] for one in body["offered"])
    assert tried > 20
    assert server.sql("SELECT max(id), count(*) FROM res_partner") == before


def test_a_code_is_not_used_up(http, register):
    application = register()
    form = {"grant_type": "authorization_code", "code": get_code(http, application)}
    auth = (application.client_id, application.client_secret)
    target = f"{OAUTH2}/access_token"
    refused = http.post(target, data=form, auth=auth, headers={"Accept": UNSERVED})
    assert refused.status_code == 406
    answer = http.post(target, data=form, auth=auth)
    assert answer.status_code == 200, answer.text
    refused = http.post(
        f"{OAUTH2}/revoke",
        data={"token": answer.json()["access_token"]},
        auth=auth,
        headers={"Accept": UNSERVED},
    )
    assert refused.status_code == 406
    introspection = http.post(
        f"{OAUTH2}/introspect", data={"token": answer.json()["access_token"]}, auth=auth
    )
    assert introspection.json()["active"] is True


@pytest.mark.parametrize("endpoint", ["request_token", "access_token"])
def test_oauth1(http, register, endpoint):
    consumer = Consumer(http, register())
    token, extra = None, {"oauth_callback": "oob"}
    if endpoint == "access_token":
        token = consumer.request_token()
        extra = {"oauth_verifier": consumer.verifier(token)}
    url = f"{http.base_url}{OAUTH1}/{endpoint}"
    for accept, status in ((UNSERVED, 406), ("application/json", 200)):
        header = consumer.header("POST", url, token, extra=extra)
        answer = http.post(url, headers={"Authorization": header, "Accept": accept})
        if status == 406:
            body = problem(answer, 406, "not_acceptable")
            assert sorted(body["offered"]) == ["application/json", FORM]
        else:
            assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("accept", TAKEN)
def test_accept_headers_of_clients_get_json(http, register, accept):
    application = register()
    auth = (application.client_id, application.client_secret)
    headers = {"Accept": accept}
    form = {"grant_type": "authorization_code", "code": get_code(http, application)}
    got = http.post(f"{OAUTH2}/access_token", data=form, auth=auth, headers=headers)
    token = got.json()["access_token"]
    form = {"token": token}
    introspection = http.post(f"{OAUTH2}/introspect", data=form, auth=auth, headers=headers)
    answers = [
        got,
        introspection,
        http.get(f"{OAUTH2}/userinfo", token=token, headers=headers),
        http.get(f"{OAUTH2}/jwks", headers=headers),
        http.get("/.well-known/oauth-authorization-server", headers=headers),
        http.post(f"{OAUTH2}/revoke", data=form, auth=auth, headers=headers),
    ]
    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "application/json"
    assert introspection.json()["active"] is True


def test_userinfo_requires_sign_in_first(http, register):
    headers = {"Accept": UNSERVED}
    problem(http.get(f"{OAUTH2}/userinfo", headers=headers), 401, "unauthorized")
    token = get_token(http, register())["access_token"]
    problem(http.get(f"{OAUTH2}/userinfo", token=token, headers=headers), 406)


def test_errors_are_problem_documents_for_any_accept(http):
    status, headers, content = http.raw("GET", "/restapi/1.0/x", headers={"Accept": UNSERVED})
    assert json.loads(content)["code"] == "not_found"
    check(headers["Content-Type"], content, status)
