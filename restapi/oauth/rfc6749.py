"""OAuth 2.0: oauthlib's endpoints on top of our models (RFC 6749, 7636, 9068).

oauthlib runs the protocol and asks ``Validator``; the docstrings say when.
"""

import hmac
from datetime import timedelta
from typing import Any, List, Optional

from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    AuthorizationEndpoint,
    BearerToken,
    ClientCredentialsGrant,
    InvalidGrantError,
    RefreshTokenGrant,
    RequestValidator,
    TokenEndpoint,
)
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

from .. import compat
from . import redirects, secrets

GRANT_TYPES = {
    "machine": ("authorization_code", "refresh_token", "client_credentials"),
    "web": ("authorization_code", "refresh_token"),
    "public": ("authorization_code", "refresh_token"),
}
# A client that lost the answer, or whose threads refresh at once, may use a token again so soon.
RETRY_WINDOW = timedelta(seconds=10)


class Server(AuthorizationEndpoint, TokenEndpoint):
    """The authorization and the token endpoint, with the grants that we offer and no others.

    :param issuer: this server's address, as the metadata document names it (RFC 8414)
    :param origin: the client's IP address
    """

    def __init__(self, env: Any, issuer: str, origin: str) -> None:
        validator = Validator(env, issuer, origin)
        # oauthlib makes the access token before it knows the row; the validator signs it on saving
        bearer = BearerToken(
            validator,
            token_generator=lambda request: "",
            refresh_token_generator=_generate,
            expires_in=validator.access_token_lifetime,
        )
        code_grant = AuthorizationCodeGrant(validator)
        code_grant.custom_validators.pre_auth.append(_refuse_plain_challenge)
        code_grant.custom_validators.post_token.append(_refuse_unasked_verifier)
        code_grant.register_code_modifier(_shape_code)
        AuthorizationEndpoint.__init__(self, "code", bearer, {"code": code_grant})
        TokenEndpoint.__init__(
            self,
            "authorization_code",
            bearer,
            {
                "authorization_code": code_grant,
                "refresh_token": RefreshTokenGrant(validator),
                "client_credentials": ClientCredentialsGrant(validator),
            },
        )


