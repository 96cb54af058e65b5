"""The pages of the authorization endpoints of both protocols (docs/reference/oauth2.rst).

A GET never grants anything new: it redirects to the sign-in, asks for consent, or continues with an
existing grant. The form that it shows is bound to the session and to the user, and the request is checked
again from the start when the user submits the decision.
"""

from typing import Callable, Optional
from urllib.parse import urlencode, urlsplit

from odoo.http import Response, request

from ..exceptions import InvalidToken, MethodNotAllowed, RestapiError, ServiceUnavailable
from ..oauth import consent, redirects
from ..odoo_types import Env, HTTPRequest, User
from ..rest.request import body
from . import pages

# Parameters of the endpoints in addition to those of their protocol, and fields of the page's form.
PARAMETERS = ("prompt",)
DECISION = (*pages.FORM, "decision")

Parse = Callable[[Env, HTTPRequest], consent.AuthorizationRequest]
Reply = Callable[[consent.Answer], Response]


def authorization(env: Env, parse: Parse, reply: Reply) -> Response:
    """Answer a request at one of the authorization endpoints.

    :param parse: parses and checks the request by its protocol
    :param reply: makes the answer for clients other than browsers
    :raises RestapiError: the request is refused, and the client is not a browser that could show a page
    """
    is_browser = pages.is_browser()
    try:
        auth_request = parse(env, request.httprequest)
    except consent.RefusedRequest as refusal:
        if not is_browser:
            raise
        return pages.redirect(refusal.location)
    except RestapiError as error:
        if not is_browser:
            raise
        values = {"reason": _reason(error), "error": error}
        return pages.page(env, "oauth_error", values, error.status)
    if auth_request.application.kind == "machine":
        return _answer_machine(auth_request, reply, is_browser)
    if not is_browser:
        raise consent.FatalRequest(
            "interaction_required",
            "Users have to sign in to this application: open this URL in the user's browser.",
        )
    if not pages.session_uid():
        return pages.redirect(pages.login_url(_restart_url(auth_request)))
    user = pages.signed_in_user(env)
    if not user:
        return _refuse(env, auth_request, "user")
    if not auth_request.application._is_for(user):
        return _refuse(pages.environment(env, user), auth_request, "group")
    answer = _decide if request.httprequest.method == "POST" else _ask
    return answer(pages.environment(env, user), auth_request, user)


def _reason(error: RestapiError) -> str:
    """The key of the error page's explanation for users."""
    if isinstance(error, ServiceUnavailable):
        return "away"
    if isinstance(error, InvalidToken):
        return "ended"
    return getattr(error, "about", None) or "request"


def _answer_machine(
    auth_request: consent.AuthorizationRequest, reply: Reply, is_browser: bool
) -> Response:
    if request.httprequest.method != "GET":
        raise MethodNotAllowed(request.httprequest.method, ["GET"])
    answer = auth_request.approve(auth_request.application.user_id)
    if is_browser and answer.location:
        return pages.redirect(answer.location)
    return reply(answer)


def _ask(env: Env, auth_request: consent.AuthorizationRequest, user: User) -> Response:
    if _prompt() != "consent" and auth_request.is_allowed_already(user):
        return _finish(env, auth_request, auth_request.approve(user))
    # sudo: users have no access to applications, and the labels of scopes are not secret
    labels = env["restapi.application"].sudo()._scope_labels(auth_request.scopes)
    values = {
        # with the description in the language of the page
        "application": auth_request.application.with_context(lang=env.context["lang"]),
        "labels": labels,
        "logo": auth_request.application._logo_uri(),
        "host": _host(auth_request.redirect_uri),
        "parameters": auth_request.parameters,
        "target": _target(auth_request.redirect_uri),
        **pages.switching(_restart_url(auth_request)),
    }
    return pages.page(env, "oauth_consent", values, form_to=auth_request.redirect_uri)


def _decide(env: Env, auth_request: consent.AuthorizationRequest, user: User) -> Response:
    decision = pages.form_value("decision")
    if decision not in ("allow", "deny") or not pages.is_own_form(user):
        return _refuse(env, auth_request, "form")
    answer = auth_request.approve(user) if decision == "allow" else auth_request.deny()
    return _finish(env, auth_request, answer)


def _finish(
    env: Env, auth_request: consent.AuthorizationRequest, answer: consent.Answer
) -> Response:
    if answer.location:
        return pages.redirect(answer.location)
    verifier = answer.parameters.get("oauth_verifier")
    values = {"application": auth_request.application, "verifier": verifier}
    return pages.page(env, "oauth_verifier", values)


def _refuse(env: Env, auth_request: consent.AuthorizationRequest, reason: str) -> Response:
    again = _restart_url(auth_request)
    values = {"reason": reason, "again": again, **pages.switching(again)}
    return pages.page(env, "oauth_error", values, 403)


def _restart_url(auth_request: consent.AuthorizationRequest) -> str:
    """The URL that starts this request again."""
    parameters = dict(auth_request.parameters)
    if _prompt():
        parameters["prompt"] = _prompt()
    return "%s?%s" % (request.httprequest.path, urlencode(parameters))


def _prompt() -> str:
    """The parameter ``prompt``; ``consent`` asks again despite an existing grant."""
    return str(dict(body.query_pairs(request.httprequest.environ)).get("prompt", ""))


def _target(redirect_uri: Optional[str]) -> str:
    """The origin or scheme that the browser goes to next, in a form that the user recognizes."""
    parts = urlsplit(redirect_uri or "")
    return "%s://%s" % (parts.scheme, parts.netloc) if parts.netloc else parts.scheme


def _host(redirect_uri: Optional[str]) -> Optional[str]:
    """The host of the application's site; None for an app on the user's own device.

    It is the only information about the publisher that the user can verify, since the browser goes there.
    """
    parts = urlsplit(redirect_uri or "")
    is_site = parts.scheme in ("http", "https") and parts.hostname not in redirects.LOOPBACK_HOSTS
    return parts.hostname if is_site else None
