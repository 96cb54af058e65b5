"""Requests of a batch as requests of their own, which take the usual way through the routes."""

import contextlib
import io
import json
from typing import Any, Dict, Iterator
from urllib.parse import unquote

from ...compat import PREFIX
from ...odoo_types import Environ, HTTPRequest, Request
from ..request.negotiation import JSON
from ..response import envelopes
from ..transport import guard
from . import references
from .items import Item

_OF_BODY = ("CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING")
# Headers that are about the batch, and values that were parsed from it.
_OF_BATCH = (
    "HTTP_ACCEPT",
    "HTTP_IDEMPOTENCY_KEY",
    "HTTP_IF_",
    "HTTP_PREFER",
    "restapi.",
    "werkzeug.",
)


@contextlib.contextmanager
def current(request: Request, item: Item, answers: references.Answers) -> Iterator[HTTPRequest]:
    """Make the request of a batch the current one.

    :raises BadRequest: it refers to what an answer doesn't have
    """
    batch, envelope = request.httprequest, request.restapi_envelope
    environ = _environ(batch.environ, item, answers)
    guard.check_headers(environ)
    request.httprequest = type(batch)(environ)
    try:
        envelopes.choose(request, batch.environ[envelopes.ENVIRON_KEY])
        # the keys are the technical names of models, since descriptions differ between series
        request.restapi_envelope = request.restapi_envelope._replace(has_model_keys=True)
        yield request.httprequest
    finally:
        request.httprequest, request.restapi_envelope = batch, envelope


def _environ(batch: Environ, item: Item, answers: references.Answers) -> Environ:
    environ = {
        name: value
        for name, value in batch.items()
        if name not in _OF_BODY and not name.startswith(_OF_BATCH)
    }
    path = PREFIX + unquote(references.resolved_path(item.path, answers))
    environ.update(
        REQUEST_METHOD=item.method,
        PATH_INFO=path.encode("utf-8", "replace").decode("latin-1"),
        QUERY_STRING=item.query,
        HTTP_ACCEPT=JSON,
        **{"HTTP_" + name.upper().replace("-", "_"): text for name, text in item.headers.items()},
        **_body(item, answers),
    )
    return environ


def _body(item: Item, answers: references.Answers) -> Dict[str, Any]:
    if item.body is None:
        return {"wsgi.input": io.BytesIO()}
    data = json.dumps(references.resolved(item.body, answers)).encode()
    return {
        "CONTENT_TYPE": JSON,
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
    }
