"""RSA public keys of applications, for requests signed with RSA-SHA1 or RSA-SHA256 (RFC 5849 §3.4.3)."""

import functools
from typing import Optional

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

MIN_SIZE = 2048


def problem(pem: str) -> Optional[str]:
    """Why a key can't be registered; None if it can."""
    if "PRIVATE KEY" in pem:
        return "this is the private key; it stays with the application."
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return "it is not a public key in PEM, which begins with -----BEGIN PUBLIC KEY-----."
    if not isinstance(key, rsa.RSAPublicKey):
        return "it is not an RSA key."
    if key.key_size < MIN_SIZE:
        return "it has less than %d bits." % MIN_SIZE
    return None


@functools.lru_cache(maxsize=1)
def decoy() -> str:
    """A public key whose private one is gone: what unknown consumers are checked against."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=MIN_SIZE).public_key()
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode()
