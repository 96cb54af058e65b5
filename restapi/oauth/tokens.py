"""Access tokens: JWTs of RFC 9068, signed with RS256 by the database's own keys."""

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
LEEWAY = 10  # seconds, for the clocks of several hosts
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
# A worker checks the signature of a token once. Whether the token still lives is asked each time.
_verified = LRU(1024)


class Claims(NamedTuple):
    """What an access token says, once its signature is good.

    :param jti: the token's row
    :param issued_at: seconds since the epoch, as ``expires_at``
    """

    jti: str
    issuer: str
    subject: str
    client_id: str
    scope: str
    issued_at: int
    expires_at: int

    def are_of(self, issuer: str, user_id: int, client_id: str, end: datetime) -> bool:
        """Whether these are the claims that the token's row was signed with."""
        said = self.issuer, self.subject, self.client_id, self.expires_at
        return said == (issuer, str(user_id), client_id, compat.timestamp(end))


def encode(env: Env, claims: Claims) -> str:
    """Sign an access token (RFC 9068 §2.2)."""
    # sudo: nobody but the server touches keys
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
    # Debian up to 11 has PyJWT 1.7, which gives bytes
    return token if isinstance(token, str) else token.decode()


def decode(env: Env, token: str) -> Claims:
    """Check an access token's signature, kind, audience and time (RFC 9068 §4).

    :raises InvalidToken: it is not one of ours, or has expired
    """
    uuid = database.uuid(env)
    kid = key_id(token)
    try:
        public_key = _verification_key(env, kid, uuid)
    except KeyError:
        raise InvalidToken("The access token is not valid.") from None
    claims = _verified_claims(token, public_key, _audience(uuid))
    if claims.expires_at <= time.time() - LEEWAY:
        raise InvalidToken("The access token has expired: use the refresh token.")
    return claims


def _verified_claims(token: str, public_key: RSAPublicKey, token_audience: str) -> Claims:
    """What a token says, from memory if this worker has checked its signature with this very key.

    :raises InvalidToken: it is not one of ours
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
    """This database and no copy of it."""
    return _audience(database.uuid(env))


def _audience(uuid: str) -> str:
    return "urn:uuid:%s" % uuid


def key_id(token: str) -> str:
    """The key that the header of a token names; nothing else in the header is followed.

    :raises InvalidToken: it is not one of ours
    """
    if len(token) > MAX_LENGTH:
        raise InvalidToken("The access token is longer than 8 KB; it is none of ours.")
    if not token.isascii():
        raise InvalidToken("The access token is not valid.")
    try:
        return _key_id(token.partition(".")[0])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise InvalidToken("The access token is not valid.") from None


def _verification_key(env: Env, kid: str, uuid: str) -> RSAPublicKey:
    """A replica may not know a new key yet, whose tokens are good already.

    :raises KeyError: no key of ours has the id
    """
    try:
        return _public_key(env, kid, uuid)
    except KeyError:
        if not cursors.is_readonly(env.cr):
            raise
    with primary_cursor(env) as cr:
        return _public_key(env(cr=cr), kid, uuid)


def _public_key(env: Env, kid: str, uuid: str) -> RSAPublicKey:
    # sudo: nobody is signed in yet; public keys are for everybody
    return env["restapi.signing.key"].sudo()._public_key(kid, uuid)


@functools.lru_cache(maxsize=64)
def _key_id(encoded_header: str) -> str:
    """All tokens of a key have the same header, so that it is read once."""
    header = jwt.get_unverified_header(encoded_header + "..")
    kid = header.get("kid")
    known = set(header) <= {"alg", "typ", "kid"}
    if not known or header.get("alg") != ALGORITHM or header.get("typ") != TYPE:
        raise jwt.InvalidTokenError
    if not isinstance(kid, str) or not _IDENTIFIER.fullmatch(kid):
        raise jwt.InvalidTokenError
    return kid


def _claims(payload: Dict[str, Any]) -> Claims:
    # PyJWT looks at these by itself from 2.6 on only
    if any(payload.get(name) is None for name in REQUIRED_CLAIMS):
        raise jwt.InvalidTokenError
    if int(payload["iat"]) > time.time() + LEEWAY:
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
