"""What anybody may send, looked at before anything parses it: lengths and shapes of headers.

Odoo, Werkzeug and other addons read headers before a route is known, and some of their parsers need
quadratic time for a long header, or exponential time for a short one: Werkzeug 2.3 and 3.0 hang on
``Content-Type: a/b; x="`` and sixty backslashes, and on ``Accept`` alike. So both transports call ``answer`` first.
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

MAX_LENGTH = 16 * 1024  # characters of a header
MAX_PARSED_LENGTH = 2 * 1024  # of one that is taken apart
MAX_DATABASE = 63  # characters, as in PostgreSQL
MAX_ID_DIGITS = 1000  # Python refuses to read 4300, or as many as its environment says
MAX_HOST = 253  # characters (RFC 1035 §2.3.4)

# What Werkzeug reads the parameters of. Quoted strings in it end, and escape nothing: no media type and no
# language needs that.
_WITH_PARAMETERS = frozenset(
    ["CONTENT_TYPE", *("HTTP_ACCEPT" + end for end in ("", "_CHARSET", "_ENCODING", "_LANGUAGE"))]
)
# What a route can be for, and what asks about it; any other word is no method of ours.
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
# No header may hold these (RFC 9110 §5.5). Line ends are left: old servers keep those of folded headers.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"\s{2,}")
_PARAMETERS = re.compile(r'[^"\\]*(?:"[^"\\]*"[^"\\]*)*')
_LENGTH = re.compile(r"[0-9]{0,18}")
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|(\w[\w.-]*))(?::([0-9]{1,5}))?", re.ASCII)
_NO_DATABASE = re.compile(r"[/:\\]")


def answer(environ: Environ) -> Optional[Any]:
    """The refusal of a request below our prefix, as a WSGI application; None if it may go on."""
    if not compat.is_own_path(environ.get("PATH_INFO", "")):
        return None
    try:
        check(environ)
        path = own_path(environ)
        _check_method(environ["REQUEST_METHOD"], path)
        anonymous.refuse(environ, path)
    except RestapiError as error:
        response = problems.respond(error)
        vary_by(response, "Origin")
        return response
    return None


def check(environ: Environ) -> None:
    """Look at the headers of a request, and write runs of blanks in them as one.

    A blank and several mean the same wherever headers are taken apart (RFC 9110 §5.6.3).

    :raises HeaderTooLarge: one is longer than any client needs
    :raises BadRequest: one has no form that its specification knows
    :raises NoDatabase: the header that names the database can't be the name of one
    :raises NotFound: there is a number in the path that no record can have
    """
    for name, value in list(environ.items()):
        if name.startswith("HTTP_") or name == "CONTENT_TYPE":
            _check_header(name, value)
            if name in _PARSED:
                environ[name] = _BLANKS.sub(" ", value)
    _check_path(own_path(environ))
    if "HTTP_COOKIE" in environ:
        environ["HTTP_COOKIE"] = _plain_cookies(environ["HTTP_COOKIE"])
    if not _LENGTH.fullmatch(environ.get("CONTENT_LENGTH") or ""):
        raise BadRequest("The header Content-Length is malformed.")
    _check_address(environ)
    database = environ.get("HTTP_X_ODOO_DATABASE", "")
    if len(database) > MAX_DATABASE or _NO_DATABASE.search(database):
        # Odoo would connect to whatever server an address in it names
        raise NoDatabase("The header X-Odoo-Database takes a database's name.")


def own_path(environ: Environ) -> str:
    """The path, decoded as Werkzeug does it."""
    return str(environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace"))


def is_host(text: str) -> bool:
    """Whether text is what the header ``Host`` takes (RFC 9110 §7.2): a name or an IP address, and
    maybe a port."""
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
    """:raises MethodNotAllowed: no route takes it; up to 15.0 Odoo would answer that with a page"""
    allowed = [] if method in _METHODS else routes.allowed_methods(path)
    if allowed:
        raise MethodNotAllowed(method, allowed)


def _check_header(name: str, value: str) -> None:
    limit = MAX_PARSED_LENGTH if name in _PARSED else MAX_LENGTH
    if len(value) > limit:
        raise HeaderTooLarge(_title(name), limit)
    if _CONTROL.search(value):
        raise BadRequest("The header %s has a control character." % _title(name))
    if name in _WITH_PARAMETERS and not _PARAMETERS.fullmatch(value):
        raise BadRequest("The header %s is malformed: look at its quotes." % _title(name))


def _plain_cookies(text: str) -> str:
    """Without those that have quotes or escapes, which none of Odoo's has: up to Werkzeug 1.0 they take
    quadratic time."""
    cookies = _BLANKS.sub(" ", text).split(";")
    return ";".join(cookie for cookie in cookies if '"' not in cookie and "\\" not in cookie)


def _title(name: str) -> str:
    """A header's name as clients write it, short and printable whatever it is."""
    words = name.replace("HTTP_", "", 1).split("_")
    return "-".join(word.capitalize() for word in words)[:80]


def _check_path(path: str) -> None:
    """Of doubled slashes, at which Werkzeug and Odoo's website redirect, so that a POST would become a
    GET; and of numbers, which Werkzeug reads in the digits of all scripts.

    :raises NotFound: it has two slashes at once, or a number that can be no id
    """
    if "//" in path:
        raise NotFound("There is nothing here; write the path with single slashes.")
    for part in path.split("/"):
        if part.isdigit() and not (part.isascii() and len(part) <= MAX_ID_DIGITS):
            raise NotFound("There is no record of so odd an id.")


def _check_address(environ: Environ) -> None:
    """Host and scheme, of which answers make addresses: a Host that is none would become an issuer.

    :raises BadRequest: one of them is malformed
    """
    if not compat.config("proxy_mode"):
        # Werkzeug before 0.15 believes it whoever sends it
        environ.pop("HTTP_X_FORWARDED_HOST", None)
    # HTTP/1.0 needs no Host
    hosts = [environ["HTTP_HOST"]] if "HTTP_HOST" in environ else []
    schemes = [environ.get("wsgi.url_scheme", "http")]
    if compat.config("proxy_mode") and environ.get("HTTP_X_FORWARDED_HOST"):
        # 16.0 and later put the last of each in the other's place only after this
        hosts.append(environ["HTTP_X_FORWARDED_HOST"].rpartition(",")[2].strip())
        schemes.append(environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip())
    if not all(is_host(host) for host in hosts):
        raise BadRequest("The Host header is malformed.")
    if not set(schemes) <= {"http", "https", ""}:
        raise BadRequest("The header X-Forwarded-Proto must be http or https.")
