"""Expired rows give no access, and a server without its own key warns about what that means."""

import json
import time
import uuid

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.harness.oauth import OAUTH2, get_token
from tests.harness.problems import problem

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
USERINFO = OAUTH2 + "/userinfo"


@pytest.fixture(scope="module")
def forger(server):
    """Whoever reads a copy of the database, without a key of the server's own, can read the signing keys. To
    play that person, a known key is added: `forge(token, **changed)`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    kid = uuid.uuid4().hex
    columns = [
        name
        for (name,) in server.sql(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'restapi_signing_key'"
        )
    ]
    # the newest key signs, so this one must be the oldest
    own = {"id": "-1", "kid": "%(kid)s", "public_pem": "%(pem)s"}
    chosen = ", ".join(own.get(name, name) for name in columns)

    def forge(token, **changed):
        # the server has made its first key by now
        server.sql(
            f"INSERT INTO restapi_signing_key ({', '.join(columns)}) SELECT {chosen}"
            " FROM restapi_signing_key WHERE kid <> %(kid)s"
            " AND NOT EXISTS (SELECT FROM restapi_signing_key WHERE kid = %(kid)s) LIMIT 1",
            {"kid": kid, "pem": pem},
        )
        claims = jwt.decode(token, options={"verify_signature": False})
        headers = {"typ": "at+jwt", "kid": kid}
        return jwt.encode({**claims, **changed}, key, algorithm="RS256", headers=headers)

    return forge


@pytest.fixture
def application(register):
    return register()


def introspected(http, application, token):
    auth = (application.client_id, application.client_secret)
    answer = http.post(OAUTH2 + "/introspect", data={"token": token}, auth=auth)
    return answer.json()["active"]


def check_dead(http, application, token):
    for address in (PARTNER, USERINFO):
        problem(http.get(address, token=token), 401, "invalid_token")
    assert not introspected(http, application, token)


def test_a_token_forged_for_an_expired_row(http, server, application, forger):
    """Seen to fail without the expiry of the row, in the query and in the comparison of claims."""
    token = get_token(http, application)["access_token"]
    # the forger's key is valid: as long as the row is live, a forged token looks genuine
    assert http.get(PARTNER, token=forger(token)).status_code == 200
    end = int(time.time()) - 60
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = to_timestamp(%s) AT TIME ZONE 'UTC'"
        " WHERE application_id = %s AND jti IS NOT NULL",
        [end, application.id],
    )
    for exp in (int(time.time()) + 3600, end):
        check_dead(http, application, forger(token, exp=exp))


def test_a_token_that_expires_later_than_its_row(http, application, forger):
    """Seen to fail without the comparison of a token's expiry with its row's."""
    token = get_token(http, application)["access_token"]
    end = jwt.decode(token, options={"verify_signature": False})["exp"]
    for exp in (end + 1, end + 10**6, end - 1):
        check_dead(http, application, forger(token, exp=exp))
    assert http.get(PARTNER, token=token).status_code == 200
    # such a token can't revoke anything, either
    auth = (application.client_id, application.client_secret)
    forged = forger(token, exp=end + 1)
    assert http.post(OAUTH2 + "/revoke", data={"token": forged}, auth=auth).status_code == 200
    assert http.get(PARTNER, token=token).status_code == 200


def test_the_hosts_clocks_may_differ(http, server, application, forger):
    """Up to ten seconds are tolerated, in the row as in the claims."""
    token = get_token(http, application)["access_token"]
    end = int(time.time()) - 2
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = to_timestamp(%s) AT TIME ZONE 'UTC'"
        " WHERE application_id = %s AND jti IS NOT NULL",
        [end, application.id],
    )
    assert http.get(PARTNER, token=forger(token, exp=end)).status_code == 200


def test_an_expired_refresh_token(http, server, application):
    token = get_token(http, application)["refresh_token"]
    server.sql(
        "UPDATE restapi_oauth2_token SET refresh_expires_at = now() AT TIME ZONE 'UTC'"
        " - interval '1 second' WHERE application_id = %s",
        [application.id],
    )
    assert not introspected(http, application, token)
    form = {"grant_type": "refresh_token", "refresh_token": token}
    auth = (application.client_id, application.client_secret)
    answer = http.post(OAUTH2 + "/access_token", data=form, auth=auth)
    assert (answer.status_code, json.loads(answer.text)["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("key", "lines"), [("", 1), ("a key of the server's own, and long enough", 0)]
)
def test_the_log_warns_of_copies(make_server, server, key, lines):
    """One warning each time a database is loaded. Seen to fail without the warning at the start."""
    bare = make_server(db=server.db, workers=0, env={"RESTAPI_SECRET_KEY": key})
    found = [line for line in bare.log_text().splitlines() if "No restapi_secret_key" in line]
    assert len(found) == lines
    assert all("WARNING" in line and "sign access tokens" in line for line in found)
