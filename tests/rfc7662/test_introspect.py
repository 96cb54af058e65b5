"""Introspection (RFC 7662)."""

from tests.harness.oauth import OAUTH2, get_token

INACTIVE = {"active": False}


def introspect(http, application, token):
    auth = (application.client_id, application.client_secret)
    answer = http.post(OAUTH2 + "/introspect", data={"token": token}, auth=auth)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def test_a_live_access_token(http, register, make_user):
    user = make_user()
    application = register(user_id=user.id, scopes="read")
    token = get_token(http, application)["access_token"]
    claims = introspect(http, application, token)
    assert set(claims) == {
        "active",
        "client_id",
        "username",
        "sub",
        "scope",
        "iat",
        "exp",
        "iss",
        "aud",
        "jti",
        "token_type",
    }
    assert claims["active"] is True
    assert (claims["sub"], claims["username"]) == (str(user.id), user.login)
    assert claims["scope"] == "read"
    assert claims["exp"] - claims["iat"] in (3599, 3600, 3601)


def test_a_live_refresh_token(http, register):
    application = register()
    token = get_token(http, application)
    assert introspect(http, application, token["refresh_token"])["active"] is True
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    auth = (application.client_id, application.client_secret)
    assert http.post(OAUTH2 + "/access_token", data=form, auth=auth).status_code == 200
    assert introspect(http, application, token["refresh_token"]) == INACTIVE


def test_tokens_that_are_not_live(http, register, server):
    application = register()
    token = get_token(http, application)["access_token"]
    for text in ("unknown", "a.b.c", token[:-4], "x" * 9000):
        assert introspect(http, application, text) == INACTIVE
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = now() - interval '1 s' WHERE application_id=%s",
        [application.id],
    )
    assert introspect(http, application, token) == INACTIVE


def test_tokens_of_another_application(http, register):
    """Seen to fail without the check of the application that a token belongs to."""
    application, other = register(), register()
    token = get_token(http, application)
    for name in ("access_token", "refresh_token"):
        assert introspect(http, other, token[name]) == INACTIVE


def test_a_public_application_may_not_introspect(http, register):
    public = register(kind="public")
    for form in ({"client_id": public.client_id}, {}):
        answer = http.post(OAUTH2 + "/introspect", data={"token": "x", **form})
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
