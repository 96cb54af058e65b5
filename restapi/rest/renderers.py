"""Answers, rendered."""

import json
from typing import Any, List, Optional, Tuple

from odoo.http import Response

from ..compat import json_default
from .negotiation import JSON

# User data must stay out of caches that others share, and is never a page of its own.
HEADERS = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


def dumps(value: Any) -> str:
    """JSON proper: NaN, which PostgreSQL can hold and JSON can't, becomes null."""
    try:
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), default=json_default, allow_nan=False
        )
    except ValueError:
        return dumps(_without_nan(value))


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(item) for item in value]
    return value


def json_response(
    value: Any, status: int = 200, headers: Optional[List[Tuple[str, str]]] = None
) -> Response:
    return Response(
        dumps(value), status=status, headers=[("Content-Type", JSON), *HEADERS, *(headers or [])]
    )
