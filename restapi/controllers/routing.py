"""The route decorator, and the answers where no route matches."""

import functools
from typing import Any, Callable, Iterable, List, Optional, Sequence

import psycopg2

from odoo import http
from odoo.http import Response, request
from odoo.sql_db import PoolError

from .. import compat
from ..compat import METADATA_PATH, PREFIX, server, without_annotations
from ..exceptions import NoDatabase, RestapiError, ServiceUnavailable
from ..oauth.caller import Caller, sign_in
from ..odoo_types import Decorator, Method
from ..rest.request import negotiation, params
from ..rest.response import envelopes
from ..rest.transport import cors
from ..rest.transport.install import ROUTE_TYPE
from ..rest.transport.routes import ANY_SCOPE, CHANGING, ROUTES, Route, allowed_methods
from . import answering


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
    at_once: Optional[Callable[..., List[Response]]] = None,
) -> Decorator:
    """Declare a route: authenticate the caller, parse the parameters, call the endpoint, render the result.

    The endpoint is called with the caller's environment, the variables of the path and the parameters by
    name. It returns a value for JSON or a ``Response``. All of this runs inside Odoo's retry loop, and any
    exception rolls the transaction back.

    :param scope: the scope that a token needs, or ``ANY_SCOPE``; ``None`` for a route without
        authentication
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
    :param at_once: answers several requests of a batch that differ only in ``vals``, given its list
    """
    common = [params.CONTEXT] if scope and scope != ANY_SCOPE else []
    declared = (*takes, *common, *([params.DRY_RUN] if scope in CHANGING else []))

    def decorate(endpoint: Method) -> Method:
        @functools.wraps(endpoint)
        def serve(self: http.Controller, **path_variables: Any) -> Response:
            if needs_db:
                check_database()
            caller = _sign_in(entry.scopes(path_variables)) if scope else None
            response = answering.answer(self, entry, caller, path_variables)
            return _flushed(response) if caller else response

        entry = Route(
            path,
            tuple(methods),
            scope,
            tuple(param.name for param in declared),
            tuple(offers),
            endpoint,
            declared,
            extra,
            more_scopes,
            locks,
            at_once,
        )
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

    @compat.with_signature
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
    envelopes.choose(request, caller.client.answers)
    for needed in scopes_needed:
        caller.require(needed)
    return caller


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
        httprequest = request.httprequest
        if httprequest.method == "OPTIONS" and allowed_methods(httprequest.path):
            return cors.preflight(allowed_methods(httprequest.path))
        raise answering.no_route(httprequest)

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
