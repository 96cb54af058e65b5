"""Which representation a client gets (RFC 9110 §12.5.1)."""

from typing import Any, Sequence

from werkzeug.datastructures import MIMEAccept

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
    # without parameters: many clients send application/json;charset=utf-8
    types = [
        (value.split(";")[0].strip(), quality) for value, quality in httprequest.accept_mimetypes
    ]
    accepted = MIMEAccept(types)
    if not accepted or ANY in offered:
        return offered[0]
    best = accepted.best_match(offered)
    if best is None:
        raise NotAcceptable(offered)
    return str(best)
