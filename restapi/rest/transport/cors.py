"""Cross-origin requests from browsers (the Fetch standard, *CORS protocol*).

The API ignores cookies, so a page can do only what its token allows. The allowed origins are those of
the redirect URIs of public applications and those in the system parameter ``restapi.cors_origins``
(separated by spaces; ``*`` for all). The authorization endpoints, the page of allowed applications and
the API explorer never allow any: browsers navigate to them (RFC 9700 §2.6), and a page of another origin must not read
their answers.
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

PAGES = ("/authorize", "/common/applications", compat.PREFIX + "/docs")
EXPOSED = (
    "Content-Disposition, ETag, Idempotency-Replayed, Link, Location, Preference-Applied, Retry-After, "
    "WWW-Authenticate, X-Dry-Run, X-Ignored-Parameters, X-Next-Cursor, X-Record-Count, X-Request-ID, "
    "X-Total-Count"
)
ACCEPTED = (
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, "
    "X-Odoo-Database"
)
PREFLIGHT_SECONDS = 600

_ORIGINS = """
    SELECT redirect_uris FROM restapi_application
     WHERE kind = 'public' AND active
       AND database_uuid = (SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
     UNION ALL
    SELECT value FROM ir_config_parameter WHERE key = 'restapi.cors_origins'
"""


def allow(request: Request, response: Response) -> Response:
    """Let the page that sent the request read the answer, if its origin is allowed."""
    httprequest = request.httprequest
    if httprequest.path.rstrip("/").endswith(PAGES):
        return response
    # also for requests without an Origin (the Fetch standard, *CORS protocol and HTTP caches*)
    vary_by(response, "Origin")
    origin = httprequest.headers.get("Origin")
    # an error can occur before Odoo has chosen the database
    db = getattr(request, "db", None)
    if not origin or not db:
        return response
    # if the response is about a failure of the database, it must still be sent
    with contextlib.suppress(psycopg2.Error, PoolError):
        if is_allowed(origin, db):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def is_allowed(origin: str, db: str) -> bool:
    """Whether pages of an origin may read answers of this database."""
    registry = compat.registry(db)
    if "restapi.application" not in registry:
        return False
    # a separate connection: the request's transaction may have failed
    with registry.cursor() as cr:
        cr.execute(_ORIGINS)
        allowed = _origins(" ".join(text for (text,) in cr.fetchall() if text))
    return "*" in allowed or origin in allowed


def _origins(text: str) -> FrozenSet[str]:
    origins = {_origin(uri) for uri in text.split()}
    return frozenset(origins | ({"*"} & set(text.split())))


def _origin(uri: str) -> str:
    """The origin of a URI as browsers serialize it: in lower case, without the scheme's default port.

    Empty for text that isn't a URI.
    """
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
    """The answer to a preflight, which browsers send before any request that a form could not send."""
    methods = ", ".join(sorted(allowed))
    headers: List[Tuple[str, str]] = [
        ("Allow", methods),
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", ACCEPTED),
        ("Access-Control-Max-Age", str(PREFLIGHT_SECONDS)),
    ]
    return Response(status=204, headers=headers)
