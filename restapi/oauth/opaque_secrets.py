"""Random secrets, and hashes of those that are not needed again in plain text."""

import hashlib
import hmac
import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def generate(length: int = 32) -> str:
    """A random identifier or secret of letters and digits; 32 characters have 190 bits of entropy."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def digest(token: str) -> str:
    """The hash of a random token, to be stored; 190 bits can't be guessed, so it needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest_of(stored: str, token: str) -> bool:
    """Whether the stored hash is that of the token, compared in constant time."""
    return hmac.compare_digest(stored, digest(token))
