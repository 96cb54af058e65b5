"""Libraries of others, each in the flow that its documentation shows, against the running server."""

import pytest

from tests.harness.oauth import REDIRECT_URI


@pytest.fixture
def application(register):
    return register()


@pytest.fixture
def visit(http):
    """Acts as the browser: opens an address and returns where the application is called back."""

    def visit(url: str) -> str:
        answer = http.get(url, headers={"Accept": "text/html"})
        assert answer.status_code == 302, answer.text
        location = answer.headers["Location"]
        assert location.startswith(REDIRECT_URI + "?")
        return location

    return visit


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch):
    """Both libraries refuse http, which the test server on loopback uses."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
