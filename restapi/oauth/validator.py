"""Gives oauthlib the data about applications, codes and tokens (RFC 6749, 7009, 7636, 7662).

oauthlib runs the protocol and calls ``Validator``; the docstrings say at which endpoint.
"""

from typing import Any, Dict, List, Optional, Tuple

from oauthlib.oauth2 import InvalidGrantError, InvalidScopeError, RequestValidator

from .. import compat
from ..odoo_types import Env, OAuthRequest, OAuthToken, Record
from . import clients, redirects
from .requested_scopes import granted
from .token_responses import RevocationAndIntrospection, fill

GRANT_TYPES = {
    "machine": ("authorization_code", "refresh_token", "client_credentials"),
    "web": ("authorization_code", "refresh_token"),
    "public": ("authorization_code", "refresh_token"),
}


class Validator(RevocationAndIntrospection, RequestValidator):
    """Gives oauthlib the data of the database.

    ``request.client`` is the application, ``request.user`` a ``res.users``.
    """

    def __init__(self, env: Env, issuer: str, origin: str) -> None:
        super().__init__()
        self.env = env
        # sudo: the OAuth endpoints run before a user is authenticated
        self.tokens = env["restapi.oauth2.token"].sudo()
        self.issuer = issuer
        self.origin = origin

    # The client

    def validate_client_id(
        self, client_id: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> bool:
        """Authorization endpoint: whether the application exists."""
        request.client = clients.find(self.env, client_id)
        return bool(request.client)

    def client_authentication_required(
        self, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint: all but public applications must authenticate (RFC 6749 §3.2.1)."""
        application = clients.find(self.env, request.client_id or "")
        return not application or application.kind != "public"

    def authenticate_client(self, request: OAuthRequest, *args: Any, **kwargs: Any) -> bool:
        """Token, revocation and introspection endpoint: authenticate the application."""
        request.client = clients.authenticate(
            self.env, request.client_id or "", request.client_secret or ""
        )
        return bool(request.client)

    def authenticate_client_id(
        self, client_id: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint: a public application only identifies itself."""
        return self.validate_client_id(client_id, request)

    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: Record,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        if grant_type == "client_credentials":
            request.user = client.user_id
        if grant_type == "refresh_token" and not client._has_refresh_tokens():
            return False
        return grant_type in GRANT_TYPES[client.kind]

    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: Record,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        return response_type == "code"

    # Redirects

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> bool:
        """Authorization endpoint: whether the URI matches a registered one exactly (RFC 9700 §4.1.3)."""
        return redirects.matches(redirect_uri, request.client._redirect_uris())

    def get_default_redirect_uri(
        self, client_id: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> Optional[str]:
        """A request may omit the URI if exactly one is registered (RFC 6749 §3.1.2.3)."""
        registered = request.client._redirect_uris()
        return registered[0] if len(registered) == 1 else None

    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: Record,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Token endpoint: the URI must be the one that the code was issued for (RFC 6749 §4.1.3).

        :raises InvalidGrantError: it is another one; §5.2 requires this error, oauthlib would raise another
        """
        if redirect_uri != request.code_row.redirect_uri:
            raise InvalidGrantError(
                description="The redirect_uri is not the one that the code was sent to.",
                request=request,
            )
        return True

    # Scopes

    def get_default_scopes(
        self, client_id: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> List[str]:
        return str(request.client.scopes).split()

    def validate_scopes(
        self,
        client_id: str,
        scopes: List[str],
        client: Record,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Authorization endpoint, and the token endpoint for client credentials."""
        request.scopes = granted(scopes, client.scopes.split(), request)
        return True

    def is_within_original_scope(
        self,
        request_scopes: List[str],
        refresh_token: str,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Token endpoint: a refresh requests scopes other than those of the grant."""
        original = self.get_original_scopes(refresh_token, request)
        request.scopes = granted(request_scopes, original, request)
        return True

    # Codes

    def is_pkce_required(self, client_id: str, request: OAuthRequest) -> bool:
        return bool(request.client.kind == "public")

    def save_authorization_code(
        self, client_id: str, code: Dict[str, str], request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> None:
        """Authorization endpoint: the user has granted the request."""
        self.tokens._issue_code(
            request.client,
            request.user,
            request.scopes,
            code["code"],
            request.redirect_uri,
            request.code_challenge,
            self.origin,
        )

    def validate_code(
        self,
        client_id: str,
        code: str,
        client: Record,
        request: OAuthRequest,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Token endpoint. A second use revokes the tokens that the first one issued (RFC 6749 §4.1.2)."""
        row = self.tokens._find_code(code)
        if not row or row.application_id != client or not row.user_id.active:
            return False
        if not client._is_for(row.user_id):
            return False
        if row.used_at:
            row._revoke_family()
            return False
        if row._is_revoked() or row.expires_at <= compat.now():
            return False
        request.code_row = row
        request.user = row.user_id
        request.scopes = row.scopes.split()
        return True

    def get_code_challenge(self, code: str, request: OAuthRequest) -> Optional[str]:
        return request.code_row.code_challenge or None

    def get_code_challenge_method(self, code: str, request: OAuthRequest) -> str:
        return "S256"

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> None:
        request.code_row._mark_used()

    # Tokens

    def access_token_lifetime(self, request: OAuthRequest) -> int:
        return int(request.client.access_token_lifetime)

    def save_bearer_token(
        self, token: OAuthToken, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> None:
        """Token endpoint: store the row, and fill in the answer.

        A retry stores nothing: it gets the tokens that the first use of its refresh token issued.
        """
        if not request.client._has_refresh_tokens():
            token.pop("refresh_token", None)
        first_answer = getattr(request, "first_answer", None)
        row, access_token, refresh_token = first_answer or self._issued(token, request)
        fill(token, row, access_token, refresh_token)
        if first_answer:
            left = row.expires_at - compat.now()
            token["expires_in"] = max(0, int(left.total_seconds()))

    def _issued(
        self, token: OAuthToken, request: OAuthRequest
    ) -> Tuple[Record, str, Optional[str]]:
        refresh_row = getattr(request, "refresh_row", None)
        return self.tokens._issue(
            request.client,
            request.user,
            request.scopes,
            self.issuer,
            self.origin,
            parent=getattr(request, "code_row", None) or refresh_row,
            used_token=request.refresh_token if refresh_row else None,
            is_refreshable="refresh_token" in token,
        )

    def validate_refresh_token(
        self, refresh_token: str, client: Record, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint. A replay, which comes later than a retry, revokes the family
        (RFC 9700 §4.14.2)."""
        row = self.tokens._find_refresh_token(refresh_token)
        if not row or row.application_id != client or not row.user_id.active:
            return False
        if row._is_revoked():
            return False
        if row._is_replayed():
            row._revoke_family()
            return False
        if row.refresh_expires_at <= compat.now():
            return False
        if row.used_at:
            request.first_answer = row._first_answer(refresh_token)
            if not request.first_answer:
                return False
        request.refresh_row = row
        request.user = row.user_id
        return True

    def get_original_scopes(
        self, refresh_token: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> List[str]:
        """The scopes that the user granted; a refresh may request fewer (RFC 6749 §6)."""
        return str(request.refresh_row.granted_scopes).split()

    def check_retry(self, request: OAuthRequest) -> None:
        """Token endpoint: a retry must request the same scopes as the first request.

        :raises InvalidScopeError: it requests others; nothing is revoked, since the token is valid
        """
        first_answer = getattr(request, "first_answer", None)
        if first_answer and set(first_answer[0].scopes.split()) != set(request.scopes):
            raise InvalidScopeError(
                description="This refresh token was used a moment ago for other scopes: repeat that "
                "request to get its answer, and use the refresh token in the answer.",
                request=request,
            )
