"""Which pages of other origins may read answers (Fetch standard; RFC 9700 §2.6)."""

import pytest

from tests.harness.oauth import OAUTH2, get_token

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
APP = "https://app.example.com"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def public(register, odoo):
    application = register(
        kind="public", redirect_uris=APP + "/callback\ncom.example.app:/callback"
    )
    yield application
    odoo.write("restapi.application", application.id, {"active": False})


def test_the_origin_of_a_public_application(http, public, register):
    token = get_token(http, register())["access_token"]
    for answer in (
        http.get(PARTNER, token=token, headers={"Origin": APP}),
        http.get(PARTNER, headers={"Origin": APP}),  # errors have to be readable, too
        http.get("/restapi/1.0/nothing", headers={"Origin": APP}),
        http.post(OAUTH2 + "/access_token", headers={"Origin": APP}),
        http.get("/.well-known/oauth-authorization-server", headers={"Origin": APP}),
    ):
        assert answer.headers[ALLOW] == APP, answer.url
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "WWW-Authenticate" in answer.headers["Access-Control-Expose-Headers"]


def test_other_origins(http, public):
    for origin in (
        "https://evil.example.com",
        "http://app.example.com",
        APP + ":8443",
        APP + ".evil.example",
        "null",
        "com.example.app:",
        "*",
        "",
    ):
        answer = http.get(PARTNER, headers={"Origin": origin})
        assert ALLOW not in answer.headers, origin
    assert ALLOW not in http.get(PARTNER).headers


def test_an_archived_application_allows_no_origin(http, public, odoo):
    odoo.write("restapi.application", public.id, {"active": False})
    assert ALLOW not in http.get(PARTNER, headers={"Origin": APP}).headers


def test_never_on_the_authorization_endpoints(http, public, register):
    query = {"response_type": "code", "client_id": register().client_id}
    answer = http.get(OAUTH2 + "/authorize", params=query, headers={"Origin": APP})
    assert answer.status_code == 200
    assert ALLOW not in answer.headers
    answer = http.get(OAUTH2 + "/authorize/", params=query, headers={"Origin": APP})
    assert ALLOW not in answer.headers
    answer = http.options(OAUTH2 + "/authorize", headers={"Origin": APP})
    assert ALLOW not in answer.headers


def test_a_preflight(http, public):
    preflight = {
        "Origin": APP,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = http.options("/restapi/1.0/object/res.partner/3", headers=preflight)
    assert answer.status_code == 204
    assert answer.headers[ALLOW] == APP
    assert {"GET", "PUT", "PATCH", "DELETE"} <= set(
        answer.headers["Access-Control-Allow-Methods"].split(", ")
    )
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    # without an allowed origin, the answer is that to any OPTIONS request
    answer = http.options("/restapi/1.0/object/res.partner/3")
    assert answer.status_code == 204
    assert "PUT" in answer.headers["Allow"]
    assert ALLOW not in answer.headers
    assert http.options("/restapi/1.0/nothing").status_code == 404


def test_the_system_parameter(http, odoo):
    name = "restapi.cors_origins"
    try:
        odoo.call(
            "ir.config_parameter", "set_param", [name, "https://one.example https://two.example"]
        )
        for origin, allowed in (
            ("https://one.example", True),
            ("https://two.example", True),
            ("https://three.example", False),
        ):
            answer = http.get(PARTNER, headers={"Origin": origin})
            assert (answer.headers.get(ALLOW) == origin) is allowed
        # seen to fail: a value that can't be parsed made all requests of browsers fail
        odoo.call("ir.config_parameter", "set_param", [name, "http://[bad https://one.example"])
        answer = http.get(PARTNER, headers={"Origin": "https://one.example"})
        assert answer.headers.get(ALLOW) == "https://one.example"
        odoo.call("ir.config_parameter", "set_param", [name, "*"])
        answer = http.get(PARTNER, headers={"Origin": "https://three.example"})
        assert answer.headers[ALLOW] == "https://three.example"
    finally:
        odoo.call("ir.config_parameter", "set_param", [name, False])


def test_origins_as_browsers_write_them(http, register, odoo):
    uris = "https://App.Example.NET:443/callback"
    application = register(kind="public", redirect_uris=uris)
    try:
        origin = "https://app.example.net"
        assert http.get(PARTNER, headers={"Origin": origin}).headers[ALLOW] == origin
    finally:
        odoo.write("restapi.application", application.id, {"active": False})


@pytest.mark.parametrize("origin", [None, APP, "https://evil.example.com"])
def test_answers_vary_by_origin(http, public, register, picture, origin):
    """Seen to fail without `vary_by_origin`: a cache served one origin's answer to another."""
    headers = {"Origin": origin} if origin else {}
    token = get_token(http, register())["access_token"]
    metadata = "/.well-known/oauth-authorization-server"
    etag = http.get(metadata).headers["ETag"]
    partners = "/restapi/1.0/object/res.partner"
    for answer in (
        http.get(PARTNER, token=token, headers=headers),
        http.get(f"{partners}?fields=name", token=token, headers=headers),
        http.get(
            f"{partners}?fields=name",
            token=token,
            headers={**headers, "Accept": "application/x-ndjson"},
        ),
        http.get(f"{partners}/3/{picture}", token=token, headers=headers),
        http.get(f"{partners}?nonsense=1", token=token, headers=headers),
        http.get(PARTNER, headers=headers),
        http.get(PARTNER, token="x", headers=headers),
        http.get("/restapi/1.0/nothing", headers=headers),
        http.delete("/restapi/1.0/common/version", headers=headers),
        http.options("/restapi/1.0/object/res.partner/3", headers=headers),
        http.post(OAUTH2 + "/access_token", headers=headers),
        http.get(OAUTH2 + "/jwks", headers=headers),
        http.get(metadata, headers=headers),
        http.get(metadata, headers={**headers, "If-None-Match": etag}),
        http.get("/restapi/1.0/common/version", headers={**headers, "Accept": 'a;b="'}),
    ):
        names = [name.strip() for name in answer.headers.get("Vary", "").split(",")]
        assert names.count("Origin") == 1, (answer.url, answer.status_code, names)
