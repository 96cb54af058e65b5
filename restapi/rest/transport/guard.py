"""Checks of the length and syntax of headers, before anything parses them.

Odoo, Werkzeug and other addons parse headers before the route is known. Some of their parsers need
quadratic time for a long header, or exponential time for a short one: Werkzeug 2.3 and 3.0 hang on
``Content-Type: a/b; x="`` followed by sixty backslashes, and likewise on ``Accept``. So both transports
call ``answer`` first.
"""

import ipaddress
import re
from typing import Any, Optional

from ... import compat
from ...exceptions import (
    BadRequest,
    HeaderTooLarge,
    MethodNotAllowed,
    NoDatabase,
    NotFound,
    RestapiError,
)
from ...odoo_types import Environ
from .. import problems
from ..response.rendering import vary_by
from . import anonymous, routes

MAX_LENGTH = 16 * 1024  # characters in a header
MAX_PARSED_LENGTH = 2 * 1024  # characters in a header that is parsed
MAX_DATABASE = 63  # characters, as in PostgreSQL
MAX_ID_DIGITS = 1000  # int() refuses more than 4300 by default; the environment can lower that
MAX_HOST = 253  # characters (RFC 1035 §2.3.4)

# Headers whose parameters Werkzeug parses. Their quoted strings must be closed and contain no escapes,
# which no media type or language needs.
_WITH_PARAMETERS = frozenset(
    ["CONTENT_TYPE", *("HTTP_ACCEPT" + end for end in ("", "_CHARSET", "_ENCODING", "_LANGUAGE"))]
)
# The methods of routes, and those about routes; the API has no others.
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")
_CONDITIONS = ("MATCH", "MODIFIED_SINCE", "NONE_MATCH", "RANGE", "UNMODIFIED_SINCE")
_PARSED = frozenset(
    [
        *_WITH_PARAMETERS,
        *("HTTP_IF_" + end for end in _CONDITIONS),
        *("HTTP_X_FORWARDED_" + end for end in ("FOR", "HOST", "PROTO")),
        *("HTTP_CACHE_CONTROL", "HTTP_CONTENT_ENCODING", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_PRAGMA"),
        *("HTTP_PREFER", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING", "HTTP_USER_AGENT"),
    ]
)
# Not allowed in any header (RFC 9110 §5.5). Line ends are tolerated: old servers keep those of folded lines.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"\s{2,}")
_PARAMETERS = re.compile(r'[^"\\]*(?:"[^"\\]*"[^"\\]*)*')
_LENGTH = re.compile(r"[0-9]{0,18}")
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|(\w[\w.-]*))(?::([0-9]{1,5}))?", re.ASCII)
_NO_DATABASE = re.compile(r"[/:\\]")


def answer(environ: Environ) -> Optional[Any]:
    """The response that refuses a request below our prefix, as a WSGI application; None to let it pass."""
    if not compat.is_own_path(environ.get("PATH_INFO", "")):
        return None
    try:
        check_headers(environ)
        path = decoded_path(environ)
        _check_method(environ["REQUEST_METHOD"], path)
        anonymous.refuse(environ, path)
    except RestapiError as error:
        response = problems.respond(error)
        vary_by(response, "Origin")
        return response
    return None


def check_headers(environ: Environ) -> None:
    """Check the headers and the path of a request, and collapse runs of whitespace in parsed headers.

    One blank and several mean the same in a parsed header (RFC 9110 §5.6.3).

    :raises HeaderTooLarge: a header is longer than any client needs
    :raises BadRequest: a header is malformed
    :raises NoDatabase: the header X-Odoo-Database can't be the name of a database
    :raises NotFound: the path has double slashes or a number that can't be an id
    """
    for name, value in list(environ.items()):
        if name.startswith("HTTP_") or name == "CONTENT_TYPE":
            _check_header(name, value)
            if name in _PARSED:
                environ[name] = _BLANKS.sub(" ", value)
    _check_path(decoded_path(environ))
    if "HTTP_COOKIE" in environ:
        environ["HTTP_COOKIE"] = _plain_cookies(environ["HTTP_COOKIE"])
    if not _LENGTH.fullmatch(environ.get("CONTENT_LENGTH") or ""):
        raise BadRequest("The header Content-Length is malformed.")
    _check_address(environ)
    database = environ.get("HTTP_X_ODOO_DATABASE", "")
    if len(database) > MAX_DATABASE or _NO_DATABASE.search(database):
        # Odoo would connect to the server that a connection URI names
        raise NoDatabase("The header X-Odoo-Database must be the name of a database.")


def decoded_path(environ: Environ) -> str:
    """The path, decoded as Werkzeug decodes it."""
    return str(environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace"))


def is_host(text: str) -> bool:
    """Whether text is valid for the header ``Host`` (RFC 9110 §7.2): a name or an IP address,
    optionally with a port."""
    match = _HOST.fullmatch(text)
    if not match or int(match.group(3) or 0) > 65535:
        return False
    if match.group(2):
        return len(match.group(2)) <= MAX_HOST
    try:
        ipaddress.IPv6Address(match.group(1))
    except ValueError:
        return False
    return True


def _check_method(method: str, path: str) -> None:
    """:raises MethodNotAllowed: no route takes the method; up to 15.0 Odoo would answer with a web page"""
    allowed = [] if method in _METHODS else routes.allowed_methods(path)
    if allowed:
        raise MethodNotAllowed(method, allowed)


def _check_header(name: str, value: str) -> None:
    limit = MAX_PARSED_LENGTH if name in _PARSED else MAX_LENGTH
    if len(value) > limit:
        raise HeaderTooLarge(_title(name), limit)
    if _CONTROL.search(value):
        raise BadRequest("The header %s contains a control character." % _title(name))
    if name in _WITH_PARAMETERS and not _PARAMETERS.fullmatch(value):
        raise BadRequest("The header %s is malformed: check its quotes." % _title(name))


def _plain_cookies(text: str) -> str:
    """The cookies without quotes or escapes. Odoo's have none, and up to Werkzeug 1.0 parsing them takes
    quadratic time."""
    cookies = _BLANKS.sub(" ", text).split(";")
    return ";".join(cookie for cookie in cookies if '"' not in cookie and "\\" not in cookie)


def _title(name: str) -> str:
    """A header's name as clients write it, truncated for error messages."""
    words = name.replace("HTTP_", "", 1).split("_")
    return "-".join(word.capitalize() for word in words)[:80]


def _check_path(path: str) -> None:
    """Refuse double slashes, for which Werkzeug and Odoo's website redirect and so turn a POST into a
    GET, and numbers that Werkzeug would convert although they can't be ids: it accepts digits of all scripts.

    :raises NotFound: the path has double slashes, or a number that can't be an id
    """
    if "//" in path:
        raise NotFound("There is nothing here; use single slashes in the path.")
    for part in path.split("/"):
        if part.isdigit() and not (part.isascii() and len(part) <= MAX_ID_DIGITS):
            raise NotFound("There is no record with such an id.")


def _check_address(environ: Environ) -> None:
    """Check host and scheme, which URLs in answers and the issuer are built from.

    :raises BadRequest: one of them is malformed
    """
    if not compat.config("proxy_mode"):
        # Werkzeug before 0.15 trusts it from any client
        environ.pop("HTTP_X_FORWARDED_HOST", None)
    # HTTP/1.0 doesn't require Host
    hosts = [environ["HTTP_HOST"]] if "HTTP_HOST" in environ else []
    schemes = [environ.get("wsgi.url_scheme", "http")]
    if compat.config("proxy_mode") and environ.get("HTTP_X_FORWARDED_HOST"):
        # 16.0 and later replace Host and scheme by the last of each, but only after this check
        hosts.append(environ["HTTP_X_FORWARDED_HOST"].rpartition(",")[2].strip())
        schemes.append(environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip())
    if not all(is_host(host) for host in hosts):
        raise BadRequest("The Host header is malformed.")
    if not set(schemes) <= {"http", "https", ""}:
        raise BadRequest("The header X-Forwarded-Proto must be http or https.")
