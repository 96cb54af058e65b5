"""Access tokens (RFC 9068), and known attacks on them (RFC 8725)."""

import base64
import hashlib
import hmac
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
MANY = 20  # requests, enough to reach each worker


@pytest.fixture
def token(http, register):
    return get_token(http, register())


@pytest.fixture(scope="module")
def own_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def parts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.get_unverified_header(token), claims


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def refused(http, token):
    problem(http.get(PARTNER, token=token), 401, "invalid_token")


def test_its_header_and_claims(token):
    header, claims = parts(token["access_token"])
    assert set(header) == {"alg", "typ", "kid"}
    assert (header["alg"], header["typ"]) == ("RS256", "at+jwt")
    assert {"iss", "aud", "sub", "client_id", "scope", "jti", "iat", "exp"} == set(claims)
    assert claims["exp"] - claims["iat"] in (3599, 3600, 3601)


def test_alg_none(http, token):
    """Seen to fail without the check of the signature and its algorithm."""
    header, claims = parts(token["access_token"])
    for alg in ("none", "None", "NONE", "nOnE"):
        head = json.dumps(dict(header, alg=alg)).encode()
        text = b64(head) + b"." + b64(json.dumps(claims).encode()) + b"."
        refused(http, text.decode())
        refused(http, text.decode() + token["access_token"].rsplit(".")[-1])


def test_hs256_with_the_public_key(http, token):
    """Seen to fail without the check of the signature and its algorithm."""
    header, claims = parts(token["access_token"])
    keys = http.get(OAUTH2 + "/jwks").json()["keys"]
    public = jwt.PyJWK(next(key for key in keys if key["kid"] == header["kid"])).key
    for form in (serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PublicFormat.PKCS1):
        pem = public.public_bytes(serialization.Encoding.PEM, form)
        head = b64(json.dumps(dict(header, alg="HS256")).encode())
        signed = head + b"." + b64(json.dumps(claims).encode())
        signature = b64(hmac.new(pem, signed, hashlib.sha256).digest())
        refused(http, (signed + b"." + signature).decode())


def test_keys_in_the_token(http, token, own_key):
    """Seen to fail without the check of the signature and its algorithm."""
    header, claims = parts(token["access_token"])
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(own_key.public_key()))
    for extra in (
        {},
        {"jwk": jwk},
        {"jku": http.base_url + "/x"},
        {"x5u": http.base_url + "/x"},
        {"x5c": ["x"]},
        {"kid": "../../dev/null"},
        {"kid": "x' OR '1'='1"},
        {"kid": ""},
        {"kid": None},
        {"kid": 7},
        {"kid": ["x"]},
        {"kid": {"a": 1}},
        {"kid": "nul\x00"},
        {"kid": "\ud800"},
        {"crit": ["exp"], "exp": 1},
        {"b64": False, "crit": ["b64"]},
        {"typ": "JWT"},
        {"typ": None},
        {"alg": "RS512"},
    ):
        head = b64(json.dumps({**header, **extra}).encode())
        signed = head + b"." + b64(json.dumps(claims).encode())
        algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
        signature = b64(algorithm.sign(signed, own_key))
        refused(http, (signed + b"." + signature).decode())


@pytest.fixture
def sign(token, odoo, server, own_key):
    """Signs claims with a key that the server regards as its own."""
    header, claims = parts(token["access_token"])
    pem = own_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kid = uuid.uuid4().hex
    server.sql(
        "INSERT INTO restapi_signing_key"
        " (id, kid, public_pem, private_pem_sealed, create_date, database_uuid)"
        " SELECT min(id) - 1000, %s, %s, 'x', now(), max(database_uuid) FROM restapi_signing_key",
        [kid, pem.decode()],
    )

    def sign(headers=None, **changed):
        values = {**claims, **changed}
        payload = {name: value for name, value in values.items() if value is not None}
        return jwt.encode(
            payload, own_key, "RS256", headers={**header, "kid": kid, **(headers or {})}
        )

    yield sign
    server.sql("DELETE FROM restapi_signing_key WHERE kid = %s", [kid])


def test_claims_that_differ_from_the_row(http, sign):
    """Seen to fail without the comparison of claims with the token's row."""
    assert http.get(PARTNER, token=sign()).status_code == 200
    for changed in (
        {"iss": "https://evil.example.com"},
        {"iss": None},
        {"aud": "urn:uuid:another"},
        {"aud": None},
        {"sub": "1"},
        {"sub": None},
        {"client_id": "another"},
        {"jti": "another"},
        {"jti": "nul\x00"},
        {"jti": None},
        {"jti": ["x"]},
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"exp": "never"},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
    ):
        try:
            forged = sign(**changed)
        except TypeError:  # PyJWT refuses to encode it
            continue
        refused(http, forged)
    # scopes that the row doesn't have are ignored
    assert http.get(PARTNER, token=sign(scope="read write root")).status_code == 200
    refused(http, sign(headers={"typ": "JWT"}))
    refused(http, sign(headers={"crit": ["exp"]}))


def test_a_refresh_token_as_access_token(http, token):
    refused(http, token["refresh_token"])


def test_long_tokens_are_not_parsed(http, token):
    """Seen to fail without the limit of 8 KB."""
    for text in ("x" * 8193, token["access_token"] + "A" * 8192, "." * 9000):
        body = problem(http.get(PARTNER, token=text), 401, "invalid_token")
        assert "8 KB" in body["detail"]


def test_expired(http, token, sign):
    """Seen to fail without the expiry check of a cached token."""
    body = problem(http.get(PARTNER, token=sign(exp=int(time.time()) - 60)), 401, "invalid_token")
    assert "expired" in body["detail"]


def test_it_expires_after_it_was_cached(http, sign):
    """Seen to fail without the expiry check of a cached token."""
    forged = sign(exp=int(time.time()) - 8)  # valid for another 2 s, as clocks may differ
    refused(http, forged)
    time.sleep(3)
    body = problem(http.get(PARTNER, token=forged), 401, "invalid_token")
    assert "expired" in body["detail"]


def test_a_replaced_key(http, sign, odoo, server):
    """Seen to fail without the comparison of the current key with that of a cached token."""
    signed = sign()
    for _ in range(MANY):
        assert http.get(PARTNER, token=signed).status_code == 200
    server.sql(
        "UPDATE restapi_signing_key SET public_pem ="
        " (SELECT public_pem FROM restapi_signing_key WHERE id > 0 LIMIT 1) WHERE kid = %s",
        [jwt.get_unverified_header(signed)["kid"]],
    )
    odoo.call("ir.config_parameter", "set_param", ["restapi.clears_caches", "1"])
    for _ in range(MANY):
        refused(http, signed)


def test_bytes_that_are_not_a_token(http):
    for text in ("", "x", "..", "a.b.c", "é", "a" * 4000, "eyJhbGciOiJSUzI1NiJ9.e30.x"):
        answer = http.get(PARTNER, headers={"Authorization": f"Bearer {text}".encode()})
        assert answer.status_code == 401, text
