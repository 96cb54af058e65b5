"""Signatures after Standard Webhooks, verified by its own library and by what it has published."""

import base64
import time

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from restapi.webhooks import signature

BODY = '{"type": "res.partner.write", "data": {"name": "Zoë"}}'.encode()


def test_library_verifies_signatures():
    secret = signature.new_secret()
    headers = signature.headers([secret], "msg_1", int(time.time()), BODY)
    assert Webhook(secret).verify(BODY, headers)["data"] == {"name": "Zoë"}
    for forged in (BODY + b" ", BODY.replace(b"write", b"other")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(forged, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, {**headers, "webhook-id": "msg_2"})


def test_two_secrets_are_valid_while_one_replaces_the_other():
    new, old = signature.new_secret(), signature.new_secret()
    headers = signature.headers([new, old], "msg_1", int(time.time()), BODY)
    assert headers["webhook-signature"].count(" ") == 1
    for secret in (new, old):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(signature.new_secret()).verify(BODY, headers)


@pytest.mark.parametrize(
    ("secret", "message_id", "timestamp", "body", "expected"),
    [
        # the example of the specification and of its libraries
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ),
        # printf '%s' 'a_B-1.1.' | openssl dgst -sha256 -mac HMAC -macopt hexkey:3030… -binary | base64
        (
            "whsec_" + base64.b64encode(b"0" * 24).decode(),
            "a_B-1",
            1,
            b"",
            "v1,cKzhkD7v0xUys8ITklejnRuTdAvzgl0HD90TPaFUsSw=",
        ),
    ],
)
def test_known_signatures(secret, message_id, timestamp, body, expected):
    headers = signature.headers([secret], message_id, timestamp, body)
    assert headers == {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": expected,
    }


def test_new_secrets():
    secrets = {signature.new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(signature.key_of(secret)) for secret in secrets} == {32}


@pytest.mark.parametrize("length", [24, 64])
def test_shortest_and_longest_secrets(length):
    secret = "whsec_" + base64.b64encode(bytes(length)).decode()
    assert signature.key_of(secret) == bytes(length)


@pytest.mark.parametrize(
    ("secret", "message"),
    [
        ("", "begins with whsec_"),
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "begins with whsec_"),
        ("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "begins with whsec_"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "is base64"),
        ("whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw", "is base64"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-", "is base64"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSé", "is base64"),
        ("whsec_", "has 24 to 64 bytes"),
        ("whsec_" + base64.b64encode(bytes(23)).decode(), "this one has 23"),
        ("whsec_" + base64.b64encode(bytes(65)).decode(), "this one has 65"),
    ],
)
def test_invalid_secrets(secret, message):
    with pytest.raises(signature.InvalidSecret, match=message) as refused:
        signature.key_of(secret)
    assert not secret[6:] or secret[6:] not in str(refused.value)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "é", "a\r\nX: 1", "a" * 256])
def test_invalid_ids(message_id):
    with pytest.raises(ValueError, match="id of a delivery"):
        signature.headers([signature.new_secret()], message_id, 1, BODY)


def test_a_delivery_without_a_secret():
    with pytest.raises(ValueError, match="at least one secret"):
        signature.headers([], "msg_1", 1, BODY)
