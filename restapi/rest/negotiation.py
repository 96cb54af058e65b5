"""Which representation a client gets (RFC 9110 §12.5.1)."""

from typing import Any, Sequence

from ..exceptions import NotAcceptable

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
XML = "application/xml"
ANY = "*/*"  # whatever type the content has; the route chooses when it knows it
HTML = "text/html"


def choose(httprequest: Any, offered: Sequence[str]) -> str:
    """The type of ``offered`` that the client likes best; the first without a preference.

    :raises NotAcceptable: it takes none of them
    """
    accepted = httprequest.accept_mimetypes
    if not accepted or ANY in offered:
        return offered[0]
    best = accepted.best_match(offered)
    if best is None:
        raise NotAcceptable(offered)
    return str(best)
