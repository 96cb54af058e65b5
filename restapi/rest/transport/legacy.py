"""Requests on Odoo 12.0 to 15.0, whose types are fixed before any route is matched.

``Root`` chooses a request class by content type, and makes a session file and a cookie for every
answer. Below our prefix, and only there, both are replaced.
"""

from typing import Any, Dict

from odoo import http
from odoo.exceptions import ValidationError

from ...compat import constraint_message, is_own_path, server
from ...odoo_types import (
    Application,
    Environ,
    HTTPRequest,
    Request,
    Response,
    StartResponse,
    WSGIAnswer,
)
from .. import logs, problems
from . import cors, guard

ROUTE_TYPE = "http"


class RestRequest(http.HttpRequest):
    """A request whose body may be of any type; stateless; one shape of errors."""

    def __init__(self, httprequest: HTTPRequest) -> None:
        # HttpRequest would parse the form here, outside of any error handling
        http.WebRequest.__init__(self, httprequest)
        self.params: Dict[str, Any] = {}
        name = httprequest.headers.get("X-Odoo-Database")
        if name:
            self.session.db = name if server.db_filter([name], httprequest=httprequest) else None

    def dispatch(self) -> Response:
        if self.db:
            return self._call_function()
        try:
            return self._call_function()
        except Exception as exception:  # noqa: BLE001 - with a database, ir.http does this
            return self._handle_exception(exception)

    def _handle_exception(self, exception: BaseException) -> Response:
        self._failed = exception  # Odoo rolls back
        if isinstance(exception, ValidationError):
            exception = self._explained(exception)
        return problems.respond_to(self.httprequest.environ, exception)

    def _explained(self, exception: BaseException) -> BaseException:
        """Without a language in the context, 13.0 to 15.0 tell of a constraint no more than its
        name."""
        message = constraint_message(self.registry, (*exception.args, "")[0])
        if not message:
            return exception
        explained = ValidationError(message)
        explained.__cause__ = exception.__cause__ or exception.__context__
        return explained


def install() -> None:
    """Patch ``Root`` for paths below our prefix."""
    logs.install()
    call = http.Root.__call__
    get_request = http.Root.get_request
    get_response = http.Root.get_response

    def restapi_call(
        self: Application, environ: Environ, start_response: StartResponse
    ) -> WSGIAnswer:
        refusal = guard.answer(environ)
        if refusal:
            return refusal(environ, start_response)
        try:
            return call(self, environ, start_response)
        except Exception as exception:
            if not is_own_path(environ["PATH_INFO"]):
                raise
            return problems.respond_to(environ, exception)(environ, start_response)

    def restapi_get_request(self: Application, httprequest: HTTPRequest) -> Request:
        if is_own_path(httprequest.path):
            return RestRequest(httprequest)
        return get_request(self, httprequest)

    def restapi_get_response(
        self: Application, httprequest: HTTPRequest, result: Response, explicit_session: bool
    ) -> Response:
        request = http.request._get_current_object()
        if isinstance(request, RestRequest):
            return cors.allow(request, result)
        return get_response(self, httprequest, result, explicit_session)

    http.Root.__call__ = restapi_call
    http.Root.get_request = restapi_get_request
    http.Root.get_response = restapi_get_response
