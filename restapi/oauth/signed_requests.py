"""OAuth 1.0a requests in one spelling, however the client sent them (RFC 5849 §3.4.1, §3.5).

oauthlib reads strictly encoded addresses and the header as §3.5.1 prints it. Clients send 1.0's
quotes, raw brackets, and protocol parameters in the query or in a form: all of it is read once,
leniently, and written again strictly. The signature covers the decoded values, so it stays good.
"""

import base64
import hashlib
import hmac
import re
import time
from typing import Dict, NamedTuple, Tuple

from ..exceptions import BadRequest, InvalidSignature, Unauthorized
from ..odoo_types import HTTPRequest
from ..rest.request import body, literals
from . import credentials

FORM = "application/x-www-form-urlencoded"
SIGNATURE_METHODS = (
    "HMAC-SHA1",
    "HMAC-SHA256",
    "HMAC-SHA512",
    "RSA-SHA1",
    "RSA-SHA256",
    "PLAINTEXT",
)
VERSIONS = ("1.0", "1.0a", "1.0A")  # the last as users of node-oauth write it
LIFETIME = 300  # seconds that a timestamp may differ from our clock
MAX_LENGTH = 256
REQUIRED = (
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
)
# PHP's league/oauth1-client has these in the form and all others in the header.
OF_ONE_STEP = ("oauth_callback", "oauth_verifier")
PARAMETERS = (*REQUIRED, "oauth_version", "oauth_body_hash")  # of every signed request


class SignedRequest(NamedTuple):
    """What oauthlib is given.

    :param parameters: the protocol parameters, decoded
    """

    uri: str
    method: str
    headers: Dict[str, str]
    parameters: Dict[str, str]


def is_signed(httprequest: HTTPRequest) -> bool:
    """Whether a request carries protocol parameters of OAuth 1.0a, in whatever place."""
    return bool(named(httprequest)) or any(
        name.startswith("oauth_") for name, _ in _form(httprequest)
    )


def named(httprequest: HTTPRequest) -> Dict[str, str]:
    """The protocol parameters of the header and the query: what can be known without the form."""
    pairs = credentials.header_pairs(httprequest) + body.query_pairs(httprequest)
    return {name: value for name, value in pairs if name.startswith("oauth_")}


def read(httprequest: HTTPRequest) -> SignedRequest:
    """A request to the authorization endpoint, which needs no signature, or to any other.

    :raises BadRequest: it can't be read
    """
    sources = _sources(httprequest)
    carrying = [pairs for pairs in sources if any(_is_of_all_steps(name) for name, _ in pairs)]
    if len(carrying) > 1:
        raise BadRequest(
            "Send the oauth_ parameters in one place: the header, the query or the form."
        )
    everything = [pair for pairs in sources for pair in pairs]
    protocol = [(name, value) for name, value in everything if name.startswith("oauth_")]
    rest = [(name, value) for name, value in everything if not name.startswith("oauth_")]
    parameters = dict(protocol)
    if len(parameters) != len(protocol):
        raise BadRequest("An oauth_ parameter was sent more than once.")
    for name, value in everything:
        literals.check(name, "query")
        literals.check(value, name)
    header = ", ".join(credentials.encode([pair]).replace("=", '="', 1) + '"' for pair in protocol)
    return SignedRequest(
        uri=credentials.url(httprequest) + "?" + credentials.encode(rest),
        method=httprequest.method,
        headers={"Authorization": "OAuth " + header},
        parameters=parameters,
    )


