"""Which representation a client gets (RFC 9110 §12.5.1)."""

from typing import Any, Sequence

from ..exceptions import NotAcceptable

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
XML = "application/xml"
HTML = "text/html"


def choose(httprequest: Any, offered: Sequence[str]) -> str:
    """The type of ``offered`` that the client likes best; the first without a preference.

    :raises NotAcceptable: it takes none of them
    """
    accepted = httprequest.accept_mimetypes
    if not accepted:
        return offered[0]
    best = accepted.best_match(offered)
    if best is None:
        raise NotAcceptable(offered)
    return str(best)
