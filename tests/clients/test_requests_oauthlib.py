"""requests-oauthlib, for OAuth 1.0a and 2.0."""

import pytest
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth1, OAuth1Session, OAuth2Session
from requests_oauthlib.oauth1_session import TokenRequestDenied

from tests.harness.oauth import OAUTH2, REDIRECT_URI
from tests.harness.oauth1 import OAUTH1

PARTNER = "/restapi/1.0/object/res.partner/3"
CONTACTS = "/restapi/1.0/object/res.partner"


@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "QUERY"])
@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"])
def test_oauth1(server, application, visit, signature_type, method):
    session = OAuth1Session(
        application.client_id,
        client_secret=application.client_secret,
        callback_uri=REDIRECT_URI,
        signature_method=method,
        signature_type=signature_type,
    )
    session.fetch_request_token(server.url + OAUTH1 + "/request_token")
    location = visit(session.authorization_url(server.url + OAUTH1 + "/authorize"))
    session.parse_authorization_response(location)
    session.fetch_access_token(server.url + OAUTH1 + "/access_token")
    answer = session.get(server.url + PARTNER, params={"fields": "['name', 'country_id']"})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()["Contact"]) == {"id", "name", "country_id"}
    vals = "{'name': 'Ünï & Cödé + 100% = ~', 'street': ''}"
    for body in (
        {"data": {"vals": vals}},
        {"json": {"vals": {"name": "JSON"}}},
        {"params": {"vals": vals}},
    ):
        created = session.post(server.url + CONTACTS, **body)
        assert created.status_code in (200, 201), created.text
        url = f"{server.url}{CONTACTS}/{created.json()['Contact']['id']}"
        assert session.put(url, **body).status_code == 200
        assert session.delete(url).status_code == 200


def test_oauth1_rsa(server, register, visit, rsa_key):
    application = register(rsa_public_key=rsa_key.public_pem)
    for method in ("RSA-SHA1", "RSA-SHA256"):
        session = OAuth1Session(
            application.client_id,
            signature_method=method,
            rsa_key=rsa_key.private_pem,
            callback_uri=REDIRECT_URI,
        )
        session.fetch_request_token(server.url + OAUTH1 + "/request_token")
        session.parse_authorization_response(
            visit(session.authorization_url(server.url + OAUTH1 + "/authorize"))
        )
        session.fetch_access_token(server.url + OAUTH1 + "/access_token")
        assert session.get(server.url + PARTNER).status_code == 200


def test_oauth1_refused(server, application):
    session = OAuth1Session(application.client_id, client_secret="wrong", callback_uri="oob")
    with pytest.raises(TokenRequestDenied):
        session.fetch_request_token(server.url + OAUTH1 + "/request_token")


def test_oauth1_parameters_in_the_form(http, server, application, visit):
    """As documented in `OAuth1`, for servers that want them in the body."""
    auth = OAuth1(
        application.client_id,
        client_secret=application.client_secret,
        callback_uri="oob",
        signature_type="BODY",
    )
    answer = http.post(
        OAUTH1 + "/request_token",
        auth=auth,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 200, answer.text


def test_oauth2(server, application, visit):
    session = OAuth2Session(application.client_id, redirect_uri=REDIRECT_URI, scope=["read"])
    url, _state = session.authorization_url(server.url + OAUTH2 + "/authorize")
    token = session.fetch_token(
        server.url + OAUTH2 + "/access_token",
        authorization_response=visit(url),
        client_secret=application.client_secret,
    )
    assert token["token_type"] == "bearer"
    assert session.get(server.url + PARTNER).status_code == 200
    before = session.token["refresh_token"]
    session.refresh_token(
        server.url + OAUTH2 + "/access_token",
        client_id=application.client_id,
        client_secret=application.client_secret,
    )
    assert session.token["refresh_token"] != before
    assert session.get(server.url + PARTNER).status_code == 200


def test_oauth2_with_a_proof_key(server, application, visit):
    session = OAuth2Session(application.client_id, redirect_uri=REDIRECT_URI, pkce="S256")
    url, _state = session.authorization_url(server.url + OAUTH2 + "/authorize")
    assert "code_challenge_method=S256" in url
    session.fetch_token(
        server.url + OAUTH2 + "/access_token",
        authorization_response=visit(url),
        client_secret=application.client_secret,
        include_client_id=True,
    )
    assert session.get(server.url + PARTNER).status_code == 200


def test_oauth2_backend_application(server, application):
    session = OAuth2Session(client=BackendApplicationClient(application.client_id))
    session.fetch_token(
        server.url + OAUTH2 + "/access_token",
        client_id=application.client_id,
        client_secret=application.client_secret,
    )
    assert session.get(server.url + PARTNER).status_code == 200
