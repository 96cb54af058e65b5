"""``/common/oauth2``: the endpoints of OAuth 2.0 (docs/reference/oauth2.rst)."""

from typing import Callable

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import RestapiError
from ..oauth import consent, credentials, rfc6749
from ..odoo_types import Env, HTTPRequest
from ..rest.request import negotiation
from ..rest.response.rendering import json_response
from . import consent as consent_page
from .routing import route

BASE = PREFIX + "/common/oauth2"


class OAuth2(http.Controller):
    @route(
        BASE + "/authorize",
        ["GET"],
        raw=True,
        reads=[*rfc6749.AUTHORIZATION_PARAMETERS, *consent_page.PARAMETERS],
    )
    def authorize(self, env: Env) -> Response:
        """Authorization endpoint (RFC 6749 §3.1). A machine application gets its code at once,
        for the others a page asks the person."""
        return consent_page.authorization(env, rfc6749.authorization_request, _told)

    @route(
        BASE + "/authorize",
        ["POST"],
        raw=True,
        reads=[*rfc6749.AUTHORIZATION_PARAMETERS, *consent_page.DECISION],
    )
    def decide(self, env: Env) -> Response:
        """What the page sends."""
        return consent_page.authorization(env, rfc6749.authorization_request, _told)

    @route(BASE + "/access_token", ["POST"], raw=True, reads=rfc6749.TOKEN_PARAMETERS)
    def access_token(self, env: Env) -> Response:
        """Token endpoint (RFC 6749 §3.2)."""
        return protocol_response(env, rfc6749.token_response)

    @route(BASE + "/revoke", ["POST"], raw=True, reads=rfc6749.ABOUT_PARAMETERS)
    def revoke(self, env: Env) -> Response:
        """Revocation endpoint (RFC 7009): ends a token of the calling application."""
        return protocol_response(env, rfc6749.revocation_response)

    @route(BASE + "/introspect", ["POST"], raw=True, reads=rfc6749.ABOUT_PARAMETERS)
    def introspect(self, env: Env) -> Response:
        """Introspection endpoint (RFC 7662): tells an application about its own tokens."""
        return protocol_response(env, rfc6749.introspection_response)


def _told(answer: consent.Answer) -> Response:
    """What a machine application gets (1.0)."""
    told = answer.parameters
    return json_response({name: told[name] for name in ("code", "state") if name in told})


def protocol_response(env: Env, endpoint: Callable[[Env, HTTPRequest], rfc6749.Result]) -> Response:
    """What a token endpoint answers: its errors are those of RFC 6749 §5.2, also for requests that
    can't be read. Database errors pass: Odoo's retry loop needs them."""
    headers = [("Pragma", "no-cache")]
    try:
        # first: what nobody could read must not use a code up
        negotiation.choose(request.httprequest, [negotiation.JSON])
        status, answer = endpoint(env, request.httprequest)
    except RestapiError as error:
        status = error.status
        code = "invalid_request" if status < 500 else "server_error"
        answer = {"error": code, "error_description": credentials.description(error.detail)}
        headers += error.headers
    if answer.get("error") == "invalid_client":
        status = 401
        headers.append(("WWW-Authenticate", 'Basic realm="restapi"'))
    return json_response(answer, status, headers)
