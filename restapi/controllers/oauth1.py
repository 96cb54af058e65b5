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
from .routing import route

BASE = PREFIX + "/common/oauth1"
OFFERS = (negotiation.JSON, FORM)


class OAuth1(http.Controller):
    @route(
        BASE + "/request_token",
        ["GET", "POST"],
        raw=True,
        reads=[*PARAMETERS, "oauth_callback"],
        offers=OFFERS,
    )
    def request_token(self, env: Env) -> Response:
        """Temporary Credential Request endpoint (RFC 5849 §2.1)."""
        return credentials_response(rfc5849.request_token(env, request.httprequest))

    @route(
        BASE + "/authorize",
        ["GET"],
        raw=True,
        reads=["oauth_token", *consent_page.PARAMETERS],
        offers=OFFERS,
    )
    def authorize(self, env: Env) -> Response:
        """Resource Owner Authorization endpoint (§2.2). A machine application gets its verifier at
        once, for the others a page asks the person."""
        return consent_page.authorization(env, rfc5849.authorization_request, _told)

    @route(BASE + "/authorize", ["POST"], raw=True, reads=["oauth_token", *consent_page.DECISION])
    def decide(self, env: Env) -> Response:
        """What the page sends."""
        return consent_page.authorization(env, rfc5849.authorization_request, _told)

    @route(
        BASE + "/access_token",
        ["GET", "POST"],
        raw=True,
        reads=[*PARAMETERS, "oauth_token", "oauth_verifier"],
        offers=OFFERS,
    )
    def access_token(self, env: Env) -> Response:
        """Token Credentials Request endpoint (RFC 5849 §2.3)."""
        return credentials_response(rfc5849.access_token(env, request.httprequest))


def _told(answer: consent.Answer) -> Response:
    """What a machine application gets (1.0)."""
    return credentials_response(answer.parameters)


def credentials_response(answer: Dict[str, str]) -> Response:
    """JSON as 1.0 prints it, for those who name it; the form of RFC 5849 §2.1 for all others.

    Who sends no ``Accept`` may read either, and gets what both read.
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
    """JSON for clients written after the manual. Libraries that parse a form (PECL ``OAuth``,
    league/oauth1-client, Go's) find one between two ``&``, and ignore what stands around it."""
    return {"form": "&%s&" % urlencode(answer), **answer}
