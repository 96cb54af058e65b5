"""Which of the requested scopes a client gets (RFC 6749 §3.3)."""

from typing import List, Sequence

from oauthlib.oauth2 import InvalidScopeError

from ..odoo_types import OAuthRequest
from .caller import SCOPES

MAX_SHOWN = 200  # characters of a client's text in an error


def granted(requested: List[str], allowed: Sequence[str], request: OAuthRequest) -> List[str]:
    """The requested scopes that this API has. Others, such as ``openid``, which libraries send by default,
    are ignored (RFC 6749 §3.3); the answer lists the granted ones.

    :param allowed: the scopes that may be granted
    :raises InvalidScopeError: this API has none of the scopes, or one of them is not allowed
    """
    known = [scope for scope in requested if scope in SCOPES]
    refused = [scope for scope in known if scope not in allowed]
    if known and not refused:
        return known
    problem = "The application may not request: %s." if known else "There is no scope: %s."
    shown = " ".join(refused if known else requested)[:MAX_SHOWN]
    description = problem % shown + " It may request: %s." % " ".join(allowed)
    raise InvalidScopeError(description=description, request=request)
