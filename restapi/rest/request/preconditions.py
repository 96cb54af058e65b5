"""Preconditions of requests that write (RFC 9110 §13)."""

from ...exceptions import PreconditionUnsupported
from ...odoo_types import HTTPRequest

# The others apply to reads only; other methods ignore them (RFC 9110 §13.1.3, §13.1.5).
_OF_WRITES = ("If-Match", "If-None-Match", "If-Unmodified-Since")


def refuse_unsupported(httprequest: HTTPRequest) -> None:
    """Refuse to write if the request has a precondition, which this API can't evaluate.

    Called last, when the request would otherwise succeed (§13.2.1).

    :raises PreconditionUnsupported: the request has a precondition
    """
    for header in _OF_WRITES:
        if header in httprequest.headers:
            raise PreconditionUnsupported(header)
