"""The API neither reads nor creates nor saves a session."""

import pytest

from tests.harness.problems import problem
from tests.harness.routes import sample

API = "/restapi/1.0"
PATHS = ["/common/version", "/object/res.partner/3", "/nothing", "/common/oauth2/authorize"]


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_and_no_session_file(http, token, server, path):
    """Seen to fail without the end of a request that discards the session: Odoo saves it and sends its cookie."""
    before = server.session_files
    for headers in ({}, {"Authorization": f"Bearer {token}"}, {"Authorization": "Bearer x"}):
        for method in ("GET", "POST"):
            answer = http.request(method, API + path, headers=headers)
            assert "Set-Cookie" not in answer.headers
    assert server.session_files == before


def test_a_session_cookie_authorises_nothing(http, server, odoo, routes):
    """Seen to fail without the rule that a session signs no one in."""
    login = http.post(
        "/web/session/authenticate",
        json={"params": {"db": server.db, "login": "admin", "password": "admin"}},
    )
    cookie = login.headers["Set-Cookie"].split(";")[0]
    me = http.post("/web/session/get_session_info", json={}, headers={"Cookie": cookie})
    assert me.json()["result"]["uid"] == odoo.uid
    guarded = [route for route in routes if route["scope"] or route["path"].endswith("/userinfo")]
    assert len(guarded) > 15
    for route in guarded:
        for method in route["methods"]:
            answer = http.request(method, sample(route["path"]), headers={"Cookie": cookie})
            problem(answer, 401, "unauthorized")


@pytest.mark.parametrize("path", ["/start/", "/.well-known/oauth-authorization-server/"])
def test_a_trailing_slash_changes_nothing(http, server, path):
    before = server.session_files
    for method in ("GET", "POST"):
        answer = http.request(method, path)
        assert "Set-Cookie" not in answer.headers
        if answer.status_code != 200:
            problem(answer, answer.status_code)
    assert server.session_files == before
