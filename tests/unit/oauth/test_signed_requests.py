"""Signed requests are normalized so that oauthlib's verification accepts them (RFC 5849 §3.4)."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from oauthlib import oauth1
from oauthlib.common import Request
from oauthlib.oauth1.rfc5849 import signature

from restapi.exceptions import BadRequest, InvalidSignature, Unauthorized
from restapi.oauth import signed_requests
from tests.harness.request import make_request

URL = "http://odoo.example/object/res.partner"
FORM = "application/x-www-form-urlencoded"


class KnownClient:
    """An oauthlib client with known secrets."""

    def __init__(self, **options: Any) -> None:
        self.client = oauth1.Client("key", "secret", "token", "token secret", **options)

    def sign(self, target: str = "", method: str = "GET", **options: Any):
        _, headers, _ = self.client.sign(URL + target, method, **options)
        return headers["Authorization"]


def is_valid(signed: signed_requests.SignedRequest) -> bool:
    """Whether oauthlib verifies the signature with the secrets of `KnownClient`."""
    request = Request(signed.uri, signed.method, None, signed.headers)
    request.params = signature.collect_parameters(
        uri_query=urlsplit(signed.uri).query, headers=signed.headers, exclude_oauth_signature=True
    )
    request.signature = signed.parameters["oauth_signature"]
    return bool(signature.verify_hmac_sha1(request, "secret", "token secret"))


@pytest.mark.parametrize(
    "target", ["", "?fields=name", "?domain=[['name','=','é%20x']]&a=1;2", "?empty=&a=b&a=c"]
)
def test_signature_stays_valid(target):
    encoded = quote(target, safe="?&=%;") if target else ""
    header = KnownClient().sign(encoded)
    request = make_request("/object/res.partner" + encoded, headers={"Authorization": header})
    assert is_valid(signed_requests.parse_signed(request))


def test_single_quotes_are_accepted():
    header = KnownClient().sign("?fields=name").replace('"', "'")
    request = make_request("/object/res.partner?fields=name", headers={"Authorization": header})
    assert is_valid(signed_requests.parse_signed(request))


def test_parameters_in_the_query_are_read():
    uri, _, _ = KnownClient(signature_type=oauth1.SIGNATURE_TYPE_QUERY).client.sign(
        URL + "?fields=name"
    )
    request = make_request(uri.removeprefix("http://odoo.example"))
    assert signed_requests.is_signed(request)
    assert is_valid(signed_requests.parse_signed(request))


def test_parameters_in_a_form_are_read():
    known = KnownClient(signature_type=oauth1.SIGNATURE_TYPE_BODY)
    headers = {"Content-Type": FORM}
    _, headers, body = known.client.sign(URL, "POST", {"name": "x"}, headers)
    request = make_request("/object/res.partner", method="POST", data=body, content_type=FORM)
    assert signed_requests.is_signed(request)
    assert is_valid(signed_requests.parse_signed(request))


def test_parameters_in_two_places_are_refused():
    header = KnownClient().sign()
    request = make_request("/object/res.partner?oauth_nonce=x", headers={"Authorization": header})
    with pytest.raises(BadRequest):
        signed_requests.parse(request)


def test_unsigned_request_is_recognized():
    assert not signed_requests.is_signed(make_request("/object/res.partner?fields=name"))


@pytest.mark.parametrize("missing", signed_requests.REQUIRED)
def test_missing_parameters_are_named(missing):
    header = ", ".join(
        part
        for part in KnownClient().sign().removeprefix("OAuth ").split(", ")
        if missing + '="' not in part
    )
    request = make_request("/object/res.partner", headers={"Authorization": "OAuth " + header})
    with pytest.raises(BadRequest) as refusal:
        signed_requests.parse_signed(request)
    assert missing in refusal.value.detail


@pytest.mark.parametrize(
    ("seconds", "refusal"),
    [(-301, Unauthorized), (301, Unauthorized), (-290, None), (290, None)],
)
def test_old_and_future_timestamps_are_refused(seconds, refusal):
    header = KnownClient(timestamp=str(int(time.time()) + seconds)).sign()
    request = make_request("/object/res.partner", headers={"Authorization": header})
    if refusal is None:
        assert is_valid(signed_requests.parse_signed(request))
        return
    with pytest.raises(refusal):
        signed_requests.parse_signed(request)


@pytest.mark.parametrize("timestamp", ["x", "-1", "1e9", "١", "12345678901"])
def test_malformed_timestamps_are_refused(timestamp):
    header = KnownClient().sign()
    request = make_request("/object/res.partner", headers={"Authorization": header})
    pairs = [
        (name, timestamp if name == "oauth_timestamp" else value)
        for name, value in signed_requests.parse(request).parameters.items()
    ]
    changed = "OAuth " + ", ".join(f'{name}="{value}"' for name, value in pairs).replace("+", "%2B")
    request = make_request("/object/res.partner")
    request.environ["HTTP_AUTHORIZATION"] = changed.encode().decode("latin-1")
    with pytest.raises(BadRequest):
        signed_requests.parse_signed(request)


@pytest.mark.parametrize(
    ("base_url", "address", "is_accepted"),
    [
        ("https://odoo.example", "192.0.2.1", True),
        ("http://odoo.example", "192.0.2.1", False),
        ("http://localhost:8069", "127.0.0.1", True),
        ("http://odoo.example", "127.0.0.1", False),  # through a proxy on this host
    ],
)
def test_plaintext_needs_a_private_connection(base_url, address, is_accepted):
    header = KnownClient(signature_method=oauth1.SIGNATURE_PLAINTEXT).sign()
    request = make_request(
        headers={"Authorization": header}, base_url=base_url, environ_base={"REMOTE_ADDR": address}
    )
    if is_accepted:
        assert signed_requests.parse_signed(request).parameters["oauth_token"] == "token"
        return
    with pytest.raises(Unauthorized):
        signed_requests.parse_signed(request)


def test_body_hash_is_verified():
    sent = make_request(method="POST", data=b'{"a":1}', content_type="application/json")
    good = base64.b64encode(hashlib.sha256(b'{"a":1}').digest()).decode()
    signed_requests.check_body_hash(sent, {"oauth_body_hash": good})
    signed_requests.check_body_hash(sent, {})
    with pytest.raises(InvalidSignature):
        signed_requests.check_body_hash(sent, {"oauth_body_hash": good[:-4] + "AAA="})
    form = make_request(method="POST", data={"a": "1"})
    with pytest.raises(BadRequest):
        signed_requests.check_body_hash(form, {"oauth_body_hash": good})
