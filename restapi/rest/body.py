"""What a request carries: its query string and its body, merged (contract §1)."""

import json
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import parse_qsl

from ..exceptions import (
    BadRequest,
    InvalidParameter,
    LengthRequired,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from . import literals

MAX_PARAMETERS = 1000
MAX_UNSIGNED = 1024 * 1024  # bytes
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

Pairs = List[Tuple[str, Any]]


def parameters(httprequest: Any, all_values: Optional[str] = None) -> Dict[str, Any]:
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


def query_pairs(httprequest: Any) -> Pairs:
    """The query string, decoded strictly: what is not UTF-8 is refused, not replaced.

    :raises BadRequest: it can't be read, or has too many parameters
    """
    query = httprequest.environ.get("QUERY_STRING", "")
    if not query.isascii():
        # servers differ in what they make of it, and so would what is stored or searched for
        raise BadRequest(
            "The address has characters other than ASCII: write them percent-encoded, as in %C3%AB."
        )
    try:
        pairs = parse_qsl(
            # Python before 3.7.10 takes a semicolon for a separator
            query.replace(";", "%3B"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise BadRequest("The query string is not UTF-8.") from None
    except ValueError:
        raise BadRequest("There are more than %d parameters." % MAX_PARAMETERS) from None
    for name, value in pairs:
        literals.check(name, "query")
        literals.check(value, name)
    return list(pairs)


def body_pairs(httprequest: Any) -> Pairs:
    """The body's parameters; an empty body has none, whatever its declared type.

    :raises BadRequest: it is malformed, or the method takes none
    :raises LengthRequired: it is chunked, which this server can't read
    :raises PayloadTooLarge: it is longer than the server accepts
    :raises UnsupportedMediaType: it is of a type that can't hold parameters
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
        return _json_pairs(httprequest.get_data())
    if mimetype in FORM_TYPES:
        return _form_pairs(httprequest)
    raise UnsupportedMediaType(
        "A body of type '%s' can't be read; send application/json, %s or %s."
        % (mimetype, *FORM_TYPES)
    )


def is_json(httprequest: Any) -> bool:
    """Whether the body is JSON, whose values have a type; all other parameters are text."""
    mimetype = httprequest.mimetype
    return bool(mimetype == "application/json" or mimetype.endswith("+json"))


def check_short(httprequest: Any) -> None:
    """Before anybody is signed in, only bodies of bounded length are read.

    :raises PayloadTooLarge: it is longer
    :raises LengthRequired: it does not say how long it is
    """
    if _has_body(httprequest) and httprequest.content_length is None:
        raise LengthRequired("Send Content-Length.")
    if (httprequest.content_length or 0) > MAX_UNSIGNED:
        raise PayloadTooLarge(
            "A form that is signed, or of a token endpoint, has at most %d bytes: send other "
            "parameters as JSON." % MAX_UNSIGNED
        )


def _has_body(httprequest: Any) -> bool:
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
        value = json.loads(text, object_pairs_hook=_unique, parse_int=_whole)
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


def _unique(pairs: Pairs) -> Dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return result


def _whole(digits: str) -> int:
    """Python before 3.11 needs minutes for a million digits (CVE-2020-10735)."""
    if len(digits) > literals.MAX_INT_DIGITS:
        raise ValueError("a number in it does not fit in 64 bits")
    return int(digits)


def _form_pairs(httprequest: Any) -> Pairs:
    pairs: Pairs = list(httprequest.form.items(multi=True))
    if len(pairs) > MAX_PARAMETERS:
        raise BadRequest("There are more than %d parameters." % MAX_PARAMETERS)
    for name, value in pairs:
        literals.check(name, "body")
        literals.check(value, name)
    return pairs + list(httprequest.files.items(multi=True))
