"""gomodule/oauth1 and mrjones/oauth in Go, which have no `Accept` header and parse a form."""

import json
import subprocess
from pathlib import Path

import pytest

from dev import go
from tests.harness.oauth import REDIRECT_URI

SOURCE = Path(__file__).parent / "oauth1.go"
BUILD_SECONDS = 100


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    built = tmp_path_factory.mktemp("go") / "oauth1"
    command = [go.PROGRAM.wrapper, "build", "-o", built, SOURCE]
    subprocess.run(command, env=go.environment(), timeout=BUILD_SECONDS, check=True)
    return built


def test_oauth1(server, application, program):
    """Seen to fail when the answer without `Accept` was JSON."""
    options = {
        "URL": server.url,
        "Key": application.client_id,
        "Secret": application.client_secret,
        "Callback": REDIRECT_URI,
    }
    done = subprocess.run(
        [program, json.dumps(options)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert [json.loads(answer)["Contact"]["id"] for answer in answers] == [3, 3]
