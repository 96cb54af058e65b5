"""Early refusal of requests that certainly lack valid credentials.

It happens before Odoo does any work, so that anonymous requests cost next to nothing.
"""

from typing import Optional

from ... import compat
from ...exceptions import BadRequest, InvalidToken, RestapiError, Unauthorized
from ...oauth import tokens
from ...odoo_types import Environ
from ..request import body
from . import routes

SIGN_IN_FIRST = (
    "Sign in first: this route takes 'Authorization: Bearer …' (OAuth 2.0) "
    "or a signed request (OAuth 1.0a)."
)


def refuse(environ: Environ, path: str) -> None:
    """Refuse a request that certainly can't be authenticated; ``oauth.caller`` checks all others.

    :raises Unauthorized: the route needs credentials, and no part of the request can contain any
    :raises InvalidToken: the route needs credentials, and this server has not issued the token
    """
    if not compat.has_one_database():
        return  # the database has to be chosen first
    refusal = _refusal(environ.get("HTTP_AUTHORIZATION", ""))
    if refusal is None:
        return
    route = routes.find(path, environ["REQUEST_METHOD"])
    if not route or not route.scope:
        return
    if environ.get("HTTP_ORIGIN"):
        return  # only the database knows whether a page of that origin may read the answer
    if "urlencoded" in environ.get("CONTENT_TYPE", "").lower() or _may_sign(environ):
        return
    raise refusal


def _refusal(authorization: str) -> Optional[RestapiError]:
    """The error for a header that certainly can't authenticate; None if it might."""
    scheme, _, token = authorization.partition(" ")
    if not scheme:
        return Unauthorized(SIGN_IN_FIRST)
    if scheme.lower() != "bearer":
        return None
    try:
        tokens.key_id(token.strip())
    except InvalidToken as error:
        return error
    return None


def _may_sign(environ: Environ) -> bool:
    try:
        names = [name for name, _value in body.query_pairs(environ)]
    except BadRequest:
        return True
    return any(name.startswith("oauth_") or name == "access_token" for name in names)
