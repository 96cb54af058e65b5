"""PECL `OAuth` in PHP, which has no `Accept` header and parses a form."""

import json
import subprocess
from pathlib import Path

import pytest

from dev import php
from tests.harness.oauth import REDIRECT_URI

SCRIPT = Path(__file__).parent / "oauth1.php"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_oauth1(server, application, method):
    """Seen to fail when the answer without `Accept` was JSON, and with 405 for GET."""
    options = {
        "url": server.url,
        "key": application.client_id,
        "secret": application.client_secret,
        "callback": REDIRECT_URI,
        "method": method,
    }
    done = subprocess.run(
        [php.path(), *php.oauth_options(), SCRIPT, json.dumps(options)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["Contact"]["id"] == 3, done.stdout
