"""The API explorer (docs/howto/explorer.rst): a page that holds nothing of the database.

Its scripts sign in as the application *API explorer*, and then ask this API as any other client would.
"""

import functools
import hashlib
import secrets
from html import escape
from pathlib import Path
from typing import Any, Dict, Optional

from odoo import http
from odoo.http import Response, request

from .. import compat
from ..exceptions import Headers, NoDatabase
from ..models.restapi_application_explorer import PATH
from ..oauth import credentials, redirects
from ..odoo_types import Env, Record
from ..rest.request import negotiation
from . import pages
from .routing import check_database, protocol_route

OFFERS = (negotiation.HTML,)
STATIC = Path(__file__).resolve().parents[1] / "static"
# What a sign-in brings back, for the scripts.
RETURNED = ("code", "state", "iss", "error", "error_description")

# Scripts run only if the page names them with the nonce: other files of this server, such as what users
# have uploaded, never do.
POLICY = (
    "default-src 'none'; script-src 'nonce-%s'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
NO_DATABASE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>API explorer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/restapi/static/src/explorer/explorer.css"></head>
<body><main class="notice"><h1>API explorer</h1><p>%s</p></main></body></html>"""


class Explorer(http.Controller):
    @protocol_route(PATH, ["GET"], reads=RETURNED, offers=OFFERS, needs_db=False)
    def explorer(self, env: Optional[Env]) -> Response:
        """The page, in the language of the signed-in user, else of the browser."""
        negotiation.choose(request.httprequest, OFFERS)
        try:
            check_database()
        except NoDatabase as error:
            text = NO_DATABASE % escape(error.detail)
            return Response(text, status=error.status, headers=_headers(secrets.token_urlsafe()))
        return _page(request.env)


def _page(env: Env) -> Response:
    user = pages.signed_in_user(env)
    env = pages.environment(env, user) if user else pages.visitors_environment(env)
    # sudo: whether the application can be used, and its public identifier, are not secret
    application = env["restapi.application"].sudo()._explorer()
    nonce = secrets.token_urlsafe()
    lang = env.context.get("lang") or "en_US"
    values = {
        "nonce": nonce,
        "lang": lang,
        "page_lang": lang.replace("_", "-"),
        "version": _version(),
        "obstacle": application._obstacle(),
        "client_id": application.client_id,
        "scopes": application.scopes,
        # only for those who are signed in to this database anyway
        "database": env.cr.dbname if user else "",
        **_address(env, application),
    }
    html = compat.render_template(env, "restapi.explorer_page", values)
    return Response(html, headers=_headers(nonce))


def _address(env: Env, application: Record) -> Dict[str, Any]:
    """Whether the page is at one of the addresses that a sign-in can return to, and which one is."""
    own = credentials.issuer(request.httprequest) + PATH
    registered = application._redirect_uris() if application else []
    # without proxy_mode, Odoo takes the https of a proxy for http
    candidates = (own, own.replace("http://", "https://", 1))
    is_registered = any(redirects.matches(uri, registered) for uri in candidates)
    return {
        "is_registered": is_registered,
        "own_address": own,
        "main_address": compat.parameter(env, "web.base.url").rstrip("/") + PATH,
    }


@functools.lru_cache(maxsize=None)
def _version() -> str:
    """A digest of the page's files. It is part of their URLs, since Odoo lets browsers keep static files
    for a week, also across updates of the addon."""
    digest = hashlib.sha256()
    for folder in ("src/explorer", "lib"):
        for file in sorted((STATIC / folder).rglob("*.*")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _headers(nonce: str) -> Headers:
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY % nonce),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ]
