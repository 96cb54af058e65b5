"""The token endpoint (RFC 6749 §3.2, §4.1.3, §4.4, §5, §6) and client authentication (§2.3)."""

import base64
import re
from urllib.parse import quote

import pytest

from tests.harness.oauth import OAUTH2, REDIRECT_URI, get_code, get_token

TOKEN = OAUTH2 + "/access_token"
PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


def exchange(http, application, code, **params):
    form = {"grant_type": "authorization_code", "code": code, **params}
    return http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))


def refresh(http, application, token, **params):
    form = {"grant_type": "refresh_token", "refresh_token": token, **params}
    return http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))


def refused(answer, error, status=400):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json()) <= {"error", "error_description"}
    assert answer.json()["error"] == error, answer.text
    # §5.2: printable ASCII
    assert re.fullmatch(
        r"[\x20-\x21\x23-\x5b\x5d-\x7e]*", answer.json().get("error_description", "")
    )


def test_the_answer_is_that_of_the_manual_and_of_the_rfc(http, register):
    answer = exchange(http, application := register(), get_code(http, application))
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {
        "access_token",
        "token_type",
        "access_token_validity",
        "refresh_token",
        "expires_in",
        "scope",
    }
    assert body["token_type"] == "bearer"
    assert re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4} \d\d:\d\d:\d\d", body["access_token_validity"])
    assert body["expires_in"] == 3600
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"
    assert http.get(PARTNER, token=body["access_token"]).status_code == 200


def ways(application):
    """The four ways to authenticate, each with the token request that uses it."""
    key, secret = application.client_id, application.client_secret
    both = {"client_id": key, "client_secret": secret}
    quoted = f"{quote(key)}:{quote(secret)}".encode()
    return {
        "basic": {"auth": (key, secret)},
        "basic, percent-encoded": {
            "headers": {"Authorization": "Basic " + base64.b64encode(quoted).decode()}
        },
        "form": {"data": both},
        "multipart": {"data": both, "multipart": True},
        "json": {"data": both, "json": True},
        "the manual's header": {
            "headers": {"Authorization": f"OAuth client_id='{key}',\tclient_secret='{secret}'"}
        },
        "the manual's header, double quotes": {
            "headers": {"Authorization": f'oauth client_id="{key}" client_secret="{secret}"'}
        },
    }


@pytest.mark.parametrize("way", ways(type("A", (), {"client_id": "", "client_secret": ""})))
def test_client_authentication(http, register, way):
    application = register()
    sent = ways(application)[way]
    form = {"grant_type": "client_credentials", **sent.pop("data", {})}
    if sent.pop("json", False):
        sent["json"] = form
    elif sent.pop("multipart", False):
        sent["files"] = {name: (None, value) for name, value in form.items()}
    else:
        sent["data"] = form
    answer = http.post(TOKEN, **sent)
    assert answer.status_code == 200, answer.text
    # RFC 6749 §4.4.3
    assert "refresh_token" not in answer.json()


def test_the_manuals_token_request_works_as_printed(http, register):
    application = register()
    code = get_code(http, application, redirect_uri=REDIRECT_URI)
    header = (
        f"OAuth client_id='{application.client_id}',"
        f" client_secret='{application.client_secret}',"
        " redirect_uri='https%3A%2F%2F127.0.0.1%2Fcallback',"
        f" code='{code}' grant_type='authorization_code'"
    )
    answer = http.post(TOKEN, headers={"Authorization": header})
    assert answer.status_code == 200, answer.text


def test_failed_client_authentication(http, register):
    application = register()
    other = register()
    code = get_code(http, application)
    form = {"grant_type": "authorization_code", "code": code}
    for auth in (
        (application.client_id, "wrong"),
        (application.client_id, ""),
        (application.client_id, other.client_secret),
        ("unknown", application.client_secret),
    ):
        answer = http.post(TOKEN, data=form, auth=auth)
        refused(answer, "invalid_client", 401)
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="restapi"'
    refused(http.post(TOKEN, data=form), "invalid_client", 401)


def test_two_different_credentials_are_refused(http, register):
    application, other = register(), register()
    form = {"grant_type": "client_credentials", "client_id": other.client_id}
    auth = (application.client_id, application.client_secret)
    refused(http.post(TOKEN, data=form, auth=auth), "invalid_request")


