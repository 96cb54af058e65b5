"""The pages between an application's request for authorization and its answer (contract §4).

Both protocols send a person here. A GET never grants anything new: it signs in, asks, or goes on
with what the person allowed before. The form that it shows is bound to the session and to the user,
and the request is checked again from the start when the decision comes.
"""

from typing import Any, Callable, Dict, Optional
from urllib.parse import urlencode, urlsplit

from odoo.http import Response, request

from .. import compat
from ..exceptions import MethodNotAllowed, RestapiError
from ..oauth import consent
from ..rest import negotiation

LOGIN = "/web/login"
LOGOUT = "/web/session/logout"

# What the endpoints read besides the parameters of their protocol, and what the page sends.
PARAMETERS = ("prompt",)
DECISION = ("user", "csrf_token", "decision")

# No script, no frame; nothing of another host but where the browser goes after the decision.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

Read = Callable[[Any, Any], consent.AuthorizationRequest]
Reply = Callable[[consent.Answer], Response]


def authorization(env: Any, read: Read, reply: Reply) -> Response:
    """Answer a request at one of the authorization endpoints.

    :param read: reads and checks it, by its protocol
    :param reply: what a client gets that is no browser
    :raises RestapiError: the request is refused, and it is no browser that could show a page
    """
    is_browser = _is_browser()
    try:
        asked = read(env, request.httprequest)
    except consent.RefusedRequest as refusal:
        if not is_browser:
            raise
        return redirect(refusal.location)
    except RestapiError as error:
        if not is_browser:
            raise
        return _page(env, "oauth_error", {"reason": "request", "error": error}, error.status)
    if asked.application.kind == "machine":
        return _answer_machine(asked, reply, is_browser)
    if not is_browser:
        raise consent.FatalRequest(
            "interaction_required",
            "People sign in to this application: open this address in their browser.",
        )
    if request.httprequest.method == "POST":
        return _decide(env, asked)
    return _ask(env, asked)


def redirect(location: str) -> Response:
    """RFC 9700 §4.11: the address holds a code, so nothing may keep it."""
    headers = [
        ("Location", location),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
    ]
    return Response(status=302, headers=headers)


def _is_browser() -> bool:
    offered = [negotiation.JSON, negotiation.HTML]
    return negotiation.choose(request.httprequest, offered) == negotiation.HTML


def _answer_machine(
    asked: consent.AuthorizationRequest, reply: Reply, is_browser: bool
) -> Response:
    if request.httprequest.method != "GET":
        raise MethodNotAllowed(request.httprequest.method, ["GET"])
    answer = asked.approve(asked.application.user_id)
    if is_browser and answer.location:
        return redirect(answer.location)
    return reply(answer)


def _ask(env: Any, asked: consent.AuthorizationRequest) -> Response:
    if not _session_uid():
        return _to_login(asked)
    user = _user(env)
    if not user:
        return _refuse(env, asked, "user")
    if _prompt() != "consent" and asked.is_allowed_already(user):
        return _finish(_environment(env, user), asked, asked.approve(user))
    # sudo: users see no application; what the scopes mean is no secret
    labels = _environment(env, user)["restapi.application"].sudo()._scope_labels(asked.scopes)
    values = {
        "application": asked.application,
        "labels": labels,
        "parameters": asked.parameters,
        "target": _target(asked.redirect_uri),
        "switch": _switch(asked),
    }
    return _page(_environment(env, user), "oauth_consent", values, form_to=asked.redirect_uri)


def _decide(env: Any, asked: consent.AuthorizationRequest) -> Response:
    if not _session_uid():
        return _to_login(asked)
    user = _user(env)
    if not user:
        return _refuse(env, asked, "user")
    asked_user, csrf_token, decision = (request.httprequest.form.get(name) for name in DECISION)
    # the session's token alone would let a person allow what another one was asked
    if asked_user != str(user.id) or not _validate_csrf(csrf_token):
        return _refuse(_environment(env, user), asked, "form")
    if decision == "allow":
        answer = asked.approve(user)
    elif decision == "deny":
        answer = asked.deny()
    else:
        return _refuse(_environment(env, user), asked, "form")
    return _finish(_environment(env, user), asked, answer)


