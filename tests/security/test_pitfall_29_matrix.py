"""Every scope against every route (pitfall 29): a scope is not only stored."""

import re

import pytest

from tests.harness.oauth import get_token
from tests.harness.problems import problem

SCOPES = ("read", "create", "write", "delete", "call", "report")
SAMPLE = {"model": "res.partner", "method": "nope", "report_name": "nope", "field": "name"}


def sample(path):
    """The route's address for a record that is not there, so that nothing is done."""
    filled = re.sub(r"<int:\w+>", "999999", path)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: SAMPLE[match.group(1)], filled)


@pytest.mark.parametrize("held", SCOPES)
def test_pitfall_29_every_scope_on_every_route(http, odoo, register, routes, held):
    """Seen to fail without `caller.require(needed)` in the route decorator."""
    token = get_token(http, register(odoo.ref("base.user_admin"), scopes=held))["access_token"]
    guarded = [route for route in routes if route["scope"]]
    assert {route["scope"] for route in guarded} == set(SCOPES)
    for route in guarded:
        for method in route["methods"]:
            answer = http.request(method, sample(route["path"]), token=token)
            if route["scope"] == held:
                assert answer.status_code not in (401, 403, 500), (method, route, answer.text)
                continue
            body = problem(answer, 403, "insufficient_scope")
            assert body["scope"] == route["scope"]
            assert f'scope="{route["scope"]}"' in answer.headers["WWW-Authenticate"]


def test_pitfall_14_every_route_without_sign_in_is_401_and_tells_nothing(http, routes):
    """Seen to fail without `sign_in` in the route decorator; the shape is that of every error, without
    a traceback (pitfall 14)."""
    for route in routes:
        for method in route["methods"]:
            if route["scope"]:
                problem(http.request(method, sample(route["path"])), 401, "unauthorized")
