"""``/common/oauth2``: the endpoints of OAuth 2.0 (contract §4)."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from oauthlib.oauth2 import OAuth2Error

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..oauth import http as oauth_http
from ..oauth.rfc6749 import Server
from ..rest import negotiation
from ..rest.renderers import json_response
from .main import route


class OAuth2(http.Controller):
    @route(PREFIX + "/common/oauth2/authorize", ["GET"], raw=True)
    def authorize(self, env: Any) -> Response:
        """Authorization endpoint (RFC 6749 §3.1); a machine application gets its code at once."""
        sent = oauth_http.parameters(request.httprequest)
        uri = "%s?%s" % (request.httprequest.base_url, urlencode(sent))
        server = _server(env)
        try:
            scopes, info = server.validate_authorization_request(uri)
            headers, _body, _status = server.create_authorization_response(
                uri, scopes=scopes, credentials={"user": info["request"].client.user_id}
            )
        except OAuth2Error as error:
            return _oauth_error(error)
        if (
            negotiation.choose(request.httprequest, [negotiation.JSON, negotiation.HTML])
            == negotiation.HTML
        ):
            return Response(status=302, headers=[("Location", headers["Location"])])
        answer = dict(parse_qsl(urlsplit(headers["Location"]).query))
        return json_response({name: answer[name] for name in ("code", "state") if name in answer})

    @route(PREFIX + "/common/oauth2/access_token", ["POST"], raw=True)
    def access_token(self, env: Any) -> Response:
        """Token endpoint (RFC 6749 §3.2)."""
        _headers, text, status = _server(env).create_token_response(
            request.httprequest.base_url, "POST", oauth_http.parameters(request.httprequest), {}
        )
        return json_response(json.loads(text), status, [("Pragma", "no-cache")])


def _server(env: Any) -> Server:
    httprequest = request.httprequest
    return Server(env, oauth_http.issuer(httprequest), httprequest.remote_addr or "")


def _oauth_error(error: OAuth2Error) -> Response:
    return json_response(dict(error.twotuples), error.status_code)
