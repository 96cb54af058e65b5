"""``/batch``: several requests in one (docs/reference/batch.rst)."""

import contextlib
import json
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple
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
from ..rest.batch import groups, items, references, subrequests
from ..rest.batch.items import Item
from ..rest.request import body, negotiation, params
from ..rest.response import envelopes
from ..rest.transport.routes import ANY_SCOPE, Route, match
from ..rest.write import commits
from . import answering
from .object_write import MATCH
from .routing import route

MAX_REQUESTS = 100
_Run = Callable[[Item, references.Answers], Dict[str, Any]]
# Odoo repeats the batch, or the database is gone.
_OF_THE_WHOLE = (psycopg2.OperationalError, psycopg2.InterfaceError)
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

    def run(item: Item, answers: references.Answers) -> Dict[str, Any]:
        environ[problems.FAILED_KEY] = {"failed": item.name}
        return _respond(controller, item, answers)

    parts = _run(controller, requests, run)
    environ.pop(problems.FAILED_KEY, None)
    return parts


def _each(controller: http.Controller, requests: List[Item]) -> List[Dict[str, Any]]:
    """Run each request in a savepoint of its own."""

    def run(item: Item, answers: references.Answers) -> Dict[str, Any]:
        try:
            with _undone_on_error():
                return _respond(controller, item, answers)
        except _OF_THE_WHOLE:
            raise
        except Exception as error:  # noqa: BLE001 - it is the answer to this request
            return _part(item, problems.respond_to(request.httprequest.environ, error))

    return _run(controller, requests, run)


def _run(controller: http.Controller, requests: List[Item], run: _Run) -> List[Dict[str, Any]]:
    """Run the requests: at once where that can be done, else one by one."""
    answers: references.Answers = {}
    parts: List[Dict[str, Any]] = []
    for group in groups.groups(requests):
        done = _respond_at_once(controller, group, answers) if len(group) > 1 else None
        parts.extend(done or [run(item, answers) for item in group])
    return parts


@contextlib.contextmanager
def _undone_on_error() -> Iterator[None]:
    with commits.refused(request.env), transactions.savepoint(request.env):
        yield


def _respond_at_once(
    controller: http.Controller, group: List[Item], answers: references.Answers
) -> Optional[List[Dict[str, Any]]]:
    """Run requests that differ only in their values.

    :return: their answers; None if they have to be run one by one, also to tell which of them fails
    """
    merged = groups.merged(group)
    if not merged.needs.issubset(answers):
        return None
    try:
        with _undone_on_error(), subrequests.current(request, merged, answers) as httprequest:
            found, variables = _matched(httprequest)
            if found.at_once is None:
                return None
            bound = _bound(found, variables)
            responses = found.at_once(bound.env, **variables, **bound.values)
            for response in responses:
                envelopes.add_headers(httprequest, response, bound.ignored)
    except _OF_THE_WHOLE:
        raise
    except Exception:  # noqa: BLE001 - the run one by one reports it
        return None
    return [
        _answered(item, found, variables, response, answers)
        for item, response in zip(group, responses)
    ]


def _respond(
    controller: http.Controller, item: Item, answers: references.Answers
) -> Dict[str, Any]:
    """Run one request, and add its answer to those that later ones can refer to."""
    for needed in sorted(item.needs - set(answers)):
        raise FailedDependency("The request '%s', to which this one refers, failed." % needed)
    with subrequests.current(request, item, answers) as httprequest:
        found, variables = _matched(httprequest)
        response = _respond_to(controller, found, variables)
    return _answered(item, found, variables, response, answers)


def _respond_to(controller: http.Controller, found: Route, variables: Dict[str, Any]) -> Response:
    bound = _bound(found, variables)
    _require_limit(found, bound.values)
    response = answering.call_endpoint(controller, found, bound, variables)
    if not response.is_sequence:
        response.response.close()
        raise InvalidParameter("limit", "the list is too long for a batch; send it by itself.")
    envelopes.add_headers(request.httprequest, response, bound.ignored)
    return response


def _bound(found: Route, variables: Dict[str, Any]) -> answering.Bound:
    """The parameters of the current request, for which the token must have the scopes."""
    who = caller.current(request)
    for scope in found.scopes(variables):
        who.require(scope)
    bound = answering.bind(found, who)
    if bound.is_dry:
        raise BadRequest("'dry_run' belongs to the batch, not to a request in it.")
    return bound


def _answered(
    item: Item,
    found: Route,
    variables: Dict[str, Any],
    response: Response,
    answers: references.Answers,
) -> Dict[str, Any]:
    """The part of a request, which later ones can refer to."""
    part = _part(item, response)
    if item.id is not None:
        answers[item.id] = references.answered(found, variables, part["body"])
    return part


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
    has_limit = values.get("limit") is not None or values.get("cursor") is not None
    if is_list and not has_limit:
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