def _finish(env: Any, asked: consent.AuthorizationRequest, answer: consent.Answer) -> Response:
    if answer.location:
        return redirect(answer.location)
    verifier = answer.parameters.get("oauth_verifier")
    return _page(env, "oauth_verifier", {"application": asked.application, "verifier": verifier})


def _refuse(env: Any, asked: consent.AuthorizationRequest, reason: str) -> Response:
    values = {"reason": reason, "again": _address(asked), "switch": _switch(asked)}
    return _page(env, "oauth_error", values, 403)


# Who is signed in


def _session_uid() -> Optional[int]:
    """The user of the session, which Odoo has checked; of the cookie's session only, since 14.0
    and earlier also take one from the address, where anybody can have put it."""
    if request.session.sid != request.httprequest.cookies.get("session_id"):
        return None
    return request.session.uid or None


def _user(env: Any) -> Any:
    """The signed-in user, or nobody if it is one that can't allow anything."""
    # sudo: the session says who it is, and whether they may sign in is no secret to themselves
    user = env["res.users"].sudo().browse(_session_uid()).exists()
    return user if user.active and not user._is_public() else user.browse()


def _to_login(asked: consent.AuthorizationRequest) -> Response:
    """Odoo's own sign-in, whatever is installed there, and back."""
    return redirect("%s?%s" % (LOGIN, urlencode({"redirect": _address(asked)})))


def _switch(asked: consent.AuthorizationRequest) -> str:
    """Out, and in again as somebody else."""
    return "%s?%s" % (LOGOUT, urlencode({"redirect": _address(asked)}))


def _address(asked: consent.AuthorizationRequest) -> str:
    """This request, to begin it again."""
    parameters = dict(asked.parameters)
    if _prompt():
        parameters["prompt"] = _prompt()
    return "%s?%s" % (request.httprequest.path, urlencode(parameters))


def _prompt() -> str:
    """``prompt=consent`` asks again what was allowed before."""
    return str(request.httprequest.values.get("prompt", ""))


def _validate_csrf(token: Optional[str]) -> bool:
    # Odoo compares text, which must be ASCII then
    return bool(token and token.isascii() and request.validate_csrf(token))


# Pages


def _environment(env: Any, user: Any) -> Any:
    return env(user=user.id, context={"lang": user.lang, "tz": user.tz})


def _visitors_environment(env: Any) -> Any:
    """That of somebody unknown, in the language that their browser asks for."""
    lang = request.session.context.get("lang")
    # sudo: the languages of the database are no secret
    installed = dict(env["res.lang"].sudo().get_installed())
    public = env.ref("base.public_user")
    return env(user=public.id, context={"lang": lang if lang in installed else None})


def _page(
    env: Any,
    template: str,
    values: Dict[str, Any],
    status: int = 200,
    form_to: Optional[str] = None,
) -> Response:
    if not env.uid:
        env = _visitors_environment(env)
    values = dict(
        values,
        user=env.user,
        page_lang=(env.context.get("lang") or "en_US").replace("_", "-"),
        csrf_token=request.csrf_token(),
        action=request.httprequest.path,
    )
    html = compat.render_template(env, "restapi.%s" % template, values)
    return Response(html, status=status, headers=_headers(form_to))


def _headers(form_to: Optional[str]) -> Any:
    policy = POLICY
    if form_to:
        # Chromium holds also the redirects after a form against this, and the application may
        # redirect further: so it names the scheme, and no host
        policy += "".join(" %s:" % name for name in sorted({urlsplit(form_to).scheme, "https"}))
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ]


def _target(redirect_uri: Optional[str]) -> str:
    """Where the person goes next, as they can recognise it."""
    parts = urlsplit(redirect_uri or "")
    return "%s://%s" % (parts.scheme, parts.netloc) if parts.netloc else parts.scheme
