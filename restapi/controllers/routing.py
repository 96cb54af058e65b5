"""The route decorator, and the answers where no route matches."""

import contextlib
import functools
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence

import psycopg2

from odoo import http
from odoo.http import Response, request
from odoo.sql_db import PoolError

from .. import compat
from ..compat import METADATA_PATH, PREFIX, server, without_annotations
from ..exceptions import MethodNotAllowed, NoDatabase, NotFound, RestapiError, ServiceUnavailable
from ..oauth.caller import Caller, require_scopes, sign_in
from ..odoo_types import Context, Decorator, Env, Method
from ..rest import orm, scopes
from ..rest.request import body, negotiation, params
from ..rest.response import compression, envelopes, rendering
from ..rest.transport import cors, hints
from ..rest.transport.install import ROUTE_TYPE
from ..rest.transport.routes import ROUTES, Route, allowed_methods
from ..rest.write import dry_run, upsert_lock

# Scopes of routes that can be tried by a dry run.
_CHANGING = ("create", "write", "delete", "call")
# Scopes of routes that ignore unknown parameters for applications with the envelope ``deployed``.
_IGNORING = ("create", "read", "report")


def route(
    path: str,
    methods: Sequence[str],
    scope: Optional[str] = None,
    takes: Sequence[params.Param] = (),
    offers: Sequence[str] = (negotiation.JSON,),
    readonly: bool = False,
    needs_db: bool = True,
    extra: Optional[params.ExtraParams] = None,
    more_scopes: Callable[..., Iterable[str]] = lambda **path_variables: (),
    locks: Callable[..., Iterable[str]] = lambda **arguments: (),
) -> Decorator:
    """Declare a route: authenticate the caller, parse the parameters, call the endpoint, render the result.

    The endpoint is called with the caller's environment, the variables of the path and the parameters by
    name. It returns a value for JSON or a ``Response``. All of this runs inside Odoo's retry loop, and any
    exception rolls the transaction back.

    :param scope: the scope that a token needs; ``None`` for a route without authentication
    :param takes: the parameters
    :param offers: the media types of its answers, the default first; a client that accepts none of them
        is refused before the endpoint is called. An endpoint with several gets the one that the client
        prefers as ``media_type``
    :param readonly: Odoo 18.0 and later may serve it from a replica
    :param needs_db: the route needs a database
    :param extra: parameters that the route accepts under names that it doesn't declare
    :param more_scopes: returns further scopes that a token needs, given the variables of the path
    :param locks: returns the keys of the locks under which the endpoint runs, given its arguments, see
        ``rest.write.upsert_lock``
    """
    common = (params.CONTEXT, params.DRY_RUN) if scope in _CHANGING else (params.CONTEXT,)
    declared = tuple(takes) + (common if scope else ())
    names = tuple(param.name for param in declared)

    def decorate(endpoint: Method) -> Method:
        @functools.wraps(endpoint)
        def serve(self: http.Controller, **path_variables: Any) -> Response:
            if needs_db:
                check_database()
            caller = _sign_in((scope, *more_scopes(**path_variables))) if scope else None
            sent = _unparsed_parameters(caller, names)
            media_type = negotiation.choose(request.httprequest, offers)
            ignored: List[str] = []
            may_ignore = caller and caller.answers == envelopes.DEPLOYED and scope in _IGNORING
            values = params.bind(
                sent, _expected(declared, scope), extra, ignored if may_ignore else None
            )
            env = _environment(values.pop("context", None) or {}, scope)
            is_dry = values.pop("dry_run", False)
            if len(offers) > 1:
                values["media_type"] = media_type
            keys = tuple(locks(**path_variables, **values))
            if keys:
                upsert_lock.take(request.env, keys)
            with dry_run.rolled_back(request.env) if is_dry else contextlib.nullcontext():
                answer = endpoint(self, env, **path_variables, **values)
                is_response = isinstance(answer, Response)
                response = answer if is_response else rendering.json_response(answer)
            if is_dry:
                response.headers[dry_run.HEADER] = "true"
            return _flushed(_with_headers(response, ignored) if scope else response)

        entry = Route(path, tuple(methods), scope, names, tuple(offers), endpoint, declared)
        return _registered(entry, serve, readonly)

    return decorate


def protocol_route(
    path: str,
    methods: Sequence[str],
    reads: Sequence[str] = (),
    offers: Sequence[str] = (negotiation.JSON,),
    needs_db: bool = True,
) -> Decorator:
    """Declare a route whose endpoint parses the request itself, as the specifications of OAuth prescribe.

    The endpoint is called with an environment without a user and returns a ``Response``.

    :param reads: the parameters that the endpoint reads, for the documentation
    :param offers: the media types of its answers
    :param needs_db: the route needs a database; without one, the endpoint of a route that needs none is
        called with None
    """

    def decorate(endpoint: Method) -> Method:
        @functools.wraps(endpoint)
        def serve(self: http.Controller, **path_variables: Any) -> Response:
            if needs_db:
                check_database()
            env = request.env if request.db else None
            return _flushed(endpoint(self, env, **path_variables))

        return _registered(
            Route(path, tuple(methods), None, tuple(reads), tuple(offers), endpoint), serve
        )

    return decorate


