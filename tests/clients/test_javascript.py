"""oauth-1.0a and simple-oauth2 from npm, in Node.js."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from dev import node
from tests.harness.oauth import REDIRECT_URI

HERE = Path(__file__).parent


@pytest.fixture
def run(server, application):
    def run(script):
        options = {
            "url": server.url,
            "key": application.client_id,
            "secret": application.client_secret,
            "callback": REDIRECT_URI,
        }
        done = subprocess.run(
            ["node", str(HERE / script), json.dumps(options)],
            env={**os.environ, **node.environment()},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_oauth1(run):
    output = run("oauth1.js")
    assert output["status"] == 200, output
    assert output["body"]["Contact"]["name"] == "Ünï & Cödé + 100% ~"


def test_oauth2(run):
    output = run("oauth2.js")
    assert output == {"statuses": [200, 200, 401, 200], "expired": False, "scope": "read"}
