"""The page where users see the applications that act on their behalf, and revoke their access.

Employees find the same in their preferences; portal users have only this page.
"""

from typing import Any, Callable

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..odoo_types import Env, Records
from ..rest.request import body, negotiation
from . import pages
from .routing import protocol_route

PATH = PREFIX + "/common/applications"
OFFERS = (negotiation.HTML,)


class Applications(http.Controller):
    @protocol_route(PATH, ["GET"], offers=OFFERS)
    def applications(self, env: Env) -> Response:
        """The grants of the signed-in user, with buttons that revoke them."""
        return _for_signed_in(env, _show)

    @protocol_route(PATH, ["POST"], reads=(*pages.FORM, "grant"), offers=OFFERS)
    def revoke(self, env: Env) -> Response:
        """The form that the buttons of the page submit."""
        return _for_signed_in(env, _revoke)


def _for_signed_in(env: Env, answer: Callable[[Env, Records], Response]) -> Response:
    """:param answer: called with the environment and the grants of the signed-in user"""
    negotiation.choose(request.httprequest, OFFERS)
    body.check_short(request.httprequest)
    if not pages.session_uid():
        return pages.redirect(pages.login_url(PATH))
    user = pages.signed_in_user(env)
    if not user:
        return _page(env, "oauth_error", 403, reason="user")
    env = pages.environment(env, user)
    return answer(env, env["restapi.grant"].search([]))  # a record rule limits it to the user's own


def _show(env: Env, grants: Records) -> Response:
    return _page(env, "oauth_applications", grants=grants)


def _revoke(env: Env, grants: Records) -> Response:
    if not pages.is_own_form(env.user):
        return _page(env, "oauth_error", 403, reason="form", again=PATH)
    wanted = pages.form_value("grant")
    grants.filtered(lambda grant: str(grant.id) == wanted).action_revoke()
    return pages.redirect(PATH)


def _page(env: Env, template: str, status: int = 200, **values: Any) -> Response:
    return pages.page(env, template, {**values, **pages.switching(PATH)}, status)
