"""Requests that certainly have no credentials are refused before Odoo is asked for anything: what
nobody signed costs next to nothing."""

from typing import Any, Dict

from .. import compat
from ..exceptions import BadRequest, Unauthorized
from . import body, routes

SIGN_IN_FIRST = (
    "Sign in first: this route takes 'Authorization: Bearer …' (OAuth 2.0) "
    "or a signed request (OAuth 1.0a)."
)


def refuse(environ: Dict[str, Any], path: str) -> None:
    """Let everything pass of which something has to be known first: ``oauth.caller`` looks closer.

    :raises Unauthorized: the route needs credentials, and there is no place where some could be
    """
    if not compat.has_one_database():
        return  # which one it is for is asked first
    if environ.get("HTTP_AUTHORIZATION") or environ.get("HTTP_ORIGIN"):
        return  # whether a page of that origin may read the answer is a question for the database
    if "urlencoded" in environ.get("CONTENT_TYPE", "").lower() or _may_sign(environ):
        return
    route = routes.find(path, environ["REQUEST_METHOD"])
    if route and route.scope:
        raise Unauthorized(SIGN_IN_FIRST)


def _may_sign(environ: Dict[str, Any]) -> bool:
    try:
        names = [name for name, _value in body.read_query(environ.get("QUERY_STRING", ""))]
    except BadRequest:
        return True
    return any(name.startswith("oauth_") or name == "access_token" for name in names)
