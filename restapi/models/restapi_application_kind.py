"""What the kind of an application decides: what a new one starts with, and what its form says."""

from typing import Dict, List

from odoo import _, api, fields, models

from ..oauth.caller import SCOPES
from ..odoo_types import Records, Vals

# The manual's 1.0 applications may do everything, and have its redirect URI. What many people are
# asked to allow starts with the least.
MANUALS_REDIRECT_URI = "https://127.0.0.1/callback"
STARTS_WITH: Dict[str, Vals] = {
    "machine": {"scopes": " ".join(SCOPES), "redirect_uris": MANUALS_REDIRECT_URI},
    "web": {"scopes": "read", "redirect_uris": False},
    "public": {"scopes": "read", "redirect_uris": False},
}


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    kind_explanation = fields.Char(compute="_compute_kind_explanation", compute_sudo=False)

    @api.depends("kind")
    def _compute_kind_explanation(self) -> None:
        told = {
            "machine": _("Acts as its own user; nobody is asked. For scripts and servers."),
            "web": _("Acts as each user who allows it. For web applications that run on a server."),
            "public": _(
                "Acts as each user who allows it, and needs no secret. For mobile, desktop and "
                "single-page apps."
            ),
        }
        for application in self:
            application.kind_explanation = told.get(application.kind, "")

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        default = self.default_get(["kind"]).get("kind")
        return super().create(
            [dict(STARTS_WITH.get(vals.get("kind", default), {}), **vals) for vals in vals_list]
        )

    @api.onchange("kind")
    def _onchange_kind(self) -> None:
        """A new application follows its kind, as far as nobody has changed what it started with."""
        if self._origin or not self.kind:
            return
        for name, value in STARTS_WITH[self.kind].items():
            if (self[name] or False) in [start[name] for start in STARTS_WITH.values()]:
                self[name] = value

    def action_archive_application(self) -> bool:
        """Archive it; all tokens end."""
        self.write({"active": False})
        return True
