"""Credentials and OAuth parameters of a request, from every place where clients send them."""

import base64
import binascii
import re
from typing import Dict, Iterable, List, Tuple
from urllib.parse import quote, unquote

from ..exceptions import BadRequest
from ..odoo_types import HTTPRequest
from ..rest.request import body, literals

Pairs = List[Tuple[str, str]]

# The 1.0 manual shows OAuth headers with single quotes, folded, and with commas missing.
_HEADER_PARAMETER = re.compile(r"""[\s,]*([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.ASCII)
# Not allowed in the URL, which proxies and servers write into their logs (RFC 6749 §2.3.1).
_NOT_IN_QUERY = ("client_secret", "code_verifier", "refresh_token", "token")


def scheme(httprequest: HTTPRequest) -> str:
    """The scheme of the ``Authorization`` header in lower case; empty without one."""
    return str(httprequest.headers.get("Authorization", "")).partition(" ")[0].lower()


def credentials(httprequest: HTTPRequest) -> str:
    """What follows the scheme in the ``Authorization`` header (RFC 9110 §11.6.2)."""
    return str(httprequest.headers.get("Authorization", "")).partition(" ")[2].strip()


def header_pairs(httprequest: HTTPRequest) -> Pairs:
    """The parameters of ``Authorization: OAuth k="v", …`` (RFC 5849 §3.5.1 and the 1.0 manual's variant),
    parsed once for each request.

    :raises BadRequest: the header is malformed
    """
    environ = httprequest.environ
    if "restapi.authorization" not in environ:
        is_oauth = scheme(httprequest) == "oauth"
        environ["restapi.authorization"] = _oauth_pairs(httprequest) if is_oauth else []
    return list(environ["restapi.authorization"])


def _oauth_pairs(httprequest: HTTPRequest) -> Pairs:
    text = credentials(httprequest).rstrip(" ,\t\r\n")
    pairs, position = [], 0
    while position < len(text):
        match = _HEADER_PARAMETER.match(text, position)
        if match is None:
            raise BadRequest(
                "The Authorization header is malformed at character %d; "
                'it must look like OAuth client_id="…", state="…".' % (position + 1)
            )
        name, double, single = match.groups()
        value = _unquote(double if double is not None else single, name)
        literals.check_storable(value, name)
        pairs.append((name, value))
        position = match.end()
    return [pair for pair in pairs if pair[0] != "realm"]


def client_pairs(httprequest: HTTPRequest) -> Pairs:
    """The client id and secret from HTTP Basic, percent-decoded (RFC 6749 §2.3.1).

    :raises BadRequest: the header is malformed
    """
    if scheme(httprequest) != "basic":
        return []
    try:
        decoded = base64.b64decode(credentials(httprequest), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise BadRequest("The Authorization header is not HTTP Basic.") from None
    client_id, _, secret = decoded.partition(":")
    # '+' is not decoded: our ids and secrets contain no spaces, and some clients don't encode '+'
    return [
        ("client_id", _unquote(client_id, "client_id")),
        ("client_secret", _unquote(secret, "client_secret")),
    ]


def parameters(httprequest: HTTPRequest) -> Dict[str, str]:
    """All parameters of a request to an OAuth 2.0 endpoint, from the headers, the query and the body.

    A parameter without a value counts as not sent (RFC 6749 §3.1).

    :raises BadRequest: a parameter is malformed, or was sent twice with different values
    """
    body.check_protocol(httprequest)
    sent: Dict[str, str] = {}
    pairs = header_pairs(httprequest) + client_pairs(httprequest)
    for name, value in pairs + list(body.parameters(httprequest).items()):
        if not isinstance(value, str):
            raise BadRequest("Parameter '%s' must be text." % name)
        if "\x00" in value:
            raise BadRequest("Parameter '%s' contains a NUL character." % name)
        if value and sent.setdefault(name, value) != value:
            raise BadRequest("Parameter '%s' was sent twice with different values." % name)
    scopes = sent.pop("scope", "").replace(",", " ").split()  # many libraries join them with commas
    if scopes:
        sent["scope"] = " ".join(scopes)
    return sent


def secret_parameters(httprequest: HTTPRequest) -> Dict[str, str]:
    """As ``parameters``, for endpoints that take secrets, which must not be in the URL.

    :raises BadRequest: the URL contains a secret, or as ``parameters``
    """
    for name, _value in body.query_pairs(httprequest.environ):
        if name in _NOT_IN_QUERY:
            raise BadRequest(
                "Send '%s' in the body or in the Authorization header: in the URL it ends up in logs."
                % name
            )
    return parameters(httprequest)


def issuer(httprequest: HTTPRequest) -> str:
    """The URL of this server as the client sees it; behind a proxy this needs Odoo's ``proxy_mode``."""
    return str(httprequest.host_url).rstrip("/")


def url(httprequest: HTTPRequest) -> str:
    """The URL of the request without its query, with normalized percent-encoding."""
    path = httprequest.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    return issuer(httprequest) + quote(path, safe="/:@!$&'()*+,;=~")


def encode(pairs: Iterable[Tuple[str, str]]) -> str:
    """A query string in the strict percent-encoding that oauthlib requires (RFC 5849 §3.6)."""
    return "&".join(
        "%s=%s" % (quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs
    )


def description(text: str) -> str:
    """The text in the characters allowed in ``error_description``: printable ASCII (RFC 6749 §5.2)."""
    plain = text.replace('"', "'").replace("\\", "/").replace("…", "...")
    return "".join(char if " " <= char <= "~" else "?" for char in plain)


def _unquote(text: str, name: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise BadRequest("Parameter '%s' is not UTF-8." % name) from None
