"""What the pages that people see in their browser have in common: who is signed in, by Odoo's own
session, and how a page is answered."""

from typing import Any, Dict, Optional
from urllib.parse import urlencode, urlsplit

from odoo.http import Response, request

from .. import compat
from ..compat import pages as compat_pages
from ..exceptions import Headers
from ..odoo_types import Env, User
from ..rest.request import body, negotiation

LOGIN = "/web/login"
LOGOUT = "/web/session/logout"

# What makes a form the person's own, see ``is_own_form``.
FORM = ("user", "csrf_token")

# No script, no frame; nothing of another host but where the browser goes after the decision.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def is_browser() -> bool:
    offered = [negotiation.JSON, negotiation.HTML]
    return negotiation.choose(request.httprequest, offered) == negotiation.HTML


# Who is signed in


def session_uid() -> Optional[int]:
    """The user of the session, which Odoo has checked; of the cookie's session only, since 14.0
    and earlier also take one from the address, where anybody can have put it."""
    if request.session.sid != request.httprequest.cookies.get("session_id"):
        return None
    return request.session.uid or None


def signed_in_user(env: Env) -> User:
    """The signed-in user, or nobody if it is one that can't allow anything."""
    # sudo: the session says who it is, and whether they may sign in is no secret to themselves
    user = env["res.users"].sudo().browse(session_uid()).exists()
    return user if user.active and not user._is_public() else user.browse()


def is_own_form(user: User) -> bool:
    """Whether a form comes from a page that was shown to this user in this session.

    The session's token alone would let a person send what another one was asked.
    """
    asked_user, csrf_token = (form_value(name) for name in FORM)
    return asked_user == str(user.id) and _validate_csrf(csrf_token)


def form_value(name: str) -> Optional[str]:
    """A field of the form that a page sent.

    :raises BadRequest: the form can't be read
    """
    value = dict(body.form_pairs(request.httprequest)).get(name)
    return value if isinstance(value, str) else None


def _validate_csrf(token: Optional[str]) -> bool:
    # Odoo compares text, which must be ASCII then
    return bool(token and token.isascii() and request.validate_csrf(token))


def login_address(back: str) -> str:
    """Odoo's own sign-in, whatever is installed there, and back."""
    return "%s?%s" % (LOGIN, urlencode({"redirect": back}))


def switching(back: str) -> Dict[str, Optional[str]]:
    """What a page needs for people to go out, and in again as somebody else: a link, or where the
    series asks for it a form with what it sends."""
    if compat_pages.logout_is_a_form():
        return {"switch": LOGOUT, "switch_back": back}
    return {"switch": "%s?%s" % (LOGOUT, urlencode({"redirect": back})), "switch_back": None}


# Answers


def redirect(location: str) -> Response:
    """RFC 9700 §4.11: the address holds a code, so nothing may keep it."""
    headers = [
        ("Location", location),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
    ]
    return Response(status=302, headers=headers)


def page(
    env: Env,
    template: str,
    values: Dict[str, Any],
    status: int = 200,
    form_to: Optional[str] = None,
) -> Response:
    if not env.uid:
        env = _visitors_environment(env)
    values = dict(
        {"switch_back": None, **values},
        user=env.user,
        page_lang=(env.context.get("lang") or "en_US").replace("_", "-"),
        csrf_token=request.csrf_token(),
        action=request.httprequest.path,
        home=_home(env),
    )
    html = compat.render_template(env, "restapi.%s" % template, values)
    return Response(html, status=status, headers=_headers(form_to))


def _home(env: Env) -> str:
    """Where a page leads back to: the web client for employees, the portal for customers."""
    user = signed_in_user(env)  # also on pages that are shown to anybody
    if user and user.has_group("base.group_user"):
        return "/web"
    return "/my" if user and "portal.mixin" in env.registry else "/"


def environment(env: Env, user: User) -> Env:
    return env(user=user.id, context={"lang": user.lang, "tz": user.tz})


def _visitors_environment(env: Env) -> Env:
    """That of somebody unknown, in the language that their browser asks for."""
    lang = request.session.context.get("lang")
    # sudo: the languages of the database are no secret
    installed = dict(env["res.lang"].sudo().get_installed())
    public = env.ref("base.public_user")
    return env(user=public.id, context={"lang": lang if lang in installed else None})


def _headers(form_to: Optional[str]) -> Headers:
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
