"""Answers with one record and its entity tag (docs/reference/requests.rst)."""

from typing import List, Optional

from ...exceptions import Headers
from ...odoo_types import Record, Request, Response
from .. import entity_tags
from ..read.nested import Row
from . import compression, rendering

# Only the client may store it, it must revalidate each time, and nobody may change its bytes.
_CACHE_CONTROL = "private, no-cache, no-transform"


def one(
    request: Request,
    record: Record,
    row: Row,
    names: Optional[List[str]],
    status: int = 200,
    headers: Optional[Headers] = None,
) -> Response:
    """The answer with one record.

    :param record: the record, in the environment of the request
    :param row: its values
    :param names: the parameter ``fields``; None for all fields
    """
    envelope = request.restapi_envelope
    response = rendering.json_response(envelope.one(record, row), status, headers)
    # a proxy that compresses it would weaken the tag, although no-transform forbids that
    compression.compress(request.httprequest, response, min_length=0)
    coding = response.headers.get("Content-Encoding", "")
    form = "%d%d%s" % (envelope.has_model_keys, envelope.is_deployed, coding)
    view = entity_tags.View(names, dict(record.env.context), form)
    tag = entity_tags.make(record, view, row)
    if tag is not None:
        response.set_etag(tag)
        response.headers["Cache-Control"] = _CACHE_CONTROL
        rendering.vary_by(response, "Authorization", "Accept")
    return response
