"""The route decorator, and what answers where no route is."""

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

# Where unknown parameters are passed over for applications that are answered as the deployed module.
_IGNORING = ("create", "read", "report")


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
    more_scopes: Callable[..., Iterable[str]] = lambda **path_variables: (),
) -> Decorator:
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

    def decorate(endpoint: Method) -> Method:
        @without_annotations
        @functools.wraps(endpoint)
        def serve(self: http.Controller, **path_variables: Any) -> Response:
            httprequest = request.httprequest
            if httprequest.method == "OPTIONS":  # which 16.0 and later add to each route
                return cors.preflight(allowed_methods(httprequest.path))
            if needs_db:
                check_database()
            if raw:
                return _kept(endpoint(self, request.env, **path_variables))
            caller = _sign_in((scope, *more_scopes(**path_variables))) if scope else None
            sent = _sent(caller, names)
            negotiation.choose(httprequest, offers)
            ignored: List[str] = []
            may_ignore = caller and caller.answers == envelopes.DEPLOYED and scope in _IGNORING
            values = params.bind(sent, declared, others, ignored if may_ignore else None)
            env = _environment(values.pop("context", None) or {}, scope)
            answer = endpoint(self, env, **path_variables, **values)
            response = answer if isinstance(answer, Response) else rendering.json_response(answer)
            return _kept(_finished(response, ignored) if scope else response)

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


def _sign_in(scopes_needed: Iterable[str]) -> Caller:
    """Sign the caller of the current request in, and let it and its errors be answered in their way."""
    caller = sign_in(request)
    envelopes.begin(request, caller.answers)
    for needed in scopes_needed:
        caller.require(needed)
    return caller


def _sent(caller: Optional[Caller], names: Sequence[str]) -> Dict[str, Any]:
    """The parameters of the current request, as they were sent."""
    if caller is None:
        return body.parameters(request.httprequest)
    has_bare_values = caller.answers == envelopes.DEPLOYED and "vals" in names
    return caller.parameters(
        body.parameters(request.httprequest, "vals" if has_bare_values else None)
    )


def _environment(context: Context, scope: Optional[str]) -> Optional[Env]:
    """The caller's environment; None without a database."""
    if not request.db:
        return None
    if scope != "read":
        require_scopes(request, scopes.of_defaults(context))
    return orm.environment(request, context)


def _finished(response: Response, ignored: List[str]) -> Response:
    """The answer to a caller, with what its headers tell of it."""
    envelopes.finish(request.httprequest, response, ignored)
    if compat.is_set(request.env, "restapi.compress"):
        compression.compress(request.httprequest, response)
    return response


def _kept(response: Response) -> Response:
    """The answer, after all that it tells of is written: a conflict with others comes in time for another
    try."""
    if request.db:
        compat.flush_to_retry(request.env)
    return response


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
        known = server.db_filter(server.list_dbs())
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
        """These addresses are for reading."""
        return self.no_route()
