"""What applications are told about a token: when they get it, and when they ask about it."""

from typing import Any, Dict, Optional

from .. import compat
from . import tokens


def fill(token: Dict[str, Any], row: Any, refresh_token: Optional[str]) -> None:
    """Complete the token endpoint's answer (RFC 6749 §5.1, and 1.0's own names)."""
    if refresh_token:
        token["refresh_token"] = refresh_token
    token["access_token"] = row._access_token()
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


def introspection(env: Any, row: Any, is_refresh_token: bool) -> Dict[str, Any]:
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
