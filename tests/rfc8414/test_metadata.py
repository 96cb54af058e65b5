"""The metadata document (RFC 8414), and userinfo."""

from tests.harness.oauth import OAUTH2, get_token
from tests.harness.oauth1 import Consumer
from tests.harness.problems import problem

METADATA = "/.well-known/oauth-authorization-server"


def test_its_addresses_exist(http, server):
    answer = http.get(METADATA)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert body["issuer"] == server.url
    for name, method in (
        ("authorization_endpoint", "get"),
        ("token_endpoint", "post"),
        ("revocation_endpoint", "post"),
        ("introspection_endpoint", "post"),
        ("userinfo_endpoint", "get"),
        ("jwks_uri", "get"),
    ):
        assert body[name].startswith(server.url + OAUTH2)
        assert http.request(method, body[name]).status_code in (200, 400, 401), name
    assert body["code_challenge_methods_supported"] == ["S256"]


def test_tokens_name_the_same_issuer(http, register):
    import jwt

    token = get_token(http, register())["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["iss"] == http.get(METADATA).json()["issuer"]


def test_the_issuer_is_the_address_that_the_client_used(http):
    body = http.get(METADATA, headers={"Host": "odoo.example.com"}).json()
    assert body["issuer"] == "http://odoo.example.com"


def test_userinfo_of_the_tokens_user(http, register, make_user):
    user = make_user(["base.group_user"], tz="Europe/Brussels", name="Ünï Cödé")
    application = register(user_id=user.id, scopes="read")
    token = get_token(http, application)["access_token"]
    answer = http.get(OAUTH2 + "/userinfo", token=token)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "sub": str(user.id),
        "name": "Ünï Cödé",
        "preferred_username": user.login,
        "email": user.login + "@example.com",
        "locale": "en-US",
        "zoneinfo": "Europe/Brussels",
    }
    assert answer.headers["Cache-Control"] == "no-store"
    consumer = Consumer(http, application)
    signed = consumer.send("GET", OAUTH2 + "/userinfo", consumer.authorized())
    assert signed.json() == answer.json()


def test_userinfo_of_a_portal_user(http, register, make_user):
    user = make_user(["base.group_portal"])
    token = get_token(http, register(user_id=user.id))["access_token"]
    assert http.get(OAUTH2 + "/userinfo", token=token).json()["sub"] == str(user.id)


def test_userinfo_needs_a_token(http):
    problem(http.get(OAUTH2 + "/userinfo"), 401, "unauthorized")
    problem(http.get(OAUTH2 + "/userinfo", token="x"), 401, "invalid_token")
