"""What headers tell of a list: its length, the links to its other pages (RFC 8288), and on request
how many records match in all (RFC 7240)."""

from typing import List, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlencode

from ...exceptions import Headers
from ...odoo_types import HTTPRequest
from ..request import negotiation

TOTAL = "X-Total-Count"
LENGTH = "X-Record-Count"
MAX_LINK = 3000  # characters: proxies and clients refuse answers with long headers


def wants_total(httprequest: HTTPRequest) -> bool:
    """Whether the client prefers to be told the number of all matching records."""
    return "count=exact" in negotiation.preferences(httprequest)


def total(count: int) -> Headers:
    return [(TOTAL, str(count)), ("Preference-Applied", "count=exact")]


def length(ids: Sequence[int]) -> Headers:
    """How many records the answer has: a list whose server dies while it is sent may look whole."""
    return [(LENGTH, str(len(ids)))]


def links(httprequest: HTTPRequest, offset: int, limit: Optional[int], more: bool) -> Headers:
    """The ``Link`` header of a limited list: ``first``, ``prev`` and ``next``, where there is one.

    The other parameters are kept, and the address is the one that the client used. Of a long one
    only the links that are needed most are given, if any.

    :param more: whether records follow this page
    """
    if not limit:
        return []
    pages: List[Tuple[str, int]] = [("first", 0)]
    if offset:
        pages.append(("prev", max(offset - limit, 0)))
    if more:
        pages.insert(0, ("next", offset + limit))
    found = ['<%s>; rel="%s"' % (_address(httprequest, at), rel) for rel, at in pages]
    while found and sum(map(len, found)) > MAX_LINK:
        found.pop()
    return [("Link", ", ".join(found))] if found else []


def _address(httprequest: HTTPRequest, offset: int) -> str:
    query = httprequest.environ.get("QUERY_STRING", "").replace(";", "%3B")  # see rest.request.body
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "offset"]
    return "%s?%s" % (httprequest.base_url, urlencode([*pairs, ("offset", offset)]))
