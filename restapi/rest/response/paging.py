"""Headers of lists: the number of records, links to other pages (RFC 8288), and on request the number
of all matching records (RFC 7240)."""

from typing import List, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlencode

from ...exceptions import Headers
from ...odoo_types import HTTPRequest
from ..request import negotiation

TOTAL = "X-Total-Count"
LENGTH = "X-Record-Count"
NEXT_CURSOR = "X-Next-Cursor"
MAX_LINK = 3000  # characters; proxies and clients refuse answers with longer headers


def wants_total(httprequest: HTTPRequest) -> bool:
    """Whether the client asks for the number of all matching records with ``Prefer: count=exact``."""
    return "count=exact" in negotiation.preferences(httprequest)


def total(count: int) -> Headers:
    return [(TOTAL, str(count)), ("Preference-Applied", "count=exact")]


def length(ids: Sequence[int]) -> Headers:
    """The number of records in the answer, so that clients notice a list that was cut off."""
    return [(LENGTH, str(len(ids)))]


def links(httprequest: HTTPRequest, offset: int, limit: Optional[int], more: bool) -> Headers:
    """The ``Link`` header of a limited list: ``first``, ``prev`` and ``next``, where there is one.

    The links keep the URL and the other parameters of the request. If the header would be too long, the
    least important links are left out.

    :param more: whether another page follows
    """
    if not limit:
        return []
    pages: List[Tuple[str, object]] = [("first", 0)]
    if offset:
        pages.append(("prev", max(offset - limit, 0)))
    if more:
        pages.insert(0, ("next", offset + limit))
    return _header(httprequest, "offset", pages)


def cursor(httprequest: HTTPRequest, next_cursor: Optional[str]) -> Headers:
    """The header with the next cursor, and links to the first and the next page.

    :param next_cursor: None on the last page
    """
    pages: List[Tuple[str, object]] = [("first", "")]
    if next_cursor is None:
        return _header(httprequest, "cursor", pages)
    pages.insert(0, ("next", next_cursor))
    return [(NEXT_CURSOR, next_cursor), *_header(httprequest, "cursor", pages)]


def _header(httprequest: HTTPRequest, name: str, pages: List[Tuple[str, object]]) -> Headers:
    """The ``Link`` header; ``name`` is the parameter that tells the pages apart."""
    values = ['<%s>; rel="%s"' % (_url(httprequest, name, page), rel) for rel, page in pages]
    while values and sum(map(len, values)) > MAX_LINK:
        values.pop()
    return [("Link", ", ".join(values))] if values else []


def next_link(httprequest: HTTPRequest, name: str, token: str) -> Headers:
    """The ``Link`` header to the page that a token stands for; none for POST, whose parameters are in the body.

    :param name: the parameter that takes the token
    """
    if httprequest.method not in ("GET", "HEAD"):
        return []
    return _header(httprequest, name, [("next", token)])


def _url(httprequest: HTTPRequest, name: str, value: object) -> str:
    """The URL of the request with another value of a parameter."""
    query = httprequest.environ.get("QUERY_STRING", "").replace(";", "%3B")  # see rest.request.body
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != name]
    return "%s?%s" % (httprequest.base_url, urlencode([*pairs, (name, value)]))
