"""Who calls: a request's credentials, whatever their kind, become a user and scopes."""

from typing import Any, Dict, FrozenSet, Iterable, List, NamedTuple

from .. import compat
from ..exceptions import BadRequest, InsufficientScope, Unauthorized
from ..rest import body
from . import http, rfc5849, rfc6750, signed


class Caller(NamedTuple):
    """A signed-in caller.

    :param user_id: the ``res.users`` whose rights decide
    :param scopes: what the token may be used for
    """

    user_id: int
    scopes: FrozenSet[str]

    def require(self, scope: str) -> None:
        """:raises InsufficientScope: the token does not have the scope"""
        if scope not in self.scopes:
            raise InsufficientScope(scope)


def sign_in(request: Any) -> Caller:
    """Check the credentials of a request and let it act as their user.

    Of its body nothing is read before that but a short form, which may be signed.

    :raises Unauthorized: there are none, or they are not good
    :raises BadRequest: there are two kinds of them, or a token stands where it ends up in logs
    """
    httprequest = request.httprequest
    without_credentials(dict(body.query_pairs(httprequest)))
    if http.scheme(httprequest) == "bearer":
        token = httprequest.headers["Authorization"].partition(" ")[2].strip()
        user_id, scopes = rfc6750.authenticate(request.env, token)
        if signed.is_signed(httprequest):
            raise BadRequest("Send a bearer token or oauth_ parameters, not both.")
    elif signed.is_signed(httprequest):
        user_id, scopes = rfc5849.authenticate(request.env, httprequest)
    else:
        raise Unauthorized(
            "Sign in first: this route takes 'Authorization: Bearer …' (OAuth 2.0) "
            "or a signed request (OAuth 1.0a)."
        )
    compat.set_user(request, user_id)
    request.restapi_scopes = scopes
    return Caller(user_id, scopes)


def missing_scopes(request: Any, scopes: Iterable[str]) -> List[str]:
    """Those that the token of the current request lacks; none where no token is used."""
    held = getattr(request, "restapi_scopes", None) if request else None
    return [] if held is None else [scope for scope in scopes if scope not in held]


def without_credentials(sent: Dict[str, Any]) -> Dict[str, Any]:
    """The parameters of a signed-in request without those that signed it in.

    :raises BadRequest: a token stands where it ends up in logs
    """
    if "access_token" in sent:
        raise BadRequest(
            "Send the access token as 'Authorization: Bearer …' only: "
            "in the address or in a form it ends up in logs (RFC 9700 §4.3.2)."
        )
    return {name: value for name, value in sent.items() if not name.startswith("oauth_")}
