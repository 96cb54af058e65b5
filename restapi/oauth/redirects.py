"""Redirect URIs: validation for registration, and matching (RFC 6749 §3.1.2, RFC 8252, RFC 9700 §4.1)."""

import re
from typing import Iterable, Optional
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 2000
# Reasons why a URI can't be registered; restapi.application has a message for each.
NO_URI = "no_uri"
OWN_SCHEME = "own_scheme"
NO_HOST = "no_host"
USER_NAME = "user_name"
NO_HTTPS = "no_https"

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=%\[\]]+")


def problem(uri: str) -> Optional[str]:
    """The reason why a URI can't be registered, one of the constants above; None if it can."""
    parts = _split(uri)
    if parts is None:
        return NO_URI
    if parts.scheme not in ("http", "https"):
        return None if "." in parts.scheme else OWN_SCHEME
    if not parts.hostname:
        return NO_HOST
    if "@" in parts.netloc:
        return USER_NAME
    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:
        return NO_HTTPS
    return None


def matches(uri: str, registered: Iterable[str]) -> bool:
    """Whether a URI is equal to a registered one; on loopback addresses the port may differ."""
    return any(uri == candidate or _same_loopback(uri, candidate) for candidate in registered)


def _same_loopback(uri: str, registered: str) -> bool:
    """Whether both are the same but for the port, which a native app gets from the system when it starts
    (RFC 8252 §7.3)."""
    parts, registered_parts = _split(uri), _split(registered)
    if parts is None or registered_parts is None:
        return False
    if registered_parts.hostname not in LOOPBACK_HOSTS:
        return False
    return _without_port(parts) == _without_port(registered_parts)


def _without_port(parts: SplitResult) -> SplitResult:
    netloc = re.sub(r":\d{1,5}$", "", parts.netloc)
    return parts._replace(netloc=netloc)


def _split(uri: str) -> Optional[SplitResult]:
    if len(uri) > MAX_LENGTH or not _ALLOWED.fullmatch(uri):
        return None
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - raises ValueError for an invalid port
    except ValueError:
        return None
    return parts if parts.scheme else None
