"""Every route with every scope: scopes are enforced, not only stored."""

import pytest

from tests.harness.changes import follow
from tests.harness.oauth import get_token
from tests.harness.problems import problem
from tests.harness.routes import sample

SCOPES = ("read", "create", "write", "delete", "call", "report")


@pytest.mark.parametrize("granted", SCOPES)
def test_every_scope_on_every_route(http, odoo, register, routes, granted):
    """Seen to fail without `caller.require` in the route decorator."""
    token = get_token(http, register(odoo.ref("base.user_admin"), scopes=granted))["access_token"]
    # each request of a batch needs a scope of its own, see object/test_batch.py
    guarded = [route for route in routes if route["scope"] not in (None, "any")]
    follow(odoo, "res.partner")
    assert {route["scope"] for route in guarded} == set(SCOPES)
    for route in guarded:
        for method in route["methods"]:
            answer = http.request(method, sample(route["path"]), token=token)
            if route["scope"] == granted:
                assert answer.status_code not in (401, 403, 500), (method, route, answer.text)
                continue
            body = problem(answer, 403, "insufficient_scope")
            assert body["scope"] == route["scope"]
            assert f'scope="{route["scope"]}"' in answer.headers["WWW-Authenticate"]


def test_every_route_without_sign_in_is_401_without_details(http, routes):
    """Seen to fail without sign-in: the route goes on without a user, and fails later."""
    for route in routes:
        for method in route["methods"]:
            if route["scope"]:
                problem(http.request(method, sample(route["path"])), 401, "unauthorized")