class Validator(RequestValidator):
    """What oauthlib needs to know from the database.

    ``request.client`` is the application, ``request.user`` a ``res.users``.
    """

    def __init__(self, env: Any, issuer: str, origin: str) -> None:
        super().__init__()
        # sudo: the protocol runs before anybody is signed in
        self.applications = env["restapi.application"].sudo()
        self.tokens = env["restapi.oauth2.token"].sudo()
        self.issuer = issuer
        self.origin = origin

    # The client

    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Authorization endpoint: is there such an application?"""
        request.client = self.applications._by_client_id(client_id)
        return bool(request.client)

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Token endpoint: all but public applications have a secret (RFC 6749 §3.2.1)."""
        application = self.applications._by_client_id(request.client_id or "")
        return not application or application.kind != "public"

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Token endpoint: compare the secret, in the same time whether the client exists or not."""
        application = self.applications._by_client_id(request.client_id or "")
        expected = application.client_secret if application else secrets.generate()
        given = request.client_secret or ""
        request.client = application
        return hmac.compare_digest(expected.encode(), given.encode()) and bool(application)

    def authenticate_client_id(
        self, client_id: str, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint: a public application only names itself."""
        return self.validate_client_id(client_id, request)

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        if grant_type == "client_credentials":
            request.user = client.user_id
        return grant_type in GRANT_TYPES[client.kind]

    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: Any,
        request: Any,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        return response_type == "code"

    # Redirects

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Authorization endpoint: is it registered, exactly? (RFC 9700 §4.1.3)"""
        return redirects.matches(redirect_uri, request.client._redirect_uris())

    def get_default_redirect_uri(
        self, client_id: str, request: Any, *args: Any, **kwargs: Any
    ) -> Optional[str]:
        """A request may leave it out if one is registered (RFC 6749 §3.1.2.3)."""
        registered = request.client._redirect_uris()
        return registered[0] if len(registered) == 1 else None

    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: Any,
        request: Any,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Token endpoint: the same as the code was given for (RFC 6749 §4.1.3)."""
        return bool(redirect_uri == request.code_row.redirect_uri)

    # Scopes

    def get_default_scopes(
        self, client_id: str, request: Any, *args: Any, **kwargs: Any
    ) -> List[str]:
        return str(request.client.scopes).split()

    def validate_scopes(
        self,
        client_id: str,
        scopes: List[str],
        client: Any,
        request: Any,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        return set(scopes) <= set(client.scopes.split())

    # Codes

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        return bool(request.client.kind == "public")

    def save_authorization_code(
        self, client_id: str, code: Any, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        """Authorization endpoint: the user has allowed it."""
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
        self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint. A second use ends what the first gave (RFC 6749 §4.1.2)."""
        row = self.tokens._find_code(code)
        if not row or row.application_id != client or not row.user_id.active:
            return False
        if row.used_at:
            row._revoke_family()
            return False
        if row.revoked_at or row.expires_at <= compat.now():
            return False
        request.code_row = row
        request.user = row.user_id
        request.scopes = row.scopes.split()
        return True

    def get_code_challenge(self, code: str, request: Any) -> Optional[str]:
        return request.code_row.code_challenge or None

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return "S256"

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        request.code_row._mark_used()

    # Tokens

    def access_token_lifetime(self, request: Any) -> int:
        return int(request.client.access_token_lifetime)

    def save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        """Token endpoint: store the row, and put the signed token into the answer."""
        row, access_token = self.tokens._issue(
            request.client,
            request.user,
            request.scopes,
            token.get("refresh_token"),
            self.issuer,
            self.origin,
            parent=getattr(request, "code_row", None) or getattr(request, "refresh_row", None),
        )
        token["access_token"] = access_token
        token["token_type"] = "bearer"  # noqa: S105 - 1.0 writes it so
        # 1.0's name and format, in UTC
        end = row.expires_at
        token["access_token_validity"] = "%d/%d/%d %s" % (
            end.month,
            end.day,
            end.year,
            end.strftime("%H:%M:%S"),
        )
        if getattr(request, "refresh_row", None):
            request.refresh_row._mark_used()

    def validate_refresh_token(
        self, refresh_token: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Token endpoint. A token used again after its retry window ends the family
        (RFC 9700 §4.14.2)."""
        row = self.tokens._find_refresh_token(refresh_token)
        if not row or row.application_id != client or not row.user_id.active or row.revoked_at:
            return False
        now = compat.now()
        if row.used_at and now - row.used_at > RETRY_WINDOW:
            row._revoke_family()
            return False
        if row.refresh_expires_at <= now:
            return False
        request.refresh_row = row
        request.user = row.user_id
        return True

    def get_original_scopes(
        self, refresh_token: str, request: Any, *args: Any, **kwargs: Any
    ) -> List[str]:
        return str(request.refresh_row.scopes).split()


def _generate(request: Any) -> str:
    return secrets.generate(43)


def _shape_code(grant: Any, token_handler: Any, request: Any) -> Any:
    return dict(grant, code=secrets.generate())


def _refuse_plain_challenge(request: Any) -> Any:
    """RFC 9700 §2.1.1: ``plain`` gives the verifier away."""
    if request.code_challenge and request.code_challenge_method != "S256":
        raise UnsupportedCodeChallengeMethodError(
            description="Send code_challenge_method=S256.", request=request
        )
    return {}


def _refuse_unasked_verifier(request: Any) -> None:
    """A verifier for a code that was asked for without a challenge: a downgrade (RFC 9700 §2.1.1)."""
    if request.code_verifier and not request.code_row.code_challenge:
        raise InvalidGrantError(
            description="The code was asked for without a code_challenge.", request=request
        )
