"""RSA keys: the server's own (RFC 7517), and those that applications sign with (RFC 5849 §3.4.3)."""

import functools
from typing import Any, Optional, cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

MIN_SIZE = 2048  # bits

# Why a key can't be registered; restapi.application has words for each.
PRIVATE = "private"
NO_PEM = "no_pem"
NO_RSA = "no_rsa"
TOO_SHORT = "too_short"

# A backend must be named before cryptography 3.1, which older series run with.


def generate() -> RSAPrivateKey:
    """A new private key."""
    return rsa.generate_private_key(65537, MIN_SIZE, default_backend())


def load_private(pem: str) -> RSAPrivateKey:
    """:raises ValueError: it is no private key"""
    key = serialization.load_pem_private_key(pem.encode(), None, default_backend())
    return cast(RSAPrivateKey, key)  # the server makes no others


def load_public(pem: str) -> Any:
    """
    :raises ValueError: it is no public key
    :raises UnsupportedAlgorithm: it is one of a kind that cryptography does not know
    """
    return serialization.load_pem_public_key(pem.encode(), default_backend())


def problem(pem: str) -> Optional[str]:
    """Why a key can't be registered, one of the words above; None if it can."""
    if "PRIVATE KEY" in pem:
        return PRIVATE
    try:
        key = load_public(pem)
    except (ValueError, UnsupportedAlgorithm):
        return NO_PEM
    if not isinstance(key, rsa.RSAPublicKey):
        return NO_RSA
    if key.key_size < MIN_SIZE:
        return TOO_SHORT
    return None


@functools.lru_cache(maxsize=1)
def decoy() -> str:
    """A public key whose private one is gone: what unknown consumers are checked against."""
    pem = (
        generate()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return pem.decode()
