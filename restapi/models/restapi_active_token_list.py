"""What the list of active tokens shows in words."""

from odoo import _, api, fields, models

from .. import compat


class RestapiActiveToken(models.Model):
    _inherit = "restapi.active.token"

    scope_words = fields.Char(
        string="Permissions", compute="_compute_scope_words", compute_sudo=False
    )
    end_label = fields.Char(string="Expires", compute="_compute_end_label", compute_sudo=False)

    @api.depends("scopes")
    @compat.depends_context("lang")
    def _compute_scope_words(self) -> None:
        for row in self:
            row.scope_words = row.application_id._scope_words((row.scopes or "").split())

    @api.depends("expires_at")
    @compat.depends_context("lang", "tz")
    def _compute_end_label(self) -> None:
        """OAuth 1.0a has no end of a token, which an empty cell would not tell."""
        as_text = self.env["ir.qweb.field.datetime"].value_to_html
        options = {"hide_seconds": True}
        for row in self:
            row.end_label = as_text(row.expires_at, options) if row.expires_at else _("Never")
