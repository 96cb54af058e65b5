"""Conditions in the headers of requests that write (RFC 9110 §13)."""

from ...exceptions import PreconditionUnsupported
from ...odoo_types import HTTPRequest

# The others are for reading, and ignored by all other methods (RFC 9110 §13.1.3, §13.1.5).
_OF_WRITES = ("If-Match", "If-None-Match", "If-Unmodified-Since")


def refuse_unsupported(httprequest: HTTPRequest) -> None:
    """Refuse to write when the client makes it depend on what is not known here.

    Called when nothing else stands against the request (§13.2.1).

    :raises PreconditionUnsupported: there is a condition
    """
    for header in _OF_WRITES:
        if header in httprequest.headers:
            raise PreconditionUnsupported(header)