def _registered(entry: Route, serve: Method, readonly: bool = False) -> Method:
    """The method as Odoo's router takes it, added to the list of routes."""
    ROUTES.append(entry)

    @without_annotations
    @functools.wraps(serve)
    def answer(self: http.Controller, **path_variables: Any) -> Response:
        if request.httprequest.method == "OPTIONS":  # which 16.0 and later add to each route
            return cors.preflight(allowed_methods(request.httprequest.path))
        return serve(self, **path_variables)

    return http.route(
        entry.path,
        type=ROUTE_TYPE,
        auth="none",
        methods=list(entry.methods),
        csrf=False,
        save_session=False,
        readonly=readonly,
    )(answer)


def _sign_in(scopes_needed: Iterable[str]) -> Caller:
    """Authenticate the current request, and set the envelope of its answer and errors."""
    caller = sign_in(request)
    envelopes.choose(request, caller.answers)
    for needed in scopes_needed:
        caller.require(needed)
    return caller


def _unparsed_parameters(caller: Optional[Caller], names: Sequence[str]) -> Dict[str, Any]:
    """The parameters of the current request, not parsed yet."""
    if caller is None:
        return body.parameters(request.httprequest)
    has_bare_values = caller.answers == envelopes.DEPLOYED and "vals" in names
    return caller.parameters(
        body.parameters(request.httprequest, "vals" if has_bare_values else None)
    )


def _expected(declared: Sequence[params.Param], scope: Optional[str]) -> Sequence[params.Param]:
    """The declared parameters. A call takes ``dry_run`` from the query only, since a method may have an
    argument of that name."""
    name = params.DRY_RUN.name
    if scope == "call" and name not in dict(body.query_pairs(request.httprequest.environ)):
        return [param for param in declared if param.name != name]
    return declared


def _environment(context: Context, scope: Optional[str]) -> Optional[Env]:
    """The caller's environment; None without a database."""
    if not request.db:
        return None
    if scope != "read":
        require_scopes(request, scopes.of_defaults(context))
    return orm.environment(request, context)


def _with_headers(response: Response, ignored: List[str]) -> Response:
    """The answer to an authenticated caller, with its headers, compressed if that is enabled."""
    envelopes.add_headers(request.httprequest, response, ignored)
    if compat.is_set(request.env, "restapi.compress"):
        compression.compress(request.httprequest, response)
    return response


def _flushed(response: Response) -> Response:
    """The answer, after pending changes are flushed, so that Odoo can still retry after a conflict."""
    if request.db:
        compat.flush_to_retry(request.env)
    return response


def check_database() -> None:
    """Check that a database is chosen.

    :raises NoDatabase: no database is chosen, or this addon is not installed in it
    :raises ServiceUnavailable: PostgreSQL is unavailable
    """
    if not request.db:
        raise _no_database()
    # not request.env, which would open a cursor
    if "restapi.application" not in request.registry:
        raise NoDatabase("The addon restapi is not installed in this database.")


def _no_database() -> RestapiError:
    """The error for a request without a database.

    Odoo also goes on without a database if it can't connect to PostgreSQL, so this tries again.
    """
    unavailable = ServiceUnavailable("The database is unavailable; try again.")
    requested = request.httprequest.headers.get("X-Odoo-Database")
    try:
        databases = server.db_filter(server.list_dbs())
    except (psycopg2.Error, PoolError):
        return unavailable
    if requested in databases if requested else len(databases) == 1:
        return unavailable  # it was a moment ago
    if requested:
        return NoDatabase(
            "The database in the header X-Odoo-Database doesn't exist, "
            "or the server's dbfilter doesn't allow it for this host name."
        )
    return NoDatabase(
        "No database is chosen: name one in the header X-Odoo-Database, "
        "or let the server's dbfilter choose it by the host name."
    )


class Fallback(http.Controller):
    """Problem documents for unknown paths and wrong methods below the prefix."""

    @http.route(
        PREFIX + "/<path:path>",
        type=ROUTE_TYPE,
        auth="none",
        csrf=False,
        save_session=False,
    )
    @without_annotations
    def no_route(self, path: str = "", **ignored: Any) -> Response:
        allowed = allowed_methods(request.httprequest.path)
        if allowed and request.httprequest.method == "OPTIONS":
            return cors.preflight(allowed)
        segments = path.split("/")
        if allowed:
            hint = hints.for_method(request.httprequest.method, segments)
            raise MethodNotAllowed(request.httprequest.method, allowed, hint)
        raise NotFound(
            "There is nothing at %s.%s" % (request.httprequest.path, hints.for_path(segments))
        )

    @http.route(
        [PREFIX, "/start", METADATA_PATH],
        type=ROUTE_TYPE,
        auth="none",
        methods=["DELETE", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"],
        csrf=False,
        save_session=False,
    )
    @without_annotations
    def no_method(self, **ignored: Any) -> Response:
        """Refuse other methods on the routes that are only for reading."""
        return self.no_route()
