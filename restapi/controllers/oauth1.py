"""``/common/oauth1``: the endpoints of OAuth 1.0a (docs/reference/oauth1.rst)."""

from typing import Dict
from urllib.parse import urlencode

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..oauth import consent, rfc5849
from ..oauth.signed_requests import FORM, PARAMETERS
from ..odoo_types import Env
from ..rest.request import negotiation
from ..rest.response.rendering import HEADERS, json_response
from . import consent as consent_page
from .routing import protocol_route

BASE = PREFIX + "/common/oauth1"
OFFERS = (negotiation.JSON, FORM)


class OAuth1(http.Controller):
    @protocol_route(
        BASE + "/request_token",
        ["GET", "POST"],
        reads=[*PARAMETERS, "oauth_callback"],
        offers=OFFERS,
    )
    def request_token(self, env: Env) -> Response:
        """Temporary Credential Request endpoint (RFC 5849 §2.1)."""
        return credentials_response(rfc5849.request_token(env, request.httprequest))

    @protocol_route(
        BASE + "/authorize",
        ["GET"],
        reads=["oauth_token", *consent_page.PARAMETERS],
        offers=OFFERS,
    )
    def authorize(self, env: Env) -> Response:
        """Resource Owner Authorization endpoint (§2.2). A machine application gets its verifier at
        once; for all others a page asks the user."""
        return consent_page.authorization(env, rfc5849.authorization_request, _machine_response)

    @protocol_route(BASE + "/authorize", ["POST"], reads=["oauth_token", *consent_page.DECISION])
    def decide(self, env: Env) -> Response:
        """The form that the page submits."""
        return consent_page.authorization(env, rfc5849.authorization_request, _machine_response)

    @protocol_route(
        BASE + "/access_token",
        ["GET", "POST"],
        reads=[*PARAMETERS, "oauth_token", "oauth_verifier"],
        offers=OFFERS,
    )
    def access_token(self, env: Env) -> Response:
        """Token Credentials Request endpoint (RFC 5849 §2.3)."""
        return credentials_response(rfc5849.access_token(env, request.httprequest))


def _machine_response(answer: consent.Answer) -> Response:
    """The authorization response for a machine application, as in the 1.0 manual."""
    return credentials_response(answer.parameters)


def credentials_response(answer: Dict[str, str]) -> Response:
    """The 1.0 manual's JSON for clients that accept it by name; the form of RFC 5849 §2.1 for all others.

    A client that sends no ``Accept`` may parse either, so it gets content that both parsers understand.
    """
    accepted = negotiation.accepted_types(request.httprequest)
    if not accepted:
        return json_response(_for_both(answer))
    names_json = any(mimetype == negotiation.JSON and quality for mimetype, quality in accepted)
    offers = OFFERS if names_json else (FORM, negotiation.JSON)
    if negotiation.choose(request.httprequest, offers) == negotiation.JSON:
        answer.pop("oauth_callback_confirmed", None)
        return json_response(answer)
    return Response(urlencode(answer), headers=[("Content-Type", FORM), *HEADERS])


def _for_both(answer: Dict[str, str]) -> Dict[str, str]:
    """JSON with a form in it. Clients written for the manual parse the JSON. Libraries that parse a form
    (PECL ``OAuth``, league/oauth1-client, Go's) find it between two ``&`` and ignore the rest."""
    return {"form": "&%s&" % urlencode(answer), **answer}