def test_secrets_in_the_address_are_refused(http, register):
    application = register()
    query = {"client_id": application.client_id, "client_secret": application.client_secret}
    answer = http.post(TOKEN, params=query, data={"grant_type": "client_credentials"})
    refused(answer, "invalid_request")


def test_malformed_requests(http, register):
    application = register()
    auth = (application.client_id, application.client_secret)
    refused(http.post(TOKEN, auth=auth), "invalid_request")
    refused(http.post(TOKEN, auth=auth, data={"grant_type": ""}), "invalid_request")
    refused(http.post(TOKEN, auth=auth, data={"grant_type": "password"}), "unsupported_grant_type")
    refused(
        http.post(TOKEN, auth=auth, data={"grant_type": "authorization_code"}), "invalid_request"
    )
    refused(http.post(TOKEN, auth=auth, data={"grant_type": "refresh_token"}), "invalid_request")
    refused(
        http.post(TOKEN, auth=auth, data=[("grant_type", "a"), ("grant_type", "b")]),
        "invalid_request",
    )
    refused(http.post(TOKEN, auth=auth, json=["grant_type"]), "invalid_request")
    refused(http.post(TOKEN, auth=auth, json={"grant_type": 7}), "invalid_request")
    xml = {"Content-Type": "application/xml"}
    refused(http.post(TOKEN, auth=auth, data="<a/>", headers=xml), "invalid_request", 415)
    for header in ("Basic !", "Basic /////w==", "OAuth client_id=x", "OAuth client_id='%ff'"):
        answer = http.post(TOKEN, headers={"Authorization": header})
        refused(answer, "invalid_request")


def test_a_get_is_refused(http):
    answer = http.get(TOKEN)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


def test_grants_of_each_kind(http, register):
    web = register(kind="web")
    answer = http.post(
        TOKEN, data={"grant_type": "client_credentials"}, auth=(web.client_id, web.client_secret)
    )
    refused(answer, "unauthorized_client")
    public = register(kind="public")
    for auth in ((public.client_id, public.client_secret), (public.client_id, "")):
        answer = http.post(TOKEN, data={"grant_type": "client_credentials"}, auth=auth)
        refused(answer, "invalid_client", 401)


def test_a_code_is_bound_to_its_redirect_uri(http, register):
    other = "https://127.0.0.1/other"
    application = register(redirect_uris=f"{REDIRECT_URI}\n{other}")
    code = get_code(http, application, redirect_uri=REDIRECT_URI)
    refused(exchange(http, application, code, redirect_uri=other), "invalid_grant")
    assert exchange(http, application, code, redirect_uri=REDIRECT_URI).status_code == 200


def test_a_code_expires_after_ten_minutes(http, register, server):
    application = register()
    code = get_code(http, application)
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = expires_at - interval '10 minutes'"
        " WHERE application_id = %s",
        [application.id],
    )
    refused(exchange(http, application, code), "invalid_grant")


def test_scopes_are_those_requested(http, register):
    application = register(scopes="read write call")
    body = get_token(http, application, scope="write read write")
    assert body["scope"] == "write read"
    # without a scope, all that the application may request
    assert get_token(http, application)["scope"] == "read write call"


def test_a_refresh_replaces_both_tokens(http, register):
    application = register()
    first = get_token(http, application)
    answer = refresh(http, application, first["refresh_token"])
    assert answer.status_code == 200, answer.text
    second = answer.json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert http.get(PARTNER, token=second["access_token"]).status_code == 200


def test_a_refresh_can_narrow_the_access_token_only(http, register):
    application = register(scopes="read write")
    first = get_token(http, application)
    refused(refresh(http, application, first["refresh_token"], scope="call"), "invalid_scope")
    refused(refresh(http, application, first["refresh_token"], scope="openid"), "invalid_scope")
    narrow = refresh(http, application, first["refresh_token"], scope="openid,read").json()
    assert narrow["scope"] == "read"
    wide = refresh(http, application, narrow["refresh_token"]).json()
    assert wide["scope"] == "read write"


def test_a_refresh_token_expires(http, register, server):
    application = register()
    token = get_token(http, application)["refresh_token"]
    server.sql(
        "UPDATE restapi_oauth2_token SET refresh_expires_at = now() - interval '1 second'"
        " WHERE application_id = %s",
        [application.id],
    )
    refused(refresh(http, application, token), "invalid_grant")
