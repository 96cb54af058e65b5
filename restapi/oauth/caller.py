"""Who calls: a request's credentials, whatever their kind, become a user and scopes."""

from typing import Any, Dict, FrozenSet, NamedTuple

from .. import compat
from ..exceptions import BadRequest, InsufficientScope, Unauthorized
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


def sign_in(request: Any, sent: Dict[str, Any]) -> Caller:
    """Check the credentials of a request and let it act as their user.

    :param sent: the request's parameters; those of OAuth are taken out of it
    :raises Unauthorized: there are none, or they are not good
    :raises BadRequest: a token stands where it ends up in logs
    """
    if "access_token" in sent:
        raise BadRequest(
            "Send the access token as 'Authorization: Bearer …' only: "
            "in the address or in a form it ends up in logs (RFC 9700 §4.3.2)."
        )
    httprequest = request.httprequest
    is_bearer = http.scheme(httprequest) == "bearer"
    is_signed = signed.is_signed(httprequest)
    if is_bearer and is_signed:
        raise BadRequest("Send a bearer token or oauth_ parameters, not both.")
    if is_bearer:
        token = httprequest.headers["Authorization"].partition(" ")[2].strip()
        user_id, scopes = rfc6750.authenticate(request.env, token)
    elif is_signed:
        user_id, scopes = rfc5849.authenticate(request.env, httprequest)
    else:
        raise Unauthorized(
            "Sign in first: this route takes 'Authorization: Bearer …' (OAuth 2.0) "
            "or a signed request (OAuth 1.0a)."
        )
    for name in [name for name in sent if name.startswith("oauth_")]:
        del sent[name]
    compat.set_user(request, user_id)
    return Caller(user_id, scopes)
