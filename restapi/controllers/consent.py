"""The pages between an application's request for authorization and its answer (docs/reference/oauth2.rst).

Both protocols send a person here. A GET never grants anything new: it signs in, asks, or goes on
with what the person allowed before. The form that it shows is bound to the session and to the user,
and the request is checked again from the start when the decision comes.
"""

from typing import Callable, Optional
from urllib.parse import urlencode, urlsplit

from odoo.http import Response, request

from ..exceptions import InvalidToken, MethodNotAllowed, RestapiError, ServiceUnavailable
from ..oauth import consent, redirects
from ..odoo_types import Env, HTTPRequest, User
from ..rest.request import body
from . import pages

# What the endpoints read besides the parameters of their protocol, and what the page sends.
PARAMETERS = ("prompt",)
DECISION = (*pages.FORM, "decision")

Read = Callable[[Env, HTTPRequest], consent.AuthorizationRequest]
Reply = Callable[[consent.Answer], Response]


def authorization(env: Env, read: Read, reply: Reply) -> Response:
    """Answer a request at one of the authorization endpoints.

    :param read: reads and checks it, by its protocol
    :param reply: what a client gets that is no browser
    :raises RestapiError: the request is refused, and it is no browser that could show a page
    """
    is_browser = pages.is_browser()
    try:
        asked = read(env, request.httprequest)
    except consent.RefusedRequest as refusal:
        if not is_browser:
            raise
        return pages.redirect(refusal.location)
    except RestapiError as error:
        if not is_browser:
            raise
        values = {"reason": _reason(error), "error": error}
        return pages.page(env, "oauth_error", values, error.status)
    if asked.application.kind == "machine":
        return _answer_machine(asked, reply, is_browser)
    if not is_browser:
        raise consent.FatalRequest(
            "interaction_required",
            "People sign in to this application: open this address in their browser.",
        )
    if not pages.session_uid():
        return pages.redirect(pages.login_address(_address(asked)))
    user = pages.signed_in_user(env)
    if not user:
        return _refuse(env, asked, "user")
    answer = _decide if request.httprequest.method == "POST" else _ask
    return answer(pages.environment(env, user), asked, user)


def _reason(error: RestapiError) -> str:
    """Which sentence the error page has for people; they can do something about some errors."""
    if isinstance(error, ServiceUnavailable):
        return "away"
    if isinstance(error, InvalidToken):
        return "ended"
    return getattr(error, "about", None) or "request"


def _answer_machine(
    asked: consent.AuthorizationRequest, reply: Reply, is_browser: bool
) -> Response:
    if request.httprequest.method != "GET":
        raise MethodNotAllowed(request.httprequest.method, ["GET"])
    answer = asked.approve(asked.application.user_id)
    if is_browser and answer.location:
        return pages.redirect(answer.location)
    return reply(answer)


def _ask(env: Env, asked: consent.AuthorizationRequest, user: User) -> Response:
    if _prompt() != "consent" and asked.is_allowed_already(user):
        return _finish(env, asked, asked.approve(user))
    # sudo: users see no application; what the scopes mean is no secret
    labels = env["restapi.application"].sudo()._scope_labels(asked.scopes)
    values = {
        # its description in the language of the page
        "application": asked.application.with_context(lang=env.context["lang"]),
        "labels": labels,
        "logo": asked.application._logo_uri(),
        "host": _host(asked.redirect_uri),
        "parameters": asked.parameters,
        "target": _target(asked.redirect_uri),
        **pages.switching(_address(asked)),
    }
    return pages.page(env, "oauth_consent", values, form_to=asked.redirect_uri)


def _decide(env: Env, asked: consent.AuthorizationRequest, user: User) -> Response:
    decision = pages.form_value("decision")
    if decision not in ("allow", "deny") or not pages.is_own_form(user):
        return _refuse(env, asked, "form")
    return _finish(env, asked, asked.approve(user) if decision == "allow" else asked.deny())


def _finish(env: Env, asked: consent.AuthorizationRequest, answer: consent.Answer) -> Response:
    if answer.location:
        return pages.redirect(answer.location)
    verifier = answer.parameters.get("oauth_verifier")
    values = {"application": asked.application, "verifier": verifier}
    return pages.page(env, "oauth_verifier", values)


def _refuse(env: Env, asked: consent.AuthorizationRequest, reason: str) -> Response:
    again = _address(asked)
    values = {"reason": reason, "again": again, **pages.switching(again)}
    return pages.page(env, "oauth_error", values, 403)


def _address(asked: consent.AuthorizationRequest) -> str:
    """This request, to begin it again."""
    parameters = dict(asked.parameters)
    if _prompt():
        parameters["prompt"] = _prompt()
    return "%s?%s" % (request.httprequest.path, urlencode(parameters))


def _prompt() -> str:
    """``prompt=consent`` asks again what was allowed before."""
    return str(dict(body.query_pairs(request.httprequest)).get("prompt", ""))


def _target(redirect_uri: Optional[str]) -> str:
    """Where the person goes next, as they can recognise it."""
    parts = urlsplit(redirect_uri or "")
    return "%s://%s" % (parts.scheme, parts.netloc) if parts.netloc else parts.scheme


def _host(redirect_uri: Optional[str]) -> Optional[str]:
    """Whose site the application is: the only claim of a publisher that the person can check, since
    that is where they end up. None for an app on their own device."""
    parts = urlsplit(redirect_uri or "")
    is_site = parts.scheme in ("http", "https") and parts.hostname not in redirects.LOOPBACK_HOSTS
    return parts.hostname if is_site else None
