"""Which representation a client gets (RFC 9110 §12.5.1)."""

import functools
import re
from typing import FrozenSet, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from ...exceptions import NotAcceptable
from ...odoo_types import HTTPRequest

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
XML = "application/xml"
ANY = "*/*"  # whatever type the content has; the route chooses when it knows it
HTML = "text/html"


def choose(httprequest: HTTPRequest, offered: Sequence[str]) -> str:
    """The type of ``offered`` that the client likes best; the first without a preference.

    :raises NotAcceptable: it takes none of them
    """
    accepted = accepted_types(httprequest)
    if not accepted or ANY in offered:
        return offered[0]
    best = accepted.best_match(offered)
    if best is None:
        raise NotAcceptable(offered)
    return str(best)


def has_parameter(httprequest: HTTPRequest, mimetype: str, parameter: str) -> bool:
    """Whether the client takes a type with a parameter, such as ``bom=1``."""
    for part in httprequest.headers.get("Accept", "").lower().split(","):
        name, *parameters = ("".join(word.split()) for word in part.split(";"))
        if name == mimetype and parameter in parameters:
            return True
    return False


def preferences(httprequest: HTTPRequest) -> FrozenSet[str]:
    """What ``Prefer`` asks for, in lower case and without blanks (RFC 7240 §2)."""
    return _preferences(httprequest.headers.get("Prefer", ""))


def accepted_types(httprequest: HTTPRequest) -> MIMEAccept:
    """What the client takes, without the parameters that many send (``;charset=utf-8``)."""
    return _accepted_types(httprequest.headers.get("Accept", ""))


# Clients send the same headers again and again; see guard for how long these can be.
@functools.lru_cache(maxsize=128)
def _preferences(text: str) -> FrozenSet[str]:
    words = text.replace(";", ",").lower().split(",")
    return frozenset("".join(word.split()) for word in words)


@functools.lru_cache(maxsize=128)
def _accepted_types(text: str) -> MIMEAccept:
    # Java's own client sends q=.2, for which werkzeug passes over the type; see guard for the blanks
    text = re.sub(r"(q ?= ?)\.", r"\g<1>0.", text)
    return MIMEAccept(
        [
            (value.split(";")[0].strip(), quality)
            for value, quality in parse_accept_header(text, MIMEAccept)
        ]
    )
