"""Requests whose credentials are certainly missing or none of ours are refused before Odoo is asked for
anything: what strangers send costs next to nothing."""

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
    """Let everything pass of which something has to be known first: ``oauth.caller`` looks closer.

    :raises Unauthorized: the route needs credentials, and there is no place where some could be
    :raises InvalidToken: it needs them, and the token is none of ours
    """
    if not compat.has_one_database():
        return  # which one it is for is asked first
    refusal = _refusal(environ.get("HTTP_AUTHORIZATION", ""))
    if refusal is None:
        return
    route = routes.find(path, environ["REQUEST_METHOD"])
    if not route or not route.scope:
        return
    if environ.get("HTTP_ORIGIN"):
        return  # whether a page of that origin may read the answer is a question for the database
    if "urlencoded" in environ.get("CONTENT_TYPE", "").lower() or _may_sign(environ):
        return
    raise refusal


def _refusal(authorization: str) -> Optional[RestapiError]:
    """Why this header signs nobody in for sure; None if it may."""
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
        names = [name for name, _value in body.read_query(environ.get("QUERY_STRING", ""))]
    except BadRequest:
        return True
    return any(name.startswith("oauth_") or name == "access_token" for name in names)
