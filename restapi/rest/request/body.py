"""Parameters of a request: its query string and its body, merged (docs/reference/requests.rst)."""

import json
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import parse_qsl

from ...exceptions import (
    BadRequest,
    InvalidParameter,
    LengthRequired,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from ...odoo_types import Environ, HTTPRequest
from . import literals, multipart

MAX_PARAMETERS = 1000
MAX_UNKNOWN = 32 * 1024  # bytes in a body that is read before authentication
MAX_SIGNED = 1024 * 1024  # bytes in a signed form, if the request names a live token
MAX_QUERY = 16 * 1024  # characters in the query string of an OAuth endpoint
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")
MULTIPART = "multipart/form-data"
FORM_TYPES = ("application/x-www-form-urlencoded", MULTIPART)

Pairs = List[Tuple[str, Any]]


def parameters(httprequest: HTTPRequest, whole_body: Optional[str] = None) -> Dict[str, Any]:
    """The parameters of the query string and of the body.

    Values of a JSON body keep their types and files of a multipart form are werkzeug's
    ``FileStorage``; all others are text.

    :param whole_body: the parameter that takes a JSON body as a whole, unless the request names it
    :raises BadRequest: a parameter occurs twice, or as ``query_pairs`` and ``body_pairs``
    """
    values: Dict[str, Any] = {}
    in_query, in_body = query_pairs(httprequest.environ), body_pairs(httprequest)
    names = {name for name, _value in in_query + in_body}
    if whole_body and whole_body not in names and in_body and is_json(httprequest):
        in_body = [(whole_body, dict(in_body))]
    for name, value in in_query + in_body:
        if name in values:
            raise InvalidParameter(name, "it was sent more than once.")
        values[name] = value
    return values


def query_pairs(environ: Environ) -> Pairs:
    """The parameters of the query string, parsed once for each request.

    :raises BadRequest: as ``parse_query``
    """
    if "restapi.query" not in environ:
        environ["restapi.query"] = parse_query(environ.get("QUERY_STRING", ""))
    return list(environ["restapi.query"])


def parse_query(query: str) -> Pairs:
    """The parameters of a query string, decoded strictly: invalid UTF-8 is refused, not replaced.

    :raises BadRequest: it is not ASCII or not UTF-8, or has too many parameters or an invalid value
    """
    if not query.isascii():
        # servers decode such characters differently, so what is stored or searched for would differ
        raise BadRequest(
            "The URL contains characters other than ASCII: percent-encode them, as in %C3%AB."
        )
    try:
        pairs = _decoded(query)
    except UnicodeDecodeError:
        raise BadRequest("The query string is not UTF-8.") from None
    for name, value in pairs:
        literals.check_storable(name, "query")
        literals.check_storable(value, name)
    return pairs


def body_pairs(httprequest: HTTPRequest) -> Pairs:
    """The parameters of the body; an empty body has none, whatever its Content-Type.

    :raises BadRequest: the body is malformed, or the method takes no body
    :raises LengthRequired: it is chunked, which this server can't read
    :raises PayloadTooLarge: it is longer than the server accepts
    :raises UnsupportedMediaType: its media type can't hold parameters, or it is not UTF-8
    """
    if not _has_body(httprequest):
        return []
    if httprequest.method not in BODY_METHODS:
        raise BadRequest("A %s request takes no body." % httprequest.method)
    limit = httprequest.max_content_length
    if limit is not None and (httprequest.content_length or 0) > limit:
        raise PayloadTooLarge("The body is longer than %d bytes." % limit)
    encoding = httprequest.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        raise UnsupportedMediaType("A body with the Content-Encoding %s can't be read." % encoding)
    mimetype = httprequest.mimetype
    if is_json(httprequest):
        multipart.check_encoding(httprequest.headers.get("Content-Type", ""))
        return _json_pairs(httprequest.get_data())
    if mimetype in FORM_TYPES:
        return form_pairs(httprequest)
    raise UnsupportedMediaType(
        "A body of type '%s' can't be read; send application/json, %s or %s."
        % (mimetype, *FORM_TYPES)
    )


def is_json(httprequest: HTTPRequest) -> bool:
    """Whether the body is JSON, whose values have types; all other parameters are text."""
    mimetype = httprequest.mimetype
    return bool(mimetype == "application/json" or mimetype.endswith("+json"))


def check_short(httprequest: HTTPRequest, limit: int = MAX_UNKNOWN) -> None:
    """Refuse a body that is too long to read before the caller is authenticated.

    :param limit: the greatest length, in bytes
    :raises PayloadTooLarge: the body is longer
    :raises LengthRequired: the request has a body but no Content-Length
    """
    if _has_body(httprequest) and httprequest.content_length is None:
        raise LengthRequired("Send Content-Length.")
    if is_long(httprequest, limit):
        raise PayloadTooLarge(
            "The body has more than %d bytes, the limit before the caller is authenticated. A signed "
            "form may be longer if its oauth_ parameters are in the Authorization header; JSON is not "
            "signed and may have any length." % limit
        )


def is_long(httprequest: HTTPRequest, limit: int = MAX_UNKNOWN) -> bool:
    """Whether the body is longer than ``limit`` bytes, according to Content-Length."""
    return bool((httprequest.content_length or 0) > limit)


def check_protocol(httprequest: HTTPRequest) -> None:
    """Refuse long requests to the OAuth endpoints, where callers are not authenticated yet.

    :raises BadRequest: the query string is too long
    :raises PayloadTooLarge: the body is too long
    :raises LengthRequired: the request has a body but no Content-Length
    """
    if len(httprequest.environ.get("QUERY_STRING", "")) > MAX_QUERY:
        raise BadRequest("The query string has more than %d characters." % MAX_QUERY)
    check_short(httprequest)


def _has_body(httprequest: HTTPRequest) -> bool:
    if httprequest.content_length:
        return True
    chunked = "chunked" in httprequest.headers.get("Transfer-Encoding", "").lower()
    if chunked and not httprequest.environ.get("wsgi.input_terminated"):
        raise LengthRequired("Send Content-Length; this server can't read a chunked body.")
    return chunked


def _json_pairs(data: bytes) -> Pairs:
    try:
        # decode() here, since json.loads would guess the encoding: JSON is UTF-8 (RFC 8259 §8.1)
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=literals.unique, parse_int=_whole)
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON: %s." % error) from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object: its members are the parameters.")
    for name, item in value.items():
        literals.check_storable(name, "body")
        literals.check_storable(item, name)
    return list(value.items())


