"""Signatures of deliveries after Standard Webhooks 1.0, the symmetric scheme ``v1``: HMAC-SHA256.

What is signed is ``id.timestamp.body``. While a secret is replaced, two secrets are valid, and each delivery carries
a signature of both.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from typing import Dict, Sequence

PREFIX = "whsec_"
# The sizes that the specification allows, in bytes before base64.
MIN_BYTES, MAX_BYTES = 24, 64
_NEW_BYTES = 32
# The signed text is split at dots, so an id with a dot could be read in two ways.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")


class InvalidSecret(ValueError):
    """A text that is not a secret of Standard Webhooks. The message doesn't repeat the text."""


def new_secret() -> str:
    """A random secret, as a receiver's library takes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_NEW_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The key that a secret stands for.

    :raises InvalidSecret: it has another form or length
    """
    if not secret.startswith(PREFIX):
        raise InvalidSecret("A secret of a webhook begins with %s." % PREFIX)
    try:
        key = base64.b64decode(secret[len(PREFIX) :], validate=True)
    except (binascii.Error, ValueError):  # ValueError: a character that is not ASCII
        raise InvalidSecret("After %s, a secret of a webhook is base64." % PREFIX) from None
    if not MIN_BYTES <= len(key) <= MAX_BYTES:
        raise InvalidSecret(
            "A secret of a webhook has %d to %d bytes in base64; this one has %d."
            % (MIN_BYTES, MAX_BYTES, len(key))
        )
    return key


def headers(valid: Sequence[str], message_id: str, timestamp: int, body: bytes) -> Dict[str, str]:
    """The headers that prove who sent a body, and when.

    :param valid: the secrets, the newest first; two while one replaces the other
    :param message_id: the same for each attempt, so that the receiver notices what it has had
    :param timestamp: Unix time of this attempt
    :raises InvalidSecret: one of the secrets is none
    :raises ValueError: there is no secret, or the id has other characters than letters, digits, ``_`` and ``-``
    """
    if not valid:
        raise ValueError("A delivery is signed with at least one secret.")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("The id of a delivery has letters, digits, _ and - only.")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            _signature(key_of(secret), message_id, timestamp, body) for secret in valid
        ),
    }


def _signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    signed = b"%s.%d.%s" % (message_id.encode(), timestamp, body)
    mac = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(mac).decode()
