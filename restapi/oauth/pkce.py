"""Proof keys for codes (RFC 7636): S256 and nothing else."""

import re
from typing import Any, Dict

from oauthlib.oauth2 import InvalidGrantError, InvalidRequestError
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

from ..odoo_types import OAuthRequest

# A SHA-256 in base64url, without padding.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def check_challenge(request: OAuthRequest) -> Dict[str, Any]:
    """Authorization endpoint. RFC 9700 §2.1.1: ``plain`` gives the verifier away.

    :raises OAuth2Error: the challenge is none that S256 makes
    """
    if not request.code_challenge:
        return {}
    if request.code_challenge_method != "S256":
        raise UnsupportedCodeChallengeMethodError(
            description="Send code_challenge_method=S256.", request=request
        )
    if not _CHALLENGE.fullmatch(request.code_challenge):
        raise InvalidRequestError(
            description="The code_challenge is no SHA-256 in base64url.", request=request
        )
    return {}


def refuse_unasked_verifier(request: OAuthRequest) -> None:
    """Token endpoint. A verifier for a code that was asked for without a challenge: a downgrade
    (RFC 9700 §2.1.1).

    :raises InvalidGrantError: there is one
    """
    if request.code_verifier and not request.code_row.code_challenge:
        raise InvalidGrantError(
            description="The code was asked for without a code_challenge.", request=request
        )
