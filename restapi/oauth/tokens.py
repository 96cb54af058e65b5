"""Access tokens: JWTs (RFC 9068), signed with RS256 and the database's own keys."""

import functools
import hashlib
import re
import time
from datetime import datetime
from typing import Any, Dict, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from odoo.tools.lru import LRU

from .. import compat
from ..compat import cursors
from ..exceptions import InvalidToken
from ..odoo_types import Env
from . import database
from .primary import primary_cursor

ALGORITHM = "RS256"
TYPE = "at+jwt"
MAX_LENGTH = 8 * 1024
REQUIRED_CLAIMS = ("exp", "iat", "iss", "aud", "sub", "client_id", "jti")  # RFC 9068 §2.2
LEEWAY = 10  # seconds by which the clocks of several hosts may differ
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
# Each worker verifies the signature of a token once. Whether the token is live is checked each time.
_verified = LRU(1024)


class Claims(NamedTuple):
    """The claims of an access token with a valid signature.

    :param jti: the ID of the token's row
    :param issued_at: in seconds since the epoch, just as ``expires_at``
    """

    jti: str
    issuer: str
    subject: str
    client_id: str
    scope: str
    issued_at: int
    expires_at: int

    def match(self, issuer: str, user_id: int, client_id: str, end: datetime) -> bool:
        """Whether the claims are equal to the values of the token's row."""
        claimed = self.issuer, self.subject, self.client_id, self.expires_at
        return claimed == (issuer, str(user_id), client_id, compat.timestamp(end))


def encode(env: Env, claims: Claims) -> str:
    """Sign an access token (RFC 9068 §2.2)."""
    # sudo: only the server has access to signing keys
    kid, private_key = env["restapi.signing.key"].sudo()._current()
    payload = {
        "iss": claims.issuer,
        "aud": audience(env),
        "sub": claims.subject,
        "client_id": claims.client_id,
        "scope": claims.scope,
        "jti": claims.jti,
        "iat": claims.issued_at,
        "exp": claims.expires_at,
    }
    token = jwt.encode(payload, private_key, algorithm=ALGORITHM, headers={"typ": TYPE, "kid": kid})
    # PyJWT 1.7, which Debian has up to 11, returns bytes
    return token if isinstance(token, str) else token.decode()


def decode(env: Env, token: str, uuid: str) -> Claims:
    """Verify the signature, type, audience and expiry of an access token (RFC 9068 §4).

    :param uuid: that of the database
    :raises InvalidToken: this database has not issued it, or it has expired
    """
    kid = key_id(token)
    try:
        public_key = _verification_key(env, kid, uuid)
    except KeyError:
        raise InvalidToken("The access token is not valid.") from None
    claims = _verified_claims(token, public_key, _audience(uuid))
    # at each use, also of a token that is cached: the clock may have been set back
    if claims.issued_at > time.time() + LEEWAY:
        raise InvalidToken("The access token is not valid.")
    if claims.expires_at <= time.time() - LEEWAY:
        raise InvalidToken("The access token has expired: use the refresh token.")
    return claims


def _verified_claims(token: str, public_key: RSAPublicKey, token_audience: str) -> Claims:
    """The claims of a token, cached if this worker has verified its signature with the same key.

    :raises InvalidToken: this database has not issued it
    """
    fingerprint = hashlib.sha256(token.encode()).digest(), token_audience
    verified_by, claims = _verified.get(fingerprint, (None, None))
    if verified_by is not public_key:
        claims = _verify(token, public_key, token_audience)
        _verified[fingerprint] = public_key, claims
    return claims


def _verify(token: str, public_key: RSAPublicKey, token_audience: str) -> Claims:
    try:
        payload = jwt.decode(
            token,
            public_key,
            algorithms=[ALGORITHM],
            audience=token_audience,
            leeway=LEEWAY,
            options={"verify_exp": False},
        )
        return _claims(payload)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise InvalidToken("The access token is not valid.") from None


def audience(env: Env) -> str:
    """The audience of this database, which its copies don't share."""
    return _audience(database.uuid(env))


def _audience(uuid: str) -> str:
    return "urn:uuid:%s" % uuid


def key_id(token: str) -> str:
    """The key ID in the header of a token. Headers that could name another algorithm or key are refused.

    :raises InvalidToken: this server can't have issued it
    """
    if len(token) > MAX_LENGTH:
        raise InvalidToken("The access token is longer than 8 KB; this server has not issued it.")
    if not token.isascii():
        raise InvalidToken("The access token is not valid.")
    try:
        return _key_id(token.partition(".")[0])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise InvalidToken("The access token is not valid.") from None


def _verification_key(env: Env, kid: str, uuid: str) -> RSAPublicKey:
    """The public key with this ID, also from the primary: a replica may not have a new key yet.

    :raises KeyError: the database has no such key
    """
    try:
        return _public_key(env, kid, uuid)
    except KeyError:
        if not cursors.is_readonly(env.cr):
            raise
    with primary_cursor(env) as cr:
        return _public_key(env(cr=cr), kid, uuid)


def _public_key(env: Env, kid: str, uuid: str) -> RSAPublicKey:
    # sudo: no user is authenticated yet, and public keys are not secret
    return env["restapi.signing.key"].sudo()._public_key(kid, uuid)


@functools.lru_cache(maxsize=64)
def _key_id(encoded_header: str) -> str:
    """The key ID in a header; cached, since all tokens of a key have the same header."""
    header = jwt.get_unverified_header(encoded_header + "..")
    kid = header.get("kid")
    is_ours = set(header) <= {"alg", "typ", "kid"}
    if not is_ours or header.get("alg") != ALGORITHM or header.get("typ") != TYPE:
        raise jwt.InvalidTokenError
    if not isinstance(kid, str) or not _IDENTIFIER.fullmatch(kid):
        raise jwt.InvalidTokenError
    return kid


def _claims(payload: Dict[str, Any]) -> Claims:
    # PyJWT checks all of these only since 2.6
    if any(payload.get(name) is None for name in REQUIRED_CLAIMS):
        raise jwt.InvalidTokenError
    if not _IDENTIFIER.fullmatch(payload["jti"]):
        raise jwt.InvalidTokenError
    return Claims(
        jti=payload["jti"],
        issuer=str(payload["iss"]),
        subject=str(payload["sub"]),
        client_id=str(payload["client_id"]),
        scope=str(payload.get("scope", "")),
        issued_at=int(payload["iat"]),
        expires_at=int(payload["exp"]),
    )
