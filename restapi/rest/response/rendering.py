"""Answers, rendered."""

import base64
import json
from typing import Any, List, Optional, Tuple

from werkzeug.exceptions import PreconditionFailed

from odoo.http import Response

from ...compat import json_default
from ...odoo_types import HTTPRequest, Value
from ..request.negotiation import JSON

# User data must stay out of caches that others share, and is never a page of its own.
HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


# made once: lists are written a row or a chunk at a time
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=json_default, allow_nan=False
)


def dumps(value: Value) -> str:
    """JSON proper: NaN, which PostgreSQL can hold and JSON can't, becomes null; keys become text,
    bytes that are none base64.

    Addons keep what they like in computed fields that no form shows: ``needed_terms`` of 16.0's
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


def vary_by(response: Response, header: str) -> None:
    """Tell caches that the answer depends on a header of the request, too (RFC 9110 §12.5.5)."""
    texts = response.headers.getlist("Vary")
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if not {"*", header.lower()} & {name.lower() for name in names}:
        response.headers["Vary"] = ", ".join([*names, header])


def make_conditional(httprequest: HTTPRequest, response: Response, **ranges: Any) -> Response:
    """Answer 304, or with ``ranges`` 206, where the request's headers ask for it (RFC 9110 §13).

    :raises werkzeug.exceptions.PreconditionFailed: ``If-Match`` names another version
    :raises werkzeug.exceptions.RequestedRangeNotSatisfiable: the range is outside of it
    """
    response.make_conditional(httprequest.environ, **ranges)
    if response.status_code == 412:
        raise PreconditionFailed("If-Match names another version than the server has.")
    return response


def json_response(
    value: Value, status: int = 200, headers: Optional[List[Tuple[str, str]]] = None
) -> Response:
    return Response(
        dumps(value), status=status, headers=[("Content-Type", JSON), *HEADERS, *(headers or [])]
    )
