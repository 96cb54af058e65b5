"""Authlib, for OAuth 1.0a and 2.0."""

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth1Session, OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from tests.harness.oauth import OAUTH2, REDIRECT_URI
from tests.harness.oauth1 import OAUTH1

PARTNER = "/restapi/1.0/object/res.partner/3"
CONTACTS = "/restapi/1.0/object/res.partner"


@pytest.mark.parametrize("signature_type", ["HEADER", "QUERY"])
def test_oauth1(server, application, visit, signature_type):
    session = OAuth1Session(
        application.client_id,
        application.client_secret,
        redirect_uri=REDIRECT_URI,
        signature_type=signature_type,
    )
    session.fetch_request_token(server.url + OAUTH1 + "/request_token")
    location = visit(session.create_authorization_url(server.url + OAUTH1 + "/authorize"))
    session.parse_authorization_response(location)
    session.fetch_access_token(server.url + OAUTH1 + "/access_token")
    answer = session.get(server.url + PARTNER, params={"fields": "['name', 'country_id']"})
    assert answer.status_code == 200, answer.text
    created = session.post(server.url + CONTACTS, data={"vals": "{'name': 'Ünï & Cödé + ~'}"})
    assert created.status_code in (200, 201), created.text
    assert created.json()["Contact"]["name"] == "Ünï & Cödé + ~"


@pytest.fixture
def metadata(server, http):
    answer = http.get("/.well-known/oauth-authorization-server")
    return AuthorizationServerMetadata(answer.json())


def test_the_metadata(metadata):
    """Runs Authlib's checks of RFC 8414; all that they find is that the test server has no https."""
    names = [name for name in metadata.REGISTRY_KEYS if name in metadata]
    assert len(names) > 12
    problems = {}
    for name in names:
        try:
            getattr(metadata, "validate_" + name)()
        except ValueError as error:
            problems[name] = str(error)
    assert all("https" in problem for problem in problems.values()), problems


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_oauth2(metadata, server, application, visit, method):
    verifier = "v" * 48
    session = OAuth2Session(
        application.client_id,
        application.client_secret,
        token_endpoint_auth_method=method,
        redirect_uri=REDIRECT_URI,
        scope="read write",
        code_challenge_method="S256",
    )
    url, state = session.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=verifier
    )
    token = session.fetch_token(
        metadata["token_endpoint"],
        authorization_response=visit(url),
        code_verifier=verifier,
        state=state,
    )
    assert token["scope"] == "read write"
    assert session.get(server.url + PARTNER).status_code == 200
    session.refresh_token(metadata["token_endpoint"])
    introspection = session.introspect_token(
        metadata["introspection_endpoint"], token=session.token["access_token"]
    )
    assert introspection.json()["active"] is True
    session.revoke_token(metadata["revocation_endpoint"], token=session.token["refresh_token"])
    assert session.get(server.url + PARTNER).status_code == 401


def test_oauth2_client_credentials(metadata, server, application):
    session = OAuth2Session(application.client_id, application.client_secret)
    session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
    assert session.get(server.url + PARTNER).status_code == 200


def test_oauth2_errors_are_understood(metadata, application):
    session = OAuth2Session(application.client_id, "wrong")
    with pytest.raises(OAuthError, match="invalid_client"):
        session.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
    session = OAuth2Session(application.client_id, application.client_secret)
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.fetch_token(metadata["token_endpoint"], code="unknown")


def test_the_manuals_paths(metadata):
    assert metadata["token_endpoint"].endswith(OAUTH2 + "/access_token")
