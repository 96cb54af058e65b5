"""All routes of the addon, a user with few rights, and the rules for every answer."""

import json
import os

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.problems import INTERNAL, MEMBERS

# `make soak` tries many more requests.
SCALE = int(os.environ.get("RESTAPI_FUZZ") or 1)
MAX_SECONDS = 20  # for a single answer, on a busy machine
PROTOCOL = ("access_token", "revoke", "introspect", "request_token", "authorize")


@pytest.fixture(scope="session")
def tokens(server, odoo, make_user):
    """Tokens of users who may read and who may do nothing, and an invalid token."""
    with HttpClient(server.url) as http:
        made = [
            get_token(http, make_application(odoo, make_user(groups).id))["access_token"]
            for groups in (["base.group_user"], ["base.group_portal"])
        ]
    return [*made, made[0][:-5], "x", ""]


@pytest.fixture(scope="session")
def application(odoo, make_user):
    return make_application(odoo, make_user(["base.group_user"]).id)


class Judge:
    """Counts answers, and fails on those that no request may get."""

    def __init__(self, server):
        self.server = server
        self.statuses = {}

    def check_log(self):
        log = self.server.log_since_mark()
        assert "Traceback" not in log, log[max(0, log.find("Traceback") - 500) :][:4000]

    def __call__(self, status, headers, body, path, seconds):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        text = body.decode("utf-8", "replace")
        assert seconds < MAX_SECONDS
        assert status < 500 or (status == 503 and "/report/" in path), (status, text[:2000])
        assert "Set-Cookie" not in headers or "/authorize" in path
        found = [word for word in INTERNAL if status >= 400 and word in text]
        assert not found, text[:2000]
        if status < 400 or not text:
            return
        if status == 405 and "/restapi/" not in path:
            return  # up to 15.0, Werkzeug itself answers invalid methods
        content_type = headers.get("Content-Type", "")
        if path.rstrip("/").endswith(PROTOCOL) and content_type != "application/problem+json":
            return
        assert content_type == "application/problem+json", (content_type, text[:500])
        assert set(json.loads(text)) >= MEMBERS


@pytest.fixture
def judge(server):
    judge = Judge(server)
    before = set(server.session_files)  # left by tests that sign in with a browser
    yield judge
    assert set(server.session_files) <= before
    print(f"\n{server.series}: {sum(judge.statuses.values())} requests, {judge.statuses}")
