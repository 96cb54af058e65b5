"""Secrets at rest: sealed where the plain text is needed again, hashed where it is not.

OAuth 1.0a checks an HMAC with the plain secret, so it can't be hashed (RFC 5849 §4.4). It is
sealed with a key that is not in the database: ``restapi_secret_key`` in odoo.conf or
``RESTAPI_SECRET_KEY`` in the environment, several separated by commas to change it: the first
seals, all open. Without one, the key is derived from the database's own secret.
"""

import base64
import hashlib
import hmac
import os
import secrets
import string
from typing import Any, List

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from .. import compat
from ..exceptions import ServiceUnavailable

_ALPHABET = string.ascii_letters + string.digits


def configured_keys() -> List[str]:
    """The server's own keys; empty when there are none."""
    text = os.environ.get("RESTAPI_SECRET_KEY") or compat.config("restapi_secret_key") or ""
    return [key.strip() for key in text.split(",") if key.strip()]


def seal(env: Any, text: str) -> str:
    """Encrypt and authenticate a secret."""
    return _box(env).encrypt(text.encode()).decode()


def unseal(env: Any, sealed: str) -> str:
    """The secret again.

    :raises ServiceUnavailable: the server's key is not the one that it was sealed with
    """
    try:
        return _box(env).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ServiceUnavailable(
            "A stored secret can't be opened: restapi_secret_key has changed. "
            "The server's administrator must restore it, or make new secrets.",
            retry_after=3600,
        ) from None


def decoy(env: Any) -> str:
    """A sealed secret that nobody knows, so that unknown names cost as much time as known ones."""
    return seal(env, generate())


def generate(length: int = 32) -> str:
    """A random identifier or secret of letters and digits; 32 of them hold 190 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def digest(token: str) -> str:
    """The stored form of a random token; a plain hash does, since nobody can guess 190 bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest_of(stored: str, token: str) -> bool:
    """Whether a hash is that of a token, in a time that tells nothing about either."""
    return hmac.compare_digest(stored, digest(token))


def _box(env: Any) -> MultiFernet:
    # sudo: the database's secret is for the server alone
    keys = configured_keys() or [env["ir.config_parameter"].sudo().get_param("database.secret")]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.sha256(b"restapi sealing key\0" + key.encode()).digest()
    )
