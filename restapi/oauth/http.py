"""Between werkzeug's requests and oauthlib's: credentials in every place that clients put them."""

import base64
import binascii
import re
from typing import Any, Dict, List, Tuple
from urllib.parse import unquote

from ..exceptions import BadRequest
from ..rest import body

Pairs = List[Tuple[str, str]]

# 1.0 prints OAuth headers with single quotes, folded, and without the last comma.
_HEADER_PARAMETER = re.compile(r"""\s*,?\s*([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.ASCII)


def header_pairs(httprequest: Any) -> Pairs:
    """The parameters of ``Authorization: OAuth k="v", …`` (RFC 5849 §3.5.1 and 1.0's dialect).

    :raises BadRequest: the header can't be read
    """
    scheme, _, text = httprequest.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "oauth":
        return []
    pairs, position = [], 0
    while text[position:].strip(" ,\t\r\n"):
        match = _HEADER_PARAMETER.match(text, position)
        if match is None:
            raise BadRequest(
                "The Authorization header can't be read from character %d on; "
                'it must look like OAuth client_id="…", state="…".' % (position + 1)
            )
        name, double, single = match.groups()
        pairs.append((name, unquote(double if double is not None else single, errors="strict")))
        position = match.end()
    return [pair for pair in pairs if pair[0] != "realm"]


def client_pairs(httprequest: Any) -> Pairs:
    """The client's id and secret of HTTP Basic, percent-decoded (RFC 6749 §2.3.1).

    :raises BadRequest: the header can't be read
    """
    scheme, _, text = httprequest.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return []
    try:
        client_id, _, secret = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
        return [
            ("client_id", unquote(client_id, errors="strict")),
            ("client_secret", unquote(secret, errors="strict")),
        ]
    except (binascii.Error, UnicodeDecodeError):
        raise BadRequest("The Authorization header is not HTTP Basic.") from None


def parameters(httprequest: Any) -> Dict[str, str]:
    """All parameters of a request to an OAuth 2.0 endpoint, wherever they stand.

    :raises BadRequest: one can't be read, or stands in two places with different values
    """
    sent: Dict[str, str] = {}
    pairs = header_pairs(httprequest) + client_pairs(httprequest)
    for name, value in pairs + list(body.parameters(httprequest).items()):
        if not isinstance(value, str):
            raise BadRequest("Parameter '%s' must be text." % name)
        if "\x00" in value:
            raise BadRequest("Parameter '%s' contains a NUL character." % name)
        if sent.setdefault(name, value) != value:
            raise BadRequest("Parameter '%s' was sent twice with different values." % name)
    return sent


def issuer(httprequest: Any) -> str:
    """This server's address as the client sees it; behind a proxy, with Odoo's ``proxy_mode``."""
    return str(httprequest.host_url).rstrip("/")
