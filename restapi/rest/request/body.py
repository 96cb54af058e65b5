"""What a request carries: its query string and its body, merged (docs/reference/requests.rst)."""

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
from ...odoo_types import HTTPRequest
from . import literals, multipart

MAX_PARAMETERS = 1000
MAX_UNKNOWN = 32 * 1024  # bytes of a body that is read of anybody
MAX_SIGNED = 1024 * 1024  # bytes of a form, of somebody who names a live token
MAX_QUERY = 16 * 1024  # characters of the query string of a protocol's endpoint
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")
MULTIPART = "multipart/form-data"
FORM_TYPES = ("application/x-www-form-urlencoded", MULTIPART)

Pairs = List[Tuple[str, Any]]


def parameters(httprequest: HTTPRequest, all_values: Optional[str] = None) -> Dict[str, Any]:
    """The parameters of the query string and of the body.

    :param all_values: the parameter that a JSON body stands for as a whole, unless it is sent by name
    Values of a JSON body keep their type, all others are text, files of a multipart form are
    werkzeug's ``FileStorage``.

    :raises BadRequest: the request names a parameter twice, or as ``query_pairs`` and ``body_pairs``
    """
    sent: Dict[str, Any] = {}
    in_query, in_body = query_pairs(httprequest), body_pairs(httprequest)
    named = {name for name, _value in in_query + in_body}
    if all_values and all_values not in named and in_body and is_json(httprequest):
        in_body = [(all_values, dict(in_body))]
    for name, value in in_query + in_body:
        if name in sent:
            raise InvalidParameter(name, "it was sent more than once.")
        sent[name] = value
    return sent


def query_pairs(httprequest: HTTPRequest) -> Pairs:
    """The query string, decoded strictly: what is not UTF-8 is refused, not replaced. Read once.

    :raises BadRequest: it can't be read, or has too many parameters
    """
    environ = httprequest.environ
    if "restapi.query" not in environ:
        environ["restapi.query"] = read_query(environ.get("QUERY_STRING", ""))
    return list(environ["restapi.query"])


def read_query(query: str) -> Pairs:
    if not query.isascii():
        # servers differ in what they make of it, and so would what is stored or searched for
        raise BadRequest(
            "The address has characters other than ASCII: write them percent-encoded, as in %C3%AB."
        )
    try:
        pairs = _decoded(query)
    except UnicodeDecodeError:
        raise BadRequest("The query string is not UTF-8.") from None
    for name, value in pairs:
        literals.check(name, "query")
        literals.check(value, name)
    return pairs


def body_pairs(httprequest: HTTPRequest) -> Pairs:
    """The body's parameters; an empty body has none, whatever its declared type.

    :raises BadRequest: it is malformed, or the method takes none
    :raises LengthRequired: it is chunked, which this server can't read
    :raises PayloadTooLarge: it is longer than the server accepts
    :raises UnsupportedMediaType: it is of a type that can't hold parameters, or not in UTF-8
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
        raise UnsupportedMediaType("A body can't be read in Content-Encoding %s." % encoding)
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
    """Whether the body is JSON, whose values have a type; all other parameters are text."""
    mimetype = httprequest.mimetype
    return bool(mimetype == "application/json" or mimetype.endswith("+json"))


def check_short(httprequest: HTTPRequest, limit: int = MAX_UNKNOWN) -> None:
    """Before anybody is signed in, only bodies of bounded length are read.

    :param limit: bytes
    :raises PayloadTooLarge: it is longer
    :raises LengthRequired: it does not say how long it is
    """
    if _has_body(httprequest) and httprequest.content_length is None:
        raise LengthRequired("Send Content-Length.")
    if is_long(httprequest, limit):
        raise PayloadTooLarge(
            "The body has more than %d bytes, which nobody may send before signing in. A signed form "
            "may be longer if its oauth_ parameters stand in the header; JSON is not signed, and may "
            "be of any length." % limit
        )


def is_long(httprequest: HTTPRequest, limit: int = MAX_UNKNOWN) -> bool:
    """Whether a body is longer than so many bytes, as far as it says."""
    return bool((httprequest.content_length or 0) > limit)


def check_protocol(httprequest: HTTPRequest) -> None:
    """What anybody sends to the endpoints of a protocol is short.

    :raises BadRequest: the query string is long
    :raises PayloadTooLarge: the body is
    :raises LengthRequired: the body does not say how long it is
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
        # bytes.decode and not json's own guess: JSON is UTF-8 (RFC 8259 §8.1)
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=literals.unique, parse_int=_whole)
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not JSON: %s." % error) from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object: its members are the parameters.")
    for name, item in value.items():
        literals.check(name, "body")
        literals.check(item, name)
    return list(value.items())


def _whole(digits: str) -> int:
    """Python before 3.11 needs minutes for a million digits (CVE-2020-10735)."""
    if len(digits) > literals.MAX_INT_DIGITS:
        raise ValueError("a number in it does not fit in 64 bits")
    return int(digits)


def form_pairs(httprequest: HTTPRequest) -> Pairs:
    """The fields of a form, text or werkzeug's ``FileStorage``; none if the body is no form.

    Read once, also if Odoo tries the request again.

    :raises BadRequest: it is malformed, not UTF-8, or has too many fields
    :raises UnsupportedMediaType: it says that it is in another encoding
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
    # files may be long, and are kept as parts
    data = httprequest.get_data(cache=not is_multipart)
    if not data:  # or Odoo has read it, on a route of another addon
        return [*httprequest.form.items(multi=True), *httprequest.files.items(multi=True)]
    if is_multipart:
        pairs = multipart.pairs(data, content_type)
    else:
        try:
            pairs = _decoded(data.decode("utf-8"))
        except UnicodeDecodeError:
            raise BadRequest("The form is not UTF-8.") from None
    for name, value in pairs:
        literals.check(name, "body")
        if isinstance(value, str):
            literals.check(value, name)
    return pairs


def _decoded(text: str) -> Pairs:
    """
    :raises UnicodeDecodeError: what is percent-encoded is not UTF-8
    :raises BadRequest: there are too many parameters
    """
    try:
        return list(
            parse_qsl(
                # Python before 3.7.10 takes a semicolon for a separator
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
