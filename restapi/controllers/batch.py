"""``/batch``: several requests in one (docs/reference/batch.rst)."""

import contextlib
import json
from typing import Any, Dict, Iterator, List, Tuple
from urllib.parse import unquote

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo import http
from odoo.http import Response, request

from .. import compat
from ..compat import PREFIX, transactions
from ..exceptions import (
    BadRequest,
    FailedDependency,
    InvalidParameter,
    MissingParameter,
    NotAcceptable,
    PayloadTooLarge,
    RestapiError,
)
from ..oauth import caller
from ..odoo_types import Env, HTTPRequest
from ..rest import problems
from ..rest.batch import items, references, subrequests
from ..rest.batch.items import Item
from ..rest.request import body, negotiation, params
from ..rest.response import envelopes
from ..rest.transport.routes import ANY_SCOPE, Route, match
from ..rest.write import commits
from . import answering
from .object_write import MATCH
from .routing import route

MAX_REQUESTS = 100
# Headers of answers that say nothing inside a batch.
_LEFT_OUT = frozenset(
    [
        "accept-ranges",
        "cache-control",
        "content-length",
        "content-type",
        "date",
        "vary",
        "x-content-type-options",
    ]
)
REQUESTS = params.Param(
    "requests",
    items.parse,
    {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {
                "id": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]{0,63}$"},
                "method": {"type": "string", "enum": list(items.METHODS)},
                "path": {"type": "string", "pattern": "^/(object|report)/"},
                "body": {"type": "object", "additionalProperties": True},
                "headers": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "required": ["method", "path"],
            "additionalProperties": False,
        },
    },
    "the requests, in their order; required",
    required=True,
)
ATOMIC = params.Param(
    "atomic",
    params.parse_bool,
    params.BOOLEAN,
    "``False`` runs each request on its own, so that others are done although one fails; ``True`` by default",
    default=True,
)


def _locks(requests: List[Item], **arguments: Any) -> Iterator[str]:
    """The locks of all requests, which have to be taken together before the first runs."""
    for item in requests:
        with contextlib.suppress(HTTPException, RestapiError):  # which its own run reports
            found, variables = match(references.without(PREFIX + unquote(item.path)), item.method)
            sent = {**dict(body.parse_query(item.query)), **(item.body or {})}
            names = sent.get(MATCH.name)
            fields = None if names is None else MATCH.parse(names, MATCH.name)
            yield from found.locks(**variables, match=fields)


class Batch(http.Controller):
    @route(PREFIX + "/batch", ["POST"], scope=ANY_SCOPE, takes=[REQUESTS, ATOMIC], locks=_locks)
    def batch(self, env: Env, requests: List[Item], atomic: bool) -> Dict[str, Any]:
        """Send several requests in one: all are done, or none. Later ones can refer to earlier answers."""
        limit = _limit(env)
        if len(requests) > limit:
            raise PayloadTooLarge("A batch has at most %d requests; send several." % limit)
        return {"responses": (_all_or_none if atomic else _each)(self, requests)}


def _limit(env: Env) -> int:
    return compat.number(env, "restapi.max_batch", MAX_REQUESTS, 1, 10_000)


def _all_or_none(controller: http.Controller, requests: List[Item]) -> List[Dict[str, Any]]:
    """Run the requests in one transaction; the first that fails ends it."""
    environ = request.httprequest.environ
    answers: references.Answers = {}
    parts = []
    for item in requests:
        environ[problems.FAILED_KEY] = {"failed": item.name}
        parts.append(_respond(controller, item, answers))
    del environ[problems.FAILED_KEY]
    return parts


def _each(controller: http.Controller, requests: List[Item]) -> List[Dict[str, Any]]:
    """Run each request in a savepoint of its own."""
    answers: references.Answers = {}
    parts = []
    for item in requests:
        try:
            with commits.refused(request.env), transactions.savepoint(request.env):
                part = _respond(controller, item, answers)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise  # Odoo repeats the batch, or the database is gone
        except Exception as error:  # noqa: BLE001 - it is the answer to this request
            part = _part(item, problems.respond_to(request.httprequest.environ, error))
        parts.append(part)
    return parts


def _respond(
    controller: http.Controller, item: Item, answers: references.Answers
) -> Dict[str, Any]:
    """Run one request, and add its answer to those that later ones can refer to."""
    for needed in sorted(item.needs - set(answers)):
        raise FailedDependency("The request '%s', to which this one refers, failed." % needed)
    with subrequests.current(request, item, answers) as httprequest:
        found, variables = _matched(httprequest)
        part = _part(item, _respond_to(controller, found, variables))
    if item.id is not None:
        answers[item.id] = references.answered(found, variables, part["body"])
    return part


def _respond_to(controller: http.Controller, found: Route, variables: Dict[str, Any]) -> Response:
    who = caller.current(request)
    for scope in found.scopes(variables):
        who.require(scope)
    bound = answering.bind(found, who)
    if bound.is_dry:
        raise BadRequest("'dry_run' belongs to the batch, not to a request in it.")
    _require_limit(found, bound.values)
    response = answering.call_endpoint(controller, found, bound, variables)
    if not response.is_sequence:
        response.response.close()
        raise InvalidParameter("limit", "the list is too long for a batch; send it by itself.")
    envelopes.add_headers(request.httprequest, response, bound.ignored)
    return response


def _matched(httprequest: HTTPRequest) -> Tuple[Route, Dict[str, Any]]:
    """
    :raises RestapiError: no route matches, or its answers are not JSON
    """
    try:
        found, variables = match(httprequest.path, httprequest.method)
    except HTTPException:
        raise answering.no_route(httprequest) from None
    if negotiation.JSON not in found.offers:
        raise NotAcceptable([negotiation.JSON])
    return found, variables


def _require_limit(found: Route, values: Dict[str, Any]) -> None:
    """:raises MissingParameter: a list could have any length"""
    is_list = "limit" in found.names and not values.get("ids") and not values.get("count")
    if is_list and values.get("limit") is None:
        raise MissingParameter("limit")


def _part(item: Item, response: Response) -> Dict[str, Any]:
    """The answer to one request, as a part of the answer to the batch."""
    part = {} if item.id is None else {"id": item.id}
    data = b"" if response.status_code == 304 else response.get_data()
    return {
        **part,
        "status": response.status_code,
        "headers": {
            name: value for name, value in response.headers if name.lower() not in _LEFT_OUT
        },
        "body": json.loads(data) if data else None,
    }
