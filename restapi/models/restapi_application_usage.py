"""How to use an application, as its form tells: addresses, a request to paste, and the secret on demand."""

from datetime import timedelta
from typing import Optional

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta

from odoo import _, api, fields, models

from .. import compat
from ..odoo_types import Action

UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))

# One line that gives a token; the shell puts in what is secret or known at run time only.
CURL = {
    "machine": 'curl -u "%(client_id)s:$SECRET" -d grant_type=client_credentials %(token_url)s',
    "web": 'curl -u "%(client_id)s:$SECRET" -d grant_type=authorization_code -d "code=$CODE" '
    '-d "redirect_uri=%(redirect_uri)s" %(token_url)s',
    "public": 'curl -d client_id=%(client_id)s -d grant_type=authorization_code -d "code=$CODE" '
    '-d "redirect_uri=%(redirect_uri)s" -d "code_verifier=$VERIFIER" %(token_url)s',
}


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    base_url = fields.Char(string="Base URL", compute="_compute_usage", compute_sudo=False)
    authorize_url = fields.Char(
        string="Authorization URL", compute="_compute_usage", compute_sudo=False
    )
    token_url = fields.Char(string="Token URL", compute="_compute_usage", compute_sudo=False)
    curl_line = fields.Char(
        string="Get a Token",
        compute="_compute_usage",
        compute_sudo=False,
        help="For a shell in which $SECRET is the Consumer Secret. A web or public application needs "
        "the code ($CODE) that came to its redirect URI, a public one its PKCE verifier ($VERIFIER).",
    )
    access_token_duration = fields.Char(compute="_compute_durations", compute_sudo=False)
    refresh_token_duration = fields.Char(compute="_compute_durations", compute_sudo=False)

    @api.depends("kind", "client_id", "redirect_uris")
    def _compute_usage(self) -> None:
        # everybody who calls the server knows its address
        server = compat.parameter(self.env, "web.base.url")
        base = server.rstrip("/") + compat.PREFIX
        for application in self:
            token_url = base + "/common/oauth2/access_token"
            application.base_url = base
            application.authorize_url = base + "/common/oauth2/authorize"
            application.token_url = token_url
            application.curl_line = CURL.get(application.kind, "") % {
                "client_id": application.client_id,
                "redirect_uri": "".join(application._redirect_uris()[:1]) or "$REDIRECT_URI",
                "token_url": token_url,
            }

    @api.depends("access_token_lifetime", "refresh_token_lifetime")
    @compat.depends_context("lang")
    def _compute_durations(self) -> None:
        for application in self:
            for name in ("access_token", "refresh_token"):
                seconds = application["%s_lifetime" % name]
                application["%s_duration" % name] = duration(seconds, self.env.context.get("lang"))

    def action_show_secret(self) -> Action:
        """A dialog with the secret, which no screen shows unasked."""
        self.ensure_one()
        view = self.env.ref("restapi.restapi_application_view_form_secret")
        return {
            "type": "ir.actions.act_window",
            "name": _("Consumer Secret"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }


def duration(seconds: int, lang: Optional[str]) -> str:
    """A number of seconds in words, such as "30 days" or "1 hour 30 minutes".

    :param lang: a code of Odoo's, such as ``de_DE``; None for English
    """
    try:
        locale = Locale.parse(lang or "en_US")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en", "US")
    words = []
    for unit, size in UNITS:
        count, seconds = divmod(max(seconds, 0), size)
        if count:
            # the threshold keeps 30 days from being a month
            span = timedelta(seconds=count * size)
            words.append(
                format_timedelta(span, granularity=unit, threshold=float("inf"), locale=locale)
            )
    return " ".join(words)
