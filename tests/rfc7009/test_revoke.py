"""Revocation (RFC 7009)."""

from tests.harness.oauth import OAUTH2, get_token

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


def revoke(http, application, token, **form):
    auth = (application.client_id, application.client_secret)
    return http.post(OAUTH2 + "/revoke", data={"token": token, **form}, auth=auth)


def refresh(http, application, token):
    form = {"grant_type": "refresh_token", "refresh_token": token}
    auth = (application.client_id, application.client_secret)
    return http.post(OAUTH2 + "/access_token", data=form, auth=auth)


def test_an_access_token(http, register):
    application = register()
    token = get_token(http, application)
    assert http.get(PARTNER, token=token["access_token"]).status_code == 200
    answer = revoke(http, application, token["access_token"])
    assert answer.status_code == 200
    assert http.get(PARTNER, token=token["access_token"]).status_code == 401


def test_a_refresh_token_with_its_family(http, register):
    application = register()
    first = get_token(http, application)
    second = refresh(http, application, first["refresh_token"]).json()
    # the hint may be wrong (§2.1)
    answer = revoke(http, application, second["refresh_token"], token_type_hint="access_token")
    assert answer.status_code == 200
    for token in (first, second):
        assert http.get(PARTNER, token=token["access_token"]).status_code == 401
        assert refresh(http, application, token["refresh_token"]).status_code == 400


def test_unknown_tokens_are_no_error(http, register):
    application = register()
    for token in ("unknown", "a.b.c", "x" * 9000, "ü"):
        assert revoke(http, application, token).status_code == 200


def test_wrong_requests(http, register):
    application = register()
    answer = http.post(OAUTH2 + "/revoke", auth=(application.client_id, application.client_secret))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    answer = http.post(OAUTH2 + "/revoke", data={"token": "x"}, auth=(application.client_id, "x"))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    answer = http.post(OAUTH2 + "/revoke?token=x", auth=(application.client_id, "x"))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_tokens_of_another_application(http, register):
    """Seen to fail without the check of the application that a token belongs to."""
    application, other = register(), register()
    token = get_token(http, application)
    for name in ("access_token", "refresh_token"):
        answer = revoke(http, other, token[name])
        unknown = revoke(http, other, "unknown")
        assert (answer.status_code, answer.content) == (200, unknown.content)
    assert http.get(PARTNER, token=token["access_token"]).status_code == 200
    assert refresh(http, application, token["refresh_token"]).status_code == 200


def test_an_access_token_with_its_family(http, register):
    """This includes the tokens that the client's retry has created."""
    application = register()
    first = get_token(http, application)
    branches = [refresh(http, application, first["refresh_token"]).json() for _ in range(2)]
    assert revoke(http, application, branches[0]["access_token"]).status_code == 200
    for token in branches:
        assert http.get(PARTNER, token=token["access_token"]).status_code == 401
        assert refresh(http, application, token["refresh_token"]).status_code == 400
