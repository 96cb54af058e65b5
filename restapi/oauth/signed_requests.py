"""Normalization of OAuth 1.0a requests (RFC 5849 §3.4.1, §3.5).

oauthlib accepts only strictly encoded URLs and headers in the form of §3.5.1. Clients also send the 1.0
manual's quotes, raw brackets, and protocol parameters in the query or in a form. So requests are parsed
leniently and encoded again strictly. The signature covers the decoded values, so it stays valid.
"""

import base64
import hashlib
import hmac
import re
import time
from typing import Dict, NamedTuple, Tuple

from ..exceptions import BadRequest, InvalidSignature, Unauthorized
from ..odoo_types import HTTPRequest
from ..rest.request import body
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
VERSIONS = ("1.0", "1.0a", "1.0A")  # the last one comes from users of node-oauth
LIFETIME = 300  # seconds by which a timestamp may differ from the server's clock
MAX_LENGTH = 256
REQUIRED = (
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
)
# PHP's league/oauth1-client sends these in the form and all others in the header.
STEP_PARAMETERS = ("oauth_callback", "oauth_verifier")
PARAMETERS = (*REQUIRED, "oauth_version", "oauth_body_hash")  # allowed in every signed request


class SignedRequest(NamedTuple):
    """A normalized request for oauthlib.

    :param parameters: the protocol parameters, decoded
    """

    uri: str
    method: str
    headers: Dict[str, str]
    parameters: Dict[str, str]


def is_signed(httprequest: HTTPRequest) -> bool:
    """Whether a request has protocol parameters of OAuth 1.0a in the header, the query or a form."""
    return bool(header_and_query_parameters(httprequest)) or any(
        name.startswith("oauth_") for name, _ in _form(httprequest)
    )


def header_and_query_parameters(httprequest: HTTPRequest) -> Dict[str, str]:
    """The protocol parameters of the header and the query, which are available without reading the body."""
    pairs = credentials.header_pairs(httprequest) + body.query_pairs(httprequest.environ)
    return {name: value for name, value in pairs if name.startswith("oauth_")}


def parse(httprequest: HTTPRequest) -> SignedRequest:
    """Normalize a request, without requiring a signature: the authorization endpoint needs none.

    :raises BadRequest: the request is malformed
    """
    sources = _sources(httprequest)
    places = [pairs for pairs in sources if any(_is_common(name) for name, _ in pairs)]
    if len(places) > 1:
        raise BadRequest(
            "Send the oauth_ parameters in one place: the header, the query or the form."
        )
    all_pairs = [pair for pairs in sources for pair in pairs]
    protocol = [(name, value) for name, value in all_pairs if name.startswith("oauth_")]
    rest = [(name, value) for name, value in all_pairs if not name.startswith("oauth_")]
    parameters = dict(protocol)
    if len(parameters) != len(protocol):
        raise BadRequest("An oauth_ parameter was sent more than once.")
    header = ", ".join(credentials.encode([pair]).replace("=", '="', 1) + '"' for pair in protocol)
    return SignedRequest(
        uri=credentials.url(httprequest) + "?" + credentials.encode(rest),
        method=httprequest.method,
        headers={"Authorization": "OAuth " + header},
        parameters=parameters,
    )


def parse_signed(httprequest: HTTPRequest) -> SignedRequest:
    """Normalize a request that must be signed.

    :raises BadRequest: a parameter is missing or invalid (RFC 5849 §3.2: 400)
    :raises Unauthorized: the timestamp is stale, or PLAINTEXT was sent without TLS
    """
    signed = parse(httprequest)
    parameters = signed.parameters
    missing = [name for name in REQUIRED if not parameters.get(name)]
    if missing:
        raise BadRequest("A signed request also needs %s." % ", ".join(missing))
    too_long = [name for name, value in parameters.items() if len(value) > _max_length(name)]
    if too_long:
        raise BadRequest("Parameter '%s' is too long." % too_long[0])
    if parameters.get("oauth_version", "1.0") not in VERSIONS:
        raise BadRequest("oauth_version must be 1.0.")
    _check_method(httprequest, parameters)
    _check_timestamp(parameters["oauth_timestamp"])
    return signed


