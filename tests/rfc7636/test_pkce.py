"""Proof keys (RFC 7636): only S256, required for public applications."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.harness.oauth import OAUTH2, REDIRECT_URI

AUTHORIZE, TOKEN = OAUTH2 + "/authorize", OAUTH2 + "/access_token"


def challenge(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@pytest.fixture
def application(register):
    return register()


@pytest.fixture
def verifier():
    return secrets.token_urlsafe(32)  # as long as a challenge


def code(http, application, **params):
    query = {"response_type": "code", "client_id": application.client_id, **params}
    answer = http.get(AUTHORIZE, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["code"]


def exchange(http, application, code, **params):
    form = {"grant_type": "authorization_code", "code": code, **params}
    answer = http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))
    return answer.status_code, answer.json().get("error")


def test_s256(http, application, verifier):
    s256 = {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    given = code(http, application, **s256)
    assert exchange(http, application, given, code_verifier=verifier) == (200, None)


def test_missing_or_wrong_verifier(http, application, verifier):
    """Seen to fail without the comparison with the code's challenge."""
    s256 = {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    given = code(http, application, **s256)
    assert exchange(http, application, given)[0] == 400
    for wrong in (verifier + "x", s256["code_challenge"], "", "ü" * 50):
        assert exchange(http, application, given, code_verifier=wrong)[0] == 400
    # none of these has used up the code
    assert exchange(http, application, given, code_verifier=verifier) == (200, None)


def test_a_verifier_without_a_challenge(http, application, verifier):
    """Seen to fail without the refusal of a verifier without a challenge."""
    given = code(http, application)
    answer = exchange(http, application, given, code_verifier=verifier)
    assert answer == (400, "invalid_grant")


def test_plain_is_refused(http, application, verifier):
    """Seen to fail without the rule that the method is S256."""
    for params in (
        {"code_challenge": verifier},
        {"code_challenge": verifier, "code_challenge_method": "plain"},
        {"code_challenge": challenge(verifier), "code_challenge_method": "s256"},
        {"code_challenge": challenge(verifier) + "=", "code_challenge_method": "S256"},
        {"code_challenge": "short", "code_challenge_method": "S256"},
    ):
        query = {"response_type": "code", "client_id": application.client_id, **params}
        answer = http.get(AUTHORIZE, params=query)
        assert answer.status_code == 400, params
        assert answer.json()["error"] == "invalid_request"


def test_public_applications_must_use_it(http, register, verifier):
    """Seen to fail without the rule that public applications send a challenge."""
    public = register(kind="public")
    query = {"response_type": "code", "client_id": public.client_id, "redirect_uri": REDIRECT_URI}
    answer = http.get(AUTHORIZE, params=query, headers={"Accept": "text/html"})
    assert answer.status_code == 302
    parameters = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert parameters.get("error") == "invalid_request"
