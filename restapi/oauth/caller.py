"""Authentication: from a request's credentials, of any kind, to a user and scopes."""

import contextlib
import contextvars
from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional

from .. import compat
from ..exceptions import BadRequest, InsufficientScope, Unauthorized
from ..odoo_types import Request
from ..rest.request import body
from ..rest.transport import anonymous
from . import credentials, primary, rfc5849, rfc6750, signed_requests, tokens
from .clients import Client

SCOPES = ("read", "create", "write", "delete", "call", "report")

# The scopes for reads after the request has ended, while a list is streamed.
_scopes_after_request: "contextvars.ContextVar[Optional[FrozenSet[str]]]" = contextvars.ContextVar(
    "restapi_scopes", default=None
)


class Caller(NamedTuple):
    """An authenticated caller.

    :param user_id: the ``res.users`` whose access rights apply
    :param scopes: the scopes of the token
    :param client: the application
    :param is_signed: whether the request is signed by OAuth 1.0a
    """

    user_id: int
    scopes: FrozenSet[str]
    client: Client
    is_signed: bool

    def require(self, scope: str) -> None:
        """:raises InsufficientScope: the token doesn't have the scope"""
        if scope not in self.scopes:
            raise InsufficientScope(scope)

    def parameters(self, sent: Dict[str, Any]) -> Dict[str, Any]:
        """The parameters of the request without those of OAuth.

        :raises BadRequest: the request has two kinds of credentials, or an access token in a parameter
        """
        refuse_token(sent)
        rest = {name: value for name, value in sent.items() if not name.startswith("oauth_")}
        if not self.is_signed and len(rest) < len(sent):
            raise BadRequest("Send a bearer token or oauth_ parameters, not both.")
        return rest


def sign_in(request: Request) -> Caller:
    """Authenticate a request and let it act as the user.

    Before that, the body is read only if it is a short form that may be signed.

    :raises Unauthorized: the request has no credentials, or they are not valid
    :raises BadRequest: it has two kinds of credentials, or an access token in a parameter
    """
    httprequest = request.httprequest
    if credentials.scheme(httprequest) != "bearer":
        refuse_token(dict(body.query_pairs(httprequest.environ)))
    if credentials.scheme(httprequest) == "bearer":
        token = credentials.credentials(httprequest)
        tokens.key_id(token)  # refuses most invalid tokens before a cursor is opened
        caller = Caller(*rfc6750.authenticate(request.env, token), is_signed=False)
    elif signed_requests.is_signed(httprequest):
        caller = Caller(*rfc5849.authenticate(request.env, httprequest), is_signed=True)
    else:
        raise Unauthorized(anonymous.SIGN_IN_FIRST)
    caller.parameters(dict(body.query_pairs(httprequest.environ)))
    primary.require_user(request.env, caller.user_id)
    compat.set_user(request, caller.user_id)
    request.restapi_scopes = caller.scopes
    request.restapi_caller = caller
    return caller


def current(request: Request) -> Caller:
    """The caller of an authenticated request."""
    caller: Caller = request.restapi_caller
    return caller


@contextlib.contextmanager
def limited_to(scopes: FrozenSet[str]) -> Iterator[None]:
    """Apply the scopes of the token to reads after the request has ended."""
    before = _scopes_after_request.set(scopes)
    try:
        yield
    finally:
        _scopes_after_request.reset(before)


def missing_scopes(request: Request, scopes: Iterable[str]) -> List[str]:
    """The scopes that the token of the current request lacks; none if the request has no token."""
    held = _held_scopes(request)
    return [] if held is None else [scope for scope in scopes if scope not in held]


def is_by_token(request: Request) -> bool:
    """Whether the current request is authenticated by a token."""
    return _held_scopes(request) is not None


def _held_scopes(request: Request) -> Optional[FrozenSet[str]]:
    if request:
        return getattr(request, "restapi_scopes", None)
    return _scopes_after_request.get()


def require_scopes(request: Request, scopes: Iterable[str]) -> None:
    """
    :raises InsufficientScope: the token of the current request lacks one of them
    """
    for scope in missing_scopes(request, sorted(scopes)):
        raise InsufficientScope(scope)


def refuse_token(sent: Dict[str, Any]) -> None:
    """:raises BadRequest: an access token was sent as a parameter, where it ends up in logs"""
    if "access_token" in sent:
        raise BadRequest(
            "Send the access token only as 'Authorization: Bearer …': "
            "in the URL or in a form it ends up in logs (RFC 9700 §4.3.2)."
        )
