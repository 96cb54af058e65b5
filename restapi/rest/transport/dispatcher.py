"""Requests on Odoo 16.0 and later: a dispatcher of our own, for routes of type ``restapi``.

Three things that Odoo does before it knows the route are patched, below our prefix only: the guard
comes first, our dispatcher answers errors, and before 19.0 a header chooses the database.
"""

import functools
from typing import Any, Dict, Optional, Tuple

from ... import compat
from ...compat import server
from ...odoo_types import (
    Application,
    Environ,
    HTTPRequest,
    Method,
    Request,
    Response,
    Rule,
    StartResponse,
    WSGIAnswer,
)
from .. import logs, problems
from . import cors, guard


class RestDispatcher(server.Dispatcher):
    """Stateless: reads no session, saves none, sets no cookie; one shape of errors."""

    routing_type = "restapi"

    @classmethod
    def is_compatible_with(cls, request: Request) -> bool:
        """Any content type: ``rest.request.body`` answers 415 for those that it can't read."""
        return True

    def pre_dispatch(self, rule: Rule, args: Dict[str, Any]) -> None:
        self.request.session.can_save = False

    def dispatch(self, endpoint: Method, args: Dict[str, Any]) -> Response:
        self.request.params = dict(args)
        if self.request.db:
            return self.request.registry["ir.http"]._dispatch(endpoint)
        return endpoint(**self.request.params)

    def post_dispatch(self, response: Response) -> None:
        server.root().set_csp(response)
        cors.allow(self.request, response)

    def handle_error(self, exc: Exception) -> Response:
        environ = self.request.httprequest.environ
        return cors.allow(self.request, problems.respond_to(environ, exc))


ROUTE_TYPE = RestDispatcher.routing_type


def install() -> None:
    """Patch ``Application`` and ``Request`` for paths below our prefix."""
    logs.install()
    _guard()
    _answer_early_errors()
    if not compat.HAS_DATABASE_HEADER:
        _choose_database_by_header()


def _guard() -> None:
    application = type(server.root())
    call = application.__call__

    def restapi_call(
        self: Application, environ: Environ, start_response: StartResponse
    ) -> WSGIAnswer:
        refusal = guard.answer(environ)
        return (refusal or functools.partial(call, self))(environ, start_response)

    application.__call__ = restapi_call


def _answer_early_errors() -> None:
    """Until a route is matched, a request has the dispatcher of web pages."""
    init = server.Request.__init__

    def restapi_init(self: Request, httprequest: HTTPRequest) -> None:
        init(self, httprequest)
        if compat.is_own_path(httprequest.path):
            self.dispatcher = RestDispatcher(self)
            # HTTP/1.0 knows no Host, and Odoo looks for nothing else
            httprequest.environ.setdefault("HTTP_HOST", httprequest.host)

    server.Request.__init__ = restapi_init


def _choose_database_by_header() -> None:
    get_session_and_dbname = server.Request._get_session_and_dbname

    def restapi_get_session_and_dbname(self: Request) -> Tuple[Any, Optional[str]]:
        session, dbname = get_session_and_dbname(self)
        name = self.httprequest.headers.get("X-Odoo-Database")
        if name and compat.is_own_path(self.httprequest.path):
            session.can_save = False
            host = self.httprequest.environ.get("HTTP_HOST", "")
            dbname = name if server.db_filter([name], host=host) else None
        return session, dbname

    server.Request._get_session_and_dbname = restapi_get_session_and_dbname
