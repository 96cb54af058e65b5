"""Browsers of other origins (the Fetch standard, *CORS protocol*).

No cookie counts here, so what an origin may do is what its token may do. Allowed are the origins of
the redirect URIs of public applications, and those in the system parameter ``restapi.cors_origins``
(separated by spaces; ``*`` for all). Never on the authorization endpoints and the page of allowed
applications: people go there by themselves (RFC 9700 §2.6), and a page of another origin must not
read what a machine is told.
"""

import contextlib
from typing import FrozenSet, List, Tuple
from urllib.parse import urlsplit

import psycopg2

from odoo.http import Response
from odoo.sql_db import PoolError

from ... import compat
from ...odoo_types import Request
from ..response.rendering import vary_by

PAGES = ("/authorize", "/common/applications")
EXPOSED = (
    "Content-Disposition, ETag, Link, Retry-After, WWW-Authenticate, X-Record-Count, X-Total-Count"
)
ACCEPTED = "Accept, Authorization, Content-Type, If-None-Match, Prefer, X-Odoo-Database"
PREFLIGHT_SECONDS = 600

_ORIGINS = """
    SELECT redirect_uris FROM restapi_application
     WHERE kind = 'public' AND active
       AND database_uuid = (SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
     UNION ALL
    SELECT value FROM ir_config_parameter WHERE key = 'restapi.cors_origins'
"""


def allow(request: Request, response: Response) -> Response:
    """Let the page read the answer, if its origin may."""
    httprequest = request.httprequest
    if httprequest.path.rstrip("/").endswith(PAGES):
        return response
    # also if no other origin has asked yet (the Fetch standard, *CORS protocol and HTTP caches*)
    vary_by(response, "Origin")
    origin = httprequest.headers.get("Origin")
    # an error may come before Odoo has looked for the database
    db = getattr(request, "db", None)
    if not origin or not db:
        return response
    # what failed before may have been the database, and its answer has to get through
    with contextlib.suppress(psycopg2.Error, PoolError):
        if is_allowed(origin, db):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def is_allowed(origin: str, db: str) -> bool:
    """Whether pages of an origin may call this database."""
    registry = compat.registry(db)
    if "restapi.application" not in registry:
        return False
    # a connection of its own: the request's may be in a failed transaction
    with registry.cursor() as cr:
        cr.execute(_ORIGINS)
        allowed = _origins(" ".join(text for (text,) in cr.fetchall() if text))
    return "*" in allowed or origin in allowed


def _origins(text: str) -> FrozenSet[str]:
    found = {_origin(uri) for uri in text.split()}
    return frozenset(found | ({"*"} & set(text.split())))


def _origin(uri: str) -> str:
    """As a browser writes it: in lower case, without the port that the scheme has anyway; empty for
    what is no address, which somebody may have set."""
    try:
        parts = urlsplit(uri.lower())
    except ValueError:
        return ""
    default_port = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    host = parts.netloc
    if default_port and host.endswith(default_port):
        host = host[: -len(default_port)]
    return "%s://%s" % (parts.scheme, host)


def preflight(allowed: List[str]) -> Response:
    """What a browser asks before a request that a form could not make."""
    methods = ", ".join(sorted(allowed))
    headers: List[Tuple[str, str]] = [
        ("Allow", methods),
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", ACCEPTED),
        ("Access-Control-Max-Age", str(PREFLIGHT_SECONDS)),
    ]
    return Response(status=204, headers=headers)
