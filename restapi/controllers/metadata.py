"""Metadata of the authorization server, its keys, and the userinfo endpoint (RFC 8414, 7517)."""

import hashlib
from typing import Any, Dict, List, Tuple

from odoo import http
from odoo.http import Response, request

from ..compat import METADATA_PATH
from ..oauth import credentials
from ..oauth.caller import SCOPES, sign_in
from ..odoo_types import Env
from ..rest.request import body
from ..rest.request.negotiation import JSON, choose
from ..rest.response.rendering import dumps, make_conditional
from .oauth2 import BASE
from .routing import protocol_route

CACHE_SECONDS = 3600
METHODS = ["client_secret_basic", "client_secret_post"]


class Metadata(http.Controller):
    @protocol_route(METADATA_PATH, ["GET"])
    def metadata(self, env: Env) -> Response:
        """The endpoints and capabilities of this authorization server (RFC 8414)."""
        issuer = credentials.issuer(request.httprequest)
        base = issuer + BASE
        return public_response(
            {
                "issuer": issuer,
                "authorization_endpoint": base + "/authorize",
                "token_endpoint": base + "/access_token",
                "revocation_endpoint": base + "/revoke",
                "introspection_endpoint": base + "/introspect",
                "userinfo_endpoint": base + "/userinfo",
                "jwks_uri": base + "/jwks",
                "scopes_supported": list(SCOPES),
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": [
                    "authorization_code",
                    "refresh_token",
                    "client_credentials",
                ],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": [*METHODS, "none"],
                "revocation_endpoint_auth_methods_supported": [*METHODS, "none"],
                "introspection_endpoint_auth_methods_supported": METHODS,
                "authorization_response_iss_parameter_supported": True,
            }
        )

    @protocol_route(BASE + "/jwks", ["GET"])
    def jwks(self, env: Env) -> Response:
        """The keys that access tokens are signed with (RFC 7517)."""
        # first, since this may create a key, which a later error would roll back
        choose(request.httprequest, [JSON])
        # sudo: public keys are not secret
        return public_response(env["restapi.signing.key"].sudo()._jwks())

    @protocol_route(BASE + "/userinfo", ["GET"])
    def userinfo(self, env: Env) -> Response:
        """The user of the token, with claim names of OpenID Connect; needs no particular scope."""
        caller = sign_in(request)
        caller.parameters(body.parameters(request.httprequest))
        choose(request.httprequest, [JSON])
        names = ["name", "login", "email", "lang", "tz"]
        user = request.env["res.users"].browse(caller.user_id).read(names)[0]
        claims = {
            "sub": str(caller.user_id),
            "name": user["name"],
            "preferred_username": user["login"],
            "email": user["email"],
            "locale": (user["lang"] or "").replace("_", "-"),
            "zoneinfo": user["tz"],
        }
        headers = [("Content-Type", JSON), ("Cache-Control", "no-store")]
        nonempty = {name: value for name, value in claims.items() if value}
        return Response(dumps(nonempty), headers=headers)


def public_response(value: Dict[str, Any]) -> Response:
    """A public JSON response, cacheable for an hour, with an entity tag for revalidation.

    :raises NotAcceptable: the client doesn't accept JSON
    """
    choose(request.httprequest, [JSON])
    text = dumps(value)
    headers: List[Tuple[str, str]] = [
        ("Content-Type", JSON),
        ("Cache-Control", "public, max-age=%d" % CACHE_SECONDS),
        ("X-Content-Type-Options", "nosniff"),
        ("Vary", "Cookie, Host, Origin, X-Odoo-Database"),
    ]
    response = Response(text, headers=headers)
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    return make_conditional(request.httprequest, response)
