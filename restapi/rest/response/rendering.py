"""Rendering of answers: JSON, caching headers and conditional requests."""

import base64
import json
from typing import Any, List, Optional, Tuple

from werkzeug.exceptions import PreconditionFailed

from odoo.http import Response

from ...compat import json_default
from ...odoo_types import HTTPRequest, Value
from ..request.negotiation import JSON

# Keep user data out of shared caches, and browsers from guessing another media type.
HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]

# The headers that make a request conditional, as keys of the WSGI environment (RFC 9110 §13.1).
_CONDITIONS = frozenset(
    "HTTP_IF_" + name for name in ("MATCH", "MODIFIED_SINCE", "NONE_MATCH", "UNMODIFIED_SINCE")
)

# created once, since lists are written row by row or chunk by chunk
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=json_default, allow_nan=False
)


def dumps(value: Value) -> str:
    """Valid JSON: NaN and infinity become null, keys become text, and bytes become base64.

    PostgreSQL can store NaN, and computed fields of addons can hold anything: ``needed_terms`` of 16.0's
    invoices is a mapping whose keys are mappings.
    """
    try:
        return _ENCODER.encode(value)
    except (ValueError, TypeError):
        return _ENCODER.encode(_plain(value))


def _plain(value: Value) -> Value:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _key(key: Value) -> Value:
    return key if key is None or isinstance(key, (str, bool, int, float)) else str(key)


def vary_by(response: Response, *headers: str) -> None:
    """Add headers of the request to ``Vary`` (RFC 9110 §12.5.5)."""
    texts = response.headers.getlist("Vary")
    known = [name.strip() for text in texts for name in text.lower().split(",")]
    missing = [header for header in headers if header.lower() not in known]
    if missing and "*" not in known:
        response.headers["Vary"] = ", ".join([*texts, *missing])


def make_conditional(httprequest: HTTPRequest, response: Response, **ranges: Any) -> Response:
    """Answer 304, or with ``ranges`` 206, if the request's headers call for it (RFC 9110 §13).

    :raises werkzeug.exceptions.PreconditionFailed: ``If-Match`` names another version
    :raises werkzeug.exceptions.RequestedRangeNotSatisfiable: the range is outside the content
    """
    if not ranges and _CONDITIONS.isdisjoint(httprequest.environ):
        return response
    response.make_conditional(httprequest.environ, **ranges)
    if response.status_code == 412:
        raise PreconditionFailed("If-Match names a version other than the current one.")
    return response


def json_response(
    value: Value, status: int = 200, headers: Optional[List[Tuple[str, str]]] = None
) -> Response:
    return Response(
        dumps(value), status=status, headers=[("Content-Type", JSON), *HEADERS, *(headers or [])]
    )
