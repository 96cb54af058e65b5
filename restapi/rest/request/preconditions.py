"""Preconditions of requests that write (RFC 9110 §13)."""

from typing import Sequence

from ...exceptions import PreconditionUnsupported
from ...odoo_types import HTTPRequest

# The others apply to reads only; other methods ignore them (RFC 9110 §13.1.3, §13.1.5).
_OF_WRITES = ("If-Match", "If-None-Match", "If-Unmodified-Since")


def refuse_unsupported(httprequest: HTTPRequest, supported: Sequence[str] = ()) -> None:
    """Refuse to write if the request has a precondition that its route can't evaluate.

    Called last, when the request would otherwise succeed (§13.2.1).

    :param supported: the headers that the route evaluates
    :raises PreconditionUnsupported: the request has another precondition
    """
    for header in _OF_WRITES:
        if header in httprequest.headers and header not in supported:
            raise PreconditionUnsupported(header)