def read_signed(httprequest: HTTPRequest) -> SignedRequest:
    """A request that must be signed.

    :raises BadRequest: a parameter is missing or makes no sense (RFC 5849 §3.2: 400)
    :raises Unauthorized: its timestamp is stale, or PLAINTEXT would be readable on its way
    """
    signed = read(httprequest)
    sent = signed.parameters
    missing = [name for name in REQUIRED if not sent.get(name)]
    if missing:
        raise BadRequest("A signed request also needs %s." % ", ".join(missing))
    too_long = [name for name, value in sent.items() if len(value) > _max_length(name)]
    if too_long:
        raise BadRequest("Parameter '%s' is too long." % too_long[0])
    if sent.get("oauth_version", "1.0") not in VERSIONS:
        raise BadRequest("oauth_version must be 1.0.")
    _check_method(httprequest, sent)
    _check_timestamp(sent["oauth_timestamp"])
    return signed


def _is_of_all_steps(name: str) -> bool:
    return name.startswith("oauth_") and name not in OF_ONE_STEP


def _sources(
    httprequest: HTTPRequest,
) -> Tuple[credentials.Pairs, credentials.Pairs, credentials.Pairs]:
    """Header, query and form: what the signature covers (RFC 5849 §3.4.1.3.1)."""
    return credentials.header_pairs(httprequest), body.query_pairs(httprequest), _form(httprequest)


def _form(httprequest: HTTPRequest) -> credentials.Pairs:
    """Of anybody no long form is read, see also ``rfc5849.authenticate``."""
    if httprequest.mimetype != FORM:
        return []
    limit = body.MAX_SIGNED if named(httprequest) else body.MAX_UNKNOWN
    body.check_short(httprequest, limit)
    return body.form_pairs(httprequest)


def _max_length(name: str) -> int:
    # an RSA signature of 4096 bits has 684 characters, a callback may have 2000
    return 2000 if name in ("oauth_signature", "oauth_callback") else MAX_LENGTH


def _check_method(httprequest: HTTPRequest, sent: Dict[str, str]) -> None:
    method, signature = sent["oauth_signature_method"], sent["oauth_signature"]
    if method not in SIGNATURE_METHODS:
        raise BadRequest("oauth_signature_method is one of %s." % ", ".join(SIGNATURE_METHODS))
    if method == "PLAINTEXT" and not _is_private(httprequest):
        raise Unauthorized("PLAINTEXT needs https: the secrets stand in the request.")
    if method.startswith("RSA") and not _is_base64(signature):
        raise InvalidSignature()


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True


def _is_private(httprequest: HTTPRequest) -> bool:
    """Whether nobody can read the request on its way (RFC 5849 §3.4.4).

    A proxy on this host also connects from the loopback, hence the look at the name it was asked by.
    """
    if httprequest.scheme == "https":
        return True
    host = httprequest.host.rsplit(":", 1)[0]
    address = httprequest.remote_addr or ""
    is_local = address == "::1" or address.startswith("127.")
    return is_local and host in ("localhost", "127.0.0.1", "[::1]")


def _check_timestamp(text: str) -> None:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise BadRequest("oauth_timestamp must be the seconds since 1970, in UTC.")
    if abs(time.time() - int(text)) > LIFETIME:
        raise Unauthorized(
            "oauth_timestamp differs by more than %d seconds from the server's clock, "
            "which is at %d." % (LIFETIME, time.time())
        )


def check_body_hash(httprequest: HTTPRequest, sent: Dict[str, str]) -> None:
    """What some libraries add to bodies that the signature does not cover (OAuth Request Body Hash).

    Asked when the signature is good: before that nobody may make the server read a long body.

    :raises InvalidSignature: the body is another one
    :raises BadRequest: it is a form, which the signature covers by itself
    """
    if "oauth_body_hash" not in sent:
        return
    if httprequest.mimetype in body.FORM_TYPES:
        raise BadRequest("oauth_body_hash is not for forms.")
    data = httprequest.get_data()
    hashes = [hashlib.sha1(data), hashlib.sha256(data), hashlib.sha512(data)]  # noqa: S324
    known = [base64.b64encode(found.digest()) for found in hashes]
    if not any(hmac.compare_digest(sent["oauth_body_hash"].encode(), one) for one in known):
        raise InvalidSignature()
