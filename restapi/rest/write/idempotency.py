"""``Idempotency-Key``: a request that is sent again is answered from its first success.

The key and the answer are stored in the transaction of what the request wrote, so there is never one
without the other (docs/reference/requests.rst).
"""

import gzip
import hashlib
import re
from typing import Any, Callable, Dict, List, Optional

from werkzeug.datastructures import FileStorage

from odoo.http import Response

from ... import compat
from ...exceptions import InvalidParameter
from ...odoo_types import Env, HTTPRequest, Request, Value
from ..batch.targets import Target
from ..response import compression
from . import replay

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
# Headers of the request that change what is done or how it is answered.
_COUNTED = ("Accept", "Prefer", "If-Match", "If-None-Match", "If-Unmodified-Since")
# Headers of the answer that depend on how it is sent.
_NOT_STORED = ("content-encoding", "content-length")
_KEY = re.compile(r'"([!#-~]{1,255})"|([!#-~][!-~]{0,254})', re.ASCII)


def has_key(httprequest: HTTPRequest) -> bool:
    return HEADER in httprequest.headers


def parse_key(text: str) -> str:
    """The key in the header; a String of structured fields (RFC 9651) and the bare text are one key.

    :raises InvalidParameter: it is empty, too long, or has characters other than visible ASCII
    """
    match = _KEY.fullmatch(text.strip())
    if not match:
        raise InvalidParameter(HEADER, "it must have 1 to 255 visible ASCII characters.")
    return match.group(1) or match.group(2)


def respond_once(
    request: Request,
    env: Env,
    client_id: str,
    target: Target,
    respond: Callable[[], Response],
) -> Response:
    """The answer to the first request with the key of this one; if this is the first, its own.

    :param env: the caller's environment with the context of the request
    :param client_id: the application
    :param respond: does what was requested
    :raises InvalidParameter: the key is malformed
    :raises IdempotencyKeyReused: another request was sent under this key
    :raises InProgress: the first request is still running
    """
    httprequest = request.httprequest
    key = _digest([client_id, env.uid, parse_key(httprequest.headers[HEADER])])
    # sudo: only the server has access to keys
    keys = env["restapi.idempotency.key"].sudo()
    stored = keys._claim(key, fingerprint(httprequest, target.values))
    if stored is not None:
        body = replay.limited(request, env, target, stored)
        return _replayed(httprequest, stored, body)
    response = respond()
    answer = _answer(response, target)
    compat.flush_all(env)  # an error that Odoo retries must come before
    keys._store(key, answer)
    return response


def fingerprint(httprequest: HTTPRequest, values: Dict[str, Any]) -> str:
    """A digest of all that makes a request what it is, apart from its credentials.

    :param values: the parsed parameters
    """
    headers = [httprequest.headers.get(name) for name in _COUNTED]
    return _digest([httprequest.method, httprequest.path, headers, _plain(values)])


def _plain(value: Value) -> Value:
    """The value as lists and texts, the same for equal values; of a file, the digest of its content."""
    if isinstance(value, dict):
        return sorted([repr(key), _plain(item)] for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, FileStorage):
        return _of_file(value)
    return repr(value)


def _of_file(file: FileStorage) -> List[Optional[str]]:
    content = hashlib.sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return [file.filename, file.mimetype, content]


def _digest(parts: List[Any]) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _answer(response: Response, target: Target) -> replay.Answer:
    """The answer, as it is stored."""
    data = response.get_data()
    if response.headers.get("Content-Encoding") == "gzip":
        data = gzip.decompress(data)
    headers = [pair for pair in response.headers if pair[0].lower() not in _NOT_STORED]
    body = data.decode()
    return replay.Answer(response.status_code, headers, body, replay.outline(target, body))


def _replayed(httprequest: HTTPRequest, stored: replay.Answer, body: str) -> Response:
    response = Response(body, status=stored.status, headers=[*stored.headers, (REPLAYED, "true")])
    tag = response.headers.pop("ETag", None)
    if tag is not None:  # compressed as the first time, see ``response.tagged``
        compression.compress(httprequest, response, min_length=0)
        response.headers["ETag"] = tag
    return response
