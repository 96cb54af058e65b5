"""Random secrets, and the hashes that are kept of those which are not needed again in plain text."""

import hashlib
import hmac
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def generate(length: int = 32) -> str:
    """A random identifier or secret of letters and digits; 32 of them hold 190 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def digest(token: str) -> str:
    """The stored form of a random token; a plain hash does, since nobody can guess 190 bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest_of(stored: str, token: str) -> bool:
    """Whether a hash is that of a token, in a time that tells nothing about either."""
    return hmac.compare_digest(stored, digest(token))
