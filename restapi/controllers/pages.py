"""Common parts of the pages that users see in their browser: the user of Odoo's session, and the
response."""

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

# Fields that bind a form to the user and the session, see ``is_own_form``.
FORM = ("user", "csrf_token")

# No scripts, no frames, and no other hosts except the redirect after the decision.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def is_browser() -> bool:
    offered = [negotiation.JSON, negotiation.HTML]
    return negotiation.choose(request.httprequest, offered) == negotiation.HTML


# The signed-in user


def session_uid() -> Optional[int]:
    """The user id of the session, which Odoo has checked.

    Only the cookie's session counts: up to 14.0 Odoo also takes a session from the URL, which anybody can
    craft.
    """
    if request.session.sid != request.httprequest.cookies.get("session_id"):
        return None
    return request.session.uid or None


def signed_in_user(env: Env) -> User:
    """The signed-in user; an empty recordset if it is archived or the public user."""
    # sudo: the session identifies the user, who may know whether they are archived
    user = env["res.users"].sudo().browse(session_uid()).exists()
    return user if user.active and not user._is_public() else user.browse()


def is_own_form(user: User) -> bool:
    """Whether a form comes from a page that was shown to this user in this session.

    With the CSRF token of the session alone, a user could submit a form that was shown to another user.
    """
    form_user, csrf_token = (form_value(name) for name in FORM)
    return form_user == str(user.id) and _validate_csrf(csrf_token)


def form_value(name: str) -> Optional[str]:
    """A field of the submitted form.

    :raises BadRequest: the form is malformed
    """
    value = dict(body.form_pairs(request.httprequest)).get(name)
    return value if isinstance(value, str) else None


def _validate_csrf(token: Optional[str]) -> bool:
    # Odoo compares the token as str, for which compare_digest requires ASCII
    return bool(token and token.isascii() and request.validate_csrf(token))


def login_url(back: str) -> str:
    """The URL of Odoo's sign-in page, which redirects back afterwards."""
    return "%s?%s" % (LOGIN, urlencode({"redirect": back}))


def switching(back: str) -> Dict[str, Optional[str]]:
    """Values for a page's link to sign in as another user; on series that require it, a form."""
    if compat_pages.logout_is_a_form():
        return {"switch": LOGOUT, "switch_back": back}
    return {"switch": "%s?%s" % (LOGOUT, urlencode({"redirect": back})), "switch_back": None}


# Responses


def redirect(location: str) -> Response:
    """A redirect whose URL may contain a code, so nothing may store or leak it (RFC 9700 §4.11)."""
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
        env = visitors_environment(env)
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
    """The URL of the link back to Odoo: the web client for employees, the portal for customers."""
    user = signed_in_user(env)  # not env.user, which is the public user on some pages
    if user and user.has_group("base.group_user"):
        return "/web"
    return "/my" if user and "portal.mixin" in env.registry else "/"


def environment(env: Env, user: User) -> Env:
    return env(user=user.id, context={"lang": user.lang, "tz": user.tz})


def visitors_environment(env: Env) -> Env:
    """The environment of the public user, in the language of the browser."""
    lang = request.session.context.get("lang")
    # sudo: the languages of the database are not secret
    installed = dict(env["res.lang"].sudo().get_installed())
    public = env.ref("base.public_user")
    return env(user=public.id, context={"lang": lang if lang in installed else None})


def _headers(form_to: Optional[str]) -> Headers:
    policy = POLICY
    if form_to:
        # Chromium applies form-action also to redirects after a form, and the application may redirect
        # further, so this allows schemes rather than hosts
        policy += "".join(" %s:" % name for name in sorted({urlsplit(form_to).scheme, "https"}))
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ]
