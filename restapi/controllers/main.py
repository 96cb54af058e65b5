"""The route decorator, and what answers where no route is."""

import functools
from typing import Any, Callable, Optional, Sequence

import psycopg2

from odoo import http
from odoo.http import Response, request
from odoo.service.db import list_dbs
from odoo.sql_db import PoolError

from ..compat import METADATA_PATH, PREFIX, without_annotations
from ..exceptions import (
    MethodNotAllowed,
    NoDatabase,
    NotFound,
    RestapiError,
    ServiceUnavailable,
)
from ..oauth.caller import sign_in
from ..rest import body, cors, negotiation, orm, params, renderers
from ..rest.routes import ROUTES, Route, allowed_methods
from ..rest.transports import ROUTE_TYPE


def route(
    path: str,
    methods: Sequence[str],
    scope: Optional[str] = None,
    takes: Sequence[params.Param] = (),
    offers: Sequence[str] = (negotiation.JSON,),
    readonly: bool = False,
    raw: bool = False,
    reads: Sequence[str] = (),
    needs_db: bool = True,
    others: Optional[params.Others] = None,
    more_scopes: Callable[..., Sequence[str]] = lambda **path_variables: (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a route: sign the caller in, read the parameters, call, render.

    The method is called with the caller's environment, the variables of the path and the
    parameters by name, and gives back a value for JSON or a ``Response``. All of it runs inside
    Odoo's retry loop, and whatever is raised rolls the transaction back.

    :param scope: the scope that a token needs; ``None`` for a route without sign-in
    :param takes: the parameters
    :param offers: the media types it can answer in, the default first; who takes none of them is
        refused before the endpoint is called
    :param readonly: Odoo 18.0 and later may serve it from a replica
    :param raw: it reads the request itself, as the protocols of ``oauth`` do
    :param reads: the parameters that it reads then, for the documentation
    :param needs_db: it can't answer without a database
    :param others: what it takes besides, by names that are not declared
    :param more_scopes: the scopes that a token needs besides, given the variables of the path
    """
    declared = tuple(takes) + ((params.CONTEXT,) if scope else ())
    names = (*(param.name for param in declared), *reads)

    def decorate(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        @without_annotations
        @functools.wraps(endpoint)
        def serve(self: Any, **path_variables: Any) -> Response:
            httprequest = request.httprequest
            if httprequest.method == "OPTIONS":  # which 16.0 and later add to each route
                return cors.preflight(allowed_methods(httprequest.path))
            if needs_db:
                check_database()
            if raw:
                return endpoint(self, request.env, **path_variables)
            if scope:
                caller = sign_in(request)
                for needed in (scope, *more_scopes(**path_variables)):
                    caller.require(needed)
            sent = body.parameters(httprequest)
            if scope:
                sent = caller.parameters(sent)
            negotiation.choose(httprequest, offers)
            values = params.bind(sent, declared, others)
            context = values.pop("context", None) or {}
            env = orm.environment(request, context) if request.db else None
            answer = endpoint(self, env, **path_variables, **values)
            return answer if isinstance(answer, Response) else renderers.json_response(answer)

        ROUTES.append(Route(path, tuple(methods), scope, names, tuple(offers)))
        return http.route(
            path,
            type=ROUTE_TYPE,
            auth="none",
            methods=list(methods),
            csrf=False,
            save_session=False,
            readonly=readonly,
        )(serve)

    return decorate


def check_database() -> None:
    """Nothing can be asked of a server with several databases before one is chosen.

    :raises NoDatabase: none is chosen, or this addon is not installed in it
    :raises ServiceUnavailable: PostgreSQL is away
    """
    if not request.db:
        raise _no_database()
    # the registry of the request, since its environment would cost a cursor
    if "restapi.application" not in request.registry:
        raise NoDatabase("The addon restapi is not installed in this database.")


def _no_database() -> RestapiError:
    """Odoo goes on without a database also when it can't reach PostgreSQL, so PostgreSQL is asked."""
    away = ServiceUnavailable("The database can't be reached; try again.")
    named = request.httprequest.headers.get("X-Odoo-Database")
    try:
        known = http.db_filter(list_dbs(force=True))
    except (psycopg2.Error, PoolError):
        return away
    if named in known if named else len(known) == 1:
        return away  # it could not be reached a moment ago
    if named:
        return NoDatabase(
            "There is no database of the name in the header X-Odoo-Database, "
            "or the server's dbfilter does not allow it for this host name."
        )
    return NoDatabase(
        "No database is chosen: name one in the header X-Odoo-Database, "
        "or let the server's dbfilter find it from the host name."
    )


class Fallback(http.Controller):
    """Below the prefix, unknown paths and wrong methods get the same error shape as all else."""

    @http.route(
        [PREFIX, PREFIX + "/<path:path>"],
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
        if allowed:
            raise MethodNotAllowed(request.httprequest.method, allowed)
        raise NotFound("There is nothing at %s." % request.httprequest.path)

    @http.route(
        ["/start", METADATA_PATH],
        type=ROUTE_TYPE,
        auth="none",
        methods=["DELETE", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"],
        csrf=False,
        save_session=False,
    )
    @without_annotations
    def no_method(self, **ignored: Any) -> Response:
        """Our addresses outside of the prefix are for reading."""
        return self.no_route()
