"""From an authenticated request to its answer: parameters, environment, endpoint, headers."""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence

from odoo import http
from odoo.http import Response, request

from .. import compat
from ..exceptions import MethodNotAllowed, NotFound, RestapiError
from ..oauth.caller import Caller, require_scopes
from ..odoo_types import Context, Env, HTTPRequest
from ..rest import orm, scopes
from ..rest.batch.targets import Target
from ..rest.request import body, negotiation, params
from ..rest.response import compression, envelopes, rendering
from ..rest.transport import hints
from ..rest.transport.routes import ANY_SCOPE, Route, allowed_methods
from ..rest.write import commits, dry_run, idempotency, upsert_lock

# Scopes of routes that ignore unknown parameters for applications with the envelope ``deployed``.
_IGNORING = ("create", "read", "report")


class Bound(NamedTuple):
    """The parameters of a request, parsed as its route declares them.

    :param env: the caller's environment with the context of the request; None without a caller
    :param values: the arguments of the endpoint
    :param is_dry: whether the request is a dry run
    :param ignored: the names of the parameters that are ignored
    """

    env: Optional[Env]
    values: Dict[str, Any]
    is_dry: bool
    ignored: List[str]


def answer(
    controller: http.Controller,
    route: Route,
    caller: Optional[Caller],
    path_variables: Dict[str, Any],
) -> Response:
    """The answer to the current request.

    :param caller: the authenticated caller; None on a route without authentication
    """
    bound = bind(route, caller)
    keys = tuple(route.locks(**path_variables, **bound.values))
    if keys:
        upsert_lock.take(request.env, keys)

    def respond() -> Response:
        return call_endpoint(controller, route, bound, path_variables)

    if bound.is_dry:
        with dry_run.rolled_back(request.env):
            response = respond()
        response.headers[dry_run.HEADER] = "true"
    elif _is_whole(route):
        with commits.refused(request.env):
            response = _respond_once(route, caller, bound, path_variables, respond)
    else:
        response = respond()
    return with_headers(response, bound.ignored) if caller else response


def _is_whole(route: Route) -> bool:
    """Whether the request must be done as a whole or not at all."""
    has_key = route.can_change and idempotency.has_key(request.httprequest)
    return has_key or route.scope == ANY_SCOPE


def _respond_once(
    route: Route,
    caller: Optional[Caller],
    bound: Bound,
    path_variables: Dict[str, Any],
    respond: Callable[[], Response],
) -> Response:
    """The answer under the ``Idempotency-Key`` of the request, if it has one."""
    if not caller or not bound.env or not idempotency.has_key(request.httprequest):
        return respond()
    target = Target(route.scope or "", path_variables, bound.values)
    return idempotency.respond_once(request, bound.env, caller.client.client_id, target, respond)


def bind(route: Route, caller: Optional[Caller]) -> Bound:
    """Parse the parameters of the current request.

    :raises RestapiError: a parameter is unknown, missing or invalid, or the token lacks a scope for the
        defaults in the context; or the route has no answer of a media type that the client accepts
    """
    sent = _unparsed_parameters(caller, route.names)
    media_type = negotiation.choose(request.httprequest, route.offers)
    ignored: List[str] = []
    may_ignore = caller and caller.client.answers == envelopes.DEPLOYED and route.scope in _IGNORING
    values = params.bind(sent, _expected(route), route.extra, ignored if may_ignore else None)
    context = values.pop("context", None) or {}
    env = _environment(context, route.scope) if caller else None
    is_dry = values.pop("dry_run", False)
    if len(route.offers) > 1:
        values["media_type"] = media_type
    return Bound(env, values, is_dry, ignored)


def call_endpoint(
    controller: http.Controller, route: Route, bound: Bound, path_variables: Dict[str, Any]
) -> Response:
    """What the endpoint of the route answers; a value becomes JSON."""
    result = route.handler(controller, bound.env, **path_variables, **bound.values)
    return result if isinstance(result, Response) else rendering.json_response(result)


def with_headers(response: Response, ignored: List[str]) -> Response:
    """The answer to an authenticated caller, with its headers, compressed if that is enabled."""
    envelopes.add_headers(request.httprequest, response, ignored)
    if compression.may_compress(response) and compat.is_set(request.env, "restapi.compress"):
        compression.compress(request.httprequest, response)
    return response


def no_route(httprequest: HTTPRequest) -> RestapiError:
    """The error for a path that no route has, or not with this method."""
    path, method = httprequest.path, httprequest.method
    segments = path[len(compat.PREFIX) + 1 :].split("/")
    allowed = allowed_methods(path)
    if allowed:
        return MethodNotAllowed(method, allowed, hints.for_method(method, segments))
    return NotFound("There is nothing at %s.%s" % (path, hints.for_path(segments)))


def _unparsed_parameters(caller: Optional[Caller], names: Sequence[str]) -> Dict[str, Any]:
    """The parameters of the current request, not parsed yet."""
    if caller is None:
        return body.parameters(request.httprequest)
    has_bare_values = caller.client.answers == envelopes.DEPLOYED and "vals" in names
    return caller.parameters(
        body.parameters(request.httprequest, "vals" if has_bare_values else None)
    )


def _expected(route: Route) -> Sequence[params.Param]:
    """The declared parameters. A call takes ``dry_run`` from the query only, since a method may have an
    argument of that name."""
    name = params.DRY_RUN.name
    if route.scope == "call" and name not in dict(body.query_pairs(request.httprequest.environ)):
        return [param for param in route.params if param.name != name]
    return route.params


def _environment(context: Context, scope: Optional[str]) -> Env:
    """The caller's environment."""
    if scope != "read":
        require_scopes(request, scopes.of_defaults(context))
    return orm.environment(request, context)
