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
from .routing import protocol_route

BASE = PREFIX + "/common/oauth2"


class OAuth2(http.Controller):
    @protocol_route(
        BASE + "/authorize",
        ["GET"],
        reads=[*rfc6749.AUTHORIZATION_PARAMETERS, *consent_page.PARAMETERS],
    )
    def authorize(self, env: Env) -> Response:
        """Authorization endpoint (RFC 6749 §3.1). A machine application gets its code at once,
        for all others a page asks the user."""
        return consent_page.authorization(env, rfc6749.authorization_request, _machine_response)

    @protocol_route(
        BASE + "/authorize",
        ["POST"],
        reads=[*rfc6749.AUTHORIZATION_PARAMETERS, *consent_page.DECISION],
    )
    def decide(self, env: Env) -> Response:
        """The form that the page submits."""
        return consent_page.authorization(env, rfc6749.authorization_request, _machine_response)

    @protocol_route(BASE + "/access_token", ["POST"], reads=rfc6749.TOKEN_PARAMETERS)
    def access_token(self, env: Env) -> Response:
        """Token endpoint (RFC 6749 §3.2)."""
        return protocol_response(env, rfc6749.token_response)

    @protocol_route(BASE + "/revoke", ["POST"], reads=rfc6749.TOKEN_REFERENCE_PARAMETERS)
    def revoke(self, env: Env) -> Response:
        """Revocation endpoint (RFC 7009): revokes a token of the calling application."""
        return protocol_response(env, rfc6749.revocation_response)

    @protocol_route(BASE + "/introspect", ["POST"], reads=rfc6749.TOKEN_REFERENCE_PARAMETERS)
    def introspect(self, env: Env) -> Response:
        """Introspection endpoint (RFC 7662), for an application's own tokens."""
        return protocol_response(env, rfc6749.introspection_response)


def _machine_response(answer: consent.Answer) -> Response:
    """The authorization response for a machine application, as in the 1.0 manual."""
    sent = answer.parameters
    return json_response({name: sent[name] for name in ("code", "state") if name in sent})


def protocol_response(env: Env, endpoint: Callable[[Env, HTTPRequest], rfc6749.Result]) -> Response:
    """The response of an endpoint for clients. Its errors have the form of RFC 6749 §5.2, even for malformed
    requests. Database errors propagate, since Odoo's retry loop needs them."""
    headers = [("Pragma", "no-cache")]
    try:
        # first, so that an answer the client doesn't accept doesn't consume a code
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
