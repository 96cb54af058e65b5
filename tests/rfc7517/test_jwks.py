"""The published keys (RFC 7517) and their rotation."""

import jwt
import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.rpc import OdooClient

JWKS = OAUTH2 + "/jwks"
PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


def kids(http):
    return [key["kid"] for key in http.get(JWKS).json()["keys"]]


def test_a_token_can_be_checked_with_the_published_keys(http, register):
    token = get_token(http, register())["access_token"]
    keys = jwt.PyJWKSet.from_dict(http.get(JWKS).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, ["RS256"], options={"verify_aud": False})
    assert claims["client_id"]


def test_only_public_numbers_are_published(http):
    for key in http.get(JWKS).json()["keys"]:
        assert set(key) == {"kty", "use", "alg", "kid", "n", "e"}


def test_caching(http):
    answer = http.get(JWKS)
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    again = http.get(JWKS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.fixture
def own(make_server):
    """A server whose keys and tokens no other test uses."""
    return make_server(workers=0)


def test_rotation(own):
    with HttpClient(own.url) as http:
        rotate(http, own, OdooClient(own.url, own.db))


def rotate(http, server, odoo):
    application = make_application(odoo, odoo.uid)
    token = get_token(http, application)["access_token"]
    old = jwt.get_unverified_header(token)["kid"]
    server.sql("UPDATE restapi_signing_key SET create_date = now() - interval '91 days'")
    odoo.run_daily_job()
    # a new key is published; it starts to sign once clients that cache the list for an hour know it
    new, *others = kids(http)
    assert others == [old] != [new]

    def signs():
        token = get_token(http, application)["access_token"]
        return jwt.get_unverified_header(token)["kid"]

    assert signs() == old
    server.sql("UPDATE restapi_signing_key SET create_date = create_date - interval '61 minutes'")
    assert signs() == new
    # the old key still verifies,
    assert http.get(PARTNER, token=token).status_code == 200
    # as long as one of its tokens is live
    server.sql("UPDATE restapi_signing_key SET create_date = now() - interval '3 hours'")
    server.sql("UPDATE restapi_oauth2_token SET create_date = now() - interval '4 hours'")
    odoo.run_daily_job()
    assert kids(http) == [new, old]
    server.sql("UPDATE restapi_oauth2_token SET expires_at = now() - interval '1 minute'")
    odoo.run_daily_job()
    assert kids(http) == [new]
    assert http.get(PARTNER, token=token).status_code == 401
