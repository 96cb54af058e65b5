"""Proof Key for Code Exchange (RFC 7636), with S256 only."""

import re
from typing import Any, Dict

from oauthlib.oauth2 import InvalidGrantError, InvalidRequestError
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

from ..odoo_types import OAuthRequest

# A SHA-256 hash in base64url, without padding.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def check_challenge(request: OAuthRequest) -> Dict[str, Any]:
    """Authorization endpoint: refuse ``plain``, which reveals the verifier (RFC 9700 §2.1.1).

    :raises OAuth2Error: the challenge is not one of S256
    """
    if not request.code_challenge:
        return {}
    if request.code_challenge_method != "S256":
        raise UnsupportedCodeChallengeMethodError(
            description="Send code_challenge_method=S256.", request=request
        )
    if not _CHALLENGE.fullmatch(request.code_challenge):
        raise InvalidRequestError(
            description="The code_challenge must be a SHA-256 hash in base64url.", request=request
        )
    return {}


def refuse_verifier_without_challenge(request: OAuthRequest) -> None:
    """Token endpoint: refuse a verifier for a code that was requested without a challenge, which
    indicates a downgrade attack (RFC 9700 §2.1.1).

    :raises InvalidGrantError: the request has such a verifier
    """
    if request.code_verifier and not request.code_row.code_challenge:
        raise InvalidGrantError(
            description="The code was requested without a code_challenge.", request=request
        )
