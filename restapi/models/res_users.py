"""Users: their applications, and the end of their tokens."""

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    restapi_application_ids = fields.One2many(
        "restapi.application",
        "user_id",
        string="OAuth Applications",
        groups="restapi.group_manager",
    )

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._revoke_restapi_tokens()
        return result

    def _revoke_restapi_tokens(self):
        # sudo: nobody but the server touches tokens
        tokens = self.env["restapi.oauth2.token"].sudo()
        tokens.search([("user_id", "in", self.ids), ("revoked_at", "=", False)])._revoke()
