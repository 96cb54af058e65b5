"""What applications are told about a token: when they get it, and when they ask about it."""

from typing import Any, Dict, Optional, Tuple

from oauthlib.oauth2 import InvalidClientError

from .. import compat
from ..odoo_types import Env, Model, OAuthRequest, OAuthToken, Record
from . import tokens


def fill(token: OAuthToken, row: Record, access_token: str, refresh_token: Optional[str]) -> None:
    """Complete the token endpoint's answer (RFC 6749 §5.1, and 1.0's own names)."""
    if refresh_token:
        token["refresh_token"] = refresh_token
    token["access_token"] = access_token
    token["token_type"] = "bearer"  # noqa: S105 - 1.0 writes it so
    token["scope"] = row.scopes
    # 1.0's name and format, in UTC
    end = row.expires_at
    token["access_token_validity"] = "%d/%d/%d %s" % (
        end.month,
        end.day,
        end.year,
        end.strftime("%H:%M:%S"),
    )


class TokenQuestions:
    """The part of oauthlib's validator about revocation and introspection: an application learns of its
    own tokens only."""

    env: Env
    tokens: Model

    def revoke_token(
        self, token: str, token_type_hint: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> None:
        """Revocation endpoint: a token takes all along that came from the same sign-in (RFC 7009 §2.1)."""
        row, _is_refresh_token = self._row_of(token, request.client)
        row._revoke_family()

    def introspect_token(
        self, token: str, token_type_hint: str, request: OAuthRequest, *args: Any, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """Introspection endpoint (RFC 7662 §2.2); None for what is not live.

        :raises InvalidClientError: a public application can't prove that it may ask (§2.1)
        """
        if request.client.kind == "public":
            raise InvalidClientError(
                description="A public application can't introspect.", request=request
            )
        row, is_refresh_token = self._row_of(token, request.client)
        end = row.refresh_expires_at if is_refresh_token else row.expires_at
        if not row or not row._is_live(end) or (is_refresh_token and row.used_at):
            return None
        return _introspection(self.env, row, is_refresh_token)

    def _row_of(self, token: str, client: Record) -> Tuple[Record, bool]:
        """The client's row of a token, maybe empty, and whether it is a refresh token."""
        row = self.tokens._find_refresh_token(token)
        is_refresh_token = bool(row)
        if not row:
            row = self.tokens._find_access_token(token)
        return row.filtered(lambda found: found.application_id == client), is_refresh_token


def _introspection(env: Env, row: Record, is_refresh_token: bool) -> Dict[str, Any]:
    """What the introspection endpoint tells about a live token (RFC 7662 §2.2).

    :param is_refresh_token: whether the row's refresh token is meant, or its access token
    """
    end = row.refresh_expires_at if is_refresh_token else row.expires_at
    told = {
        "client_id": row.application_id.client_id,
        "username": row.user_id.login,
        "sub": str(row.user_id.id),
        "scope": row.granted_scopes if is_refresh_token else row.scopes,
        "iat": compat.timestamp(row.create_date),
        "exp": compat.timestamp(end),
        "iss": row.issuer,
        "aud": tokens.audience(env),
    }
    if not is_refresh_token:
        told.update(token_type="bearer", jti=row.jti)  # noqa: S106 - no password
    return told
