"""Default values and explanations for the kinds of applications."""

from typing import Dict, List

from odoo import _, api, fields, models

from ..oauth.caller import SCOPES
from ..odoo_types import Records, Vals

# Machine applications start as in the 1.0 manual, with all scopes and its redirect URI. Applications that
# ask users for consent start with the minimum.
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
        explanations = {
            "machine": _("Acts as its own user, without asking anyone. For scripts and servers."),
            "web": _("Acts as each user who allows it. For web applications that run on a server."),
            "public": _(
                "Acts as each user who allows it, and needs no secret. For mobile, desktop and "
                "single-page apps."
            ),
        }
        for application in self:
            application.kind_explanation = explanations.get(application.kind, "")

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        default = self.default_get(["kind"]).get("kind")
        return super().create(
            [dict(STARTS_WITH.get(vals.get("kind", default), {}), **vals) for vals in vals_list]
        )

    @api.onchange("kind")
    def _onchange_kind(self) -> None:
        """Update the defaults of a new application when its kind changes, unless the user changed them."""
        if self._origin or not self.kind:
            return
        for name, value in STARTS_WITH[self.kind].items():
            if (self[name] or False) in [start[name] for start in STARTS_WITH.values()]:
                self[name] = value

    def action_archive_application(self) -> bool:
        """Archive the application, which ends all of its tokens."""
        self.write({"active": False})
        return True