def _whole(digits: str) -> int:
    """The integer; bounded, since Python before 3.11 needs minutes for a million digits (CVE-2020-10735)."""
    if len(digits) > literals.MAX_INT_DIGITS:
        raise ValueError("it contains a number that doesn't fit in 64 bits")
    return int(digits)


def form_pairs(httprequest: HTTPRequest) -> Pairs:
    """The fields of a form, text or werkzeug's ``FileStorage``; none if the body is not a form.

    Parsed once, even if Odoo retries the request.

    :raises BadRequest: the form is malformed, not UTF-8, or has too many fields
    :raises UnsupportedMediaType: it declares another encoding
    """
    if httprequest.mimetype not in FORM_TYPES:
        return []
    environ = httprequest.environ
    if "restapi.form" not in environ:
        environ["restapi.form"] = _read_form(httprequest)
    return list(environ["restapi.form"])


def _read_form(httprequest: HTTPRequest) -> Pairs:
    content_type = httprequest.headers.get("Content-Type", "")
    multipart.check_encoding(content_type)
    is_multipart = httprequest.mimetype == MULTIPART
    # the parts are kept, so the whole body, which may contain large files, needn't be
    data = httprequest.get_data(cache=not is_multipart)
    if not data:  # empty, or Odoo has read it already, on a route of another addon
        return [*httprequest.form.items(multi=True), *httprequest.files.items(multi=True)]
    if is_multipart:
        pairs = multipart.parse_form(data, content_type)
    else:
        try:
            pairs = _decoded(data.decode("utf-8"))
        except UnicodeDecodeError:
            raise BadRequest("The form is not UTF-8.") from None
    for name, value in pairs:
        literals.check_storable(name, "body")
        if isinstance(value, str):
            literals.check_storable(value, name)
    return pairs


def _decoded(text: str) -> Pairs:
    """The pairs of urlencoded text.

    :raises UnicodeDecodeError: percent-encoded bytes are not UTF-8
    :raises BadRequest: there are too many parameters
    """
    try:
        return list(
            parse_qsl(
                # Python before 3.7.10 treats semicolons as separators
                text.replace(";", "%3B"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MAX_PARAMETERS,
            )
        )
    except UnicodeDecodeError:
        raise
    except ValueError:
        raise BadRequest("There are more than %d parameters." % MAX_PARAMETERS) from None
