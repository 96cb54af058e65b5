"""Who calls: a request's credentials, whatever their kind, become a user and scopes."""

import contextlib
import contextvars
from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional

from .. import compat
from ..exceptions import BadRequest, InsufficientScope, Unauthorized
from ..odoo_types import Request
from ..rest.request import body
from ..rest.transport import anonymous
from . import credentials, primary, rfc5849, rfc6750, signed_requests, tokens

SCOPES = ("read", "create", "write", "delete", "call", "report")

# Of what is still read for a request after it has ended.
_scopes_after_request: "contextvars.ContextVar[Optional[FrozenSet[str]]]" = contextvars.ContextVar(
    "restapi_scopes", default=None
)


class Caller(NamedTuple):
    """A signed-in caller.

    :param user_id: the ``res.users`` whose rights decide
    :param scopes: what the token may be used for
    :param answers: how its application is answered, see ``rest.response.envelopes``
    :param is_signed: by OAuth 1.0a
    """

    user_id: int
    scopes: FrozenSet[str]
    answers: str
    is_signed: bool

    def require(self, scope: str) -> None:
        """:raises InsufficientScope: the token does not have the scope"""
        if scope not in self.scopes:
            raise InsufficientScope(scope)

    def parameters(self, sent: Dict[str, Any]) -> Dict[str, Any]:
        """What was sent without the parameters that signed it in.

        :raises BadRequest: there are two kinds of credentials
        """
        refuse_token(sent)
        rest = {name: value for name, value in sent.items() if not name.startswith("oauth_")}
        if not self.is_signed and len(rest) < len(sent):
            raise BadRequest("Send a bearer token or oauth_ parameters, not both.")
        return rest


def sign_in(request: Request) -> Caller:
    """Check the credentials of a request and let it act as their user.

    Of its body nothing is read before that but a short form, if it is signed.

    :raises Unauthorized: there are none, or they are not good
    :raises BadRequest: there are two kinds of them, or a token stands where it ends up in logs
    """
    httprequest = request.httprequest
    if credentials.scheme(httprequest) != "bearer":
        refuse_token(dict(body.query_pairs(httprequest)))
    if credentials.scheme(httprequest) == "bearer":
        token = credentials.credentials(httprequest)
        tokens.key_id(token)  # what is no token of ours is refused before there is a cursor
        caller = Caller(*rfc6750.authenticate(request.env, token), is_signed=False)
    elif signed_requests.is_signed(httprequest):
        caller = Caller(*rfc5849.authenticate(request.env, httprequest), is_signed=True)
    else:
        raise Unauthorized(anonymous.SIGN_IN_FIRST)
    caller.parameters(dict(body.query_pairs(httprequest)))
    primary.require_user(request.env, caller.user_id)
    compat.set_user(request, caller.user_id)
    request.restapi_scopes = caller.scopes
    return caller


@contextlib.contextmanager
def limited_to(scopes: FrozenSet[str]) -> Iterator[None]:
    """Around what is read for a request after it has ended: its token still limits it."""
    before = _scopes_after_request.set(scopes)
    try:
        yield
    finally:
        _scopes_after_request.reset(before)


def missing_scopes(request: Request, scopes: Iterable[str]) -> List[str]:
    """Those that the token of the current request lacks; none where no token is used."""
    held = _held_scopes(request)
    return [] if held is None else [scope for scope in scopes if scope not in held]


def is_by_token(request: Request) -> bool:
    """Whether the current request is signed in with a token."""
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
    """:raises BadRequest: an access token stands where it ends up in logs"""
    if "access_token" in sent:
        raise BadRequest(
            "Send the access token as 'Authorization: Bearer …' only: "
            "in the address or in a form it ends up in logs (RFC 9700 §4.3.2)."
        )