def _is_common(name: str) -> bool:
    return name.startswith("oauth_") and name not in STEP_PARAMETERS


def _sources(
    httprequest: HTTPRequest,
) -> Tuple[credentials.Pairs, credentials.Pairs, credentials.Pairs]:
    """The parameters that the signature covers: header, query and form (RFC 5849 §3.4.1.3.1)."""
    return (
        credentials.header_pairs(httprequest),
        body.query_pairs(httprequest.environ),
        _form(httprequest),
    )


def _form(httprequest: HTTPRequest) -> credentials.Pairs:
    """The fields of a form, whose length is limited before authentication; see ``rfc5849.authenticate``."""
    if httprequest.mimetype != FORM:
        return []
    limit = body.MAX_SIGNED if header_and_query_parameters(httprequest) else body.MAX_UNKNOWN
    body.check_short(httprequest, limit)
    return body.form_pairs(httprequest)


def _max_length(name: str) -> int:
    # a signature by an RSA key of 4096 bits has 684 characters; a callback may have 2000
    return 2000 if name in ("oauth_signature", "oauth_callback") else MAX_LENGTH


def _check_method(httprequest: HTTPRequest, parameters: Dict[str, str]) -> None:
    method, signature = parameters["oauth_signature_method"], parameters["oauth_signature"]
    if method not in SIGNATURE_METHODS:
        raise BadRequest("oauth_signature_method must be one of %s." % ", ".join(SIGNATURE_METHODS))
    if method == "PLAINTEXT" and not _is_private(httprequest):
        raise Unauthorized("PLAINTEXT needs https, since the request contains the secrets.")
    if method.startswith("RSA") and not _is_base64(signature):
        raise InvalidSignature()


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True


def _is_private(httprequest: HTTPRequest) -> bool:
    """Whether nobody can read the request in transit (RFC 5849 §3.4.4): it uses TLS or stays on this host.

    A proxy on this host connects from the loopback address too, so the Host header must name it as well.
    """
    if httprequest.scheme == "https":
        return True
    host = httprequest.host.rsplit(":", 1)[0]
    address = httprequest.remote_addr or ""
    is_local = address == "::1" or address.startswith("127.")
    return is_local and host in ("localhost", "127.0.0.1", "[::1]")


def _check_timestamp(text: str) -> None:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise BadRequest("oauth_timestamp must be the number of seconds since 1970-01-01 UTC.")
    if abs(time.time() - int(text)) > LIFETIME:
        raise Unauthorized(
            "oauth_timestamp differs by more than %d seconds from the server's clock, "
            "which shows %d." % (LIFETIME, time.time())
        )


def check_body_hash(httprequest: HTTPRequest, parameters: Dict[str, str]) -> None:
    """Check the hash that some libraries send for bodies other than forms (OAuth Request Body Hash).

    Called once the signature is valid: until then the server must not read a long body.

    :raises InvalidSignature: the body has another hash
    :raises BadRequest: the body is a form, which the signature already covers
    """
    if "oauth_body_hash" not in parameters:
        return
    if httprequest.mimetype in body.FORM_TYPES:
        raise BadRequest("oauth_body_hash is not allowed with forms.")
    data = httprequest.get_data()
    hashes = [hashlib.sha1(data), hashlib.sha256(data), hashlib.sha512(data)]  # noqa: S324
    expected = [base64.b64encode(digest.digest()) for digest in hashes]
    body_hash = parameters["oauth_body_hash"].encode()
    if not any(hmac.compare_digest(body_hash, candidate) for candidate in expected):
        raise InvalidSignature()
