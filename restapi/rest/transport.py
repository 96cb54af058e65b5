"""Requests on Odoo 16.0 and later: a dispatcher of our own, for routes of type ``restapi``."""

from typing import Any

from odoo import http

from . import problems


class RestDispatcher(http.Dispatcher):
    """Stateless: reads no session, saves none, sets no cookie; one shape of errors."""

    routing_type = "restapi"

    @classmethod
    def is_compatible_with(cls, request: Any) -> bool:
        """Any content type: ``rest.body`` answers 415 for those that it can't read."""
        return True

    def pre_dispatch(self, rule: Any, args: Any) -> None:
        self.request.session.can_save = False

    def dispatch(self, endpoint: Any, args: Any) -> Any:
        self.request.params = dict(args)
        if self.request.db:
            return self.request.registry["ir.http"]._dispatch(endpoint)
        return endpoint(**self.request.params)

    def post_dispatch(self, response: Any) -> None:
        http.root.set_csp(response)

    def handle_error(self, exc: Exception) -> Any:
        return problems.respond(exc)


ROUTE_TYPE = RestDispatcher.routing_type


def install() -> None:
    """Nothing to patch: Odoo registered the dispatcher when the class was defined."""
