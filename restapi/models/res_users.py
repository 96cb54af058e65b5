"""Users: their applications and tokens, what they allowed, and the end of it."""

from odoo import fields, models

from .. import compat
from ..compat import access


@access.self_readable("restapi_grant_ids")
class ResUsers(models.Model):
    _inherit = "res.users"

    restapi_application_ids = fields.One2many(
        "restapi.application",
        "user_id",
        string="OAuth Applications",
        groups="restapi.group_manager",
    )
    restapi_application_count = fields.Integer(
        string="Number of OAuth Applications",
        compute="_compute_restapi_application_count",
        groups="restapi.group_manager",
    )
    restapi_token_count = fields.Integer(
        string="Number of Active Tokens",
        compute="_compute_restapi_token_count",
        groups="restapi.group_manager",
    )
    restapi_grant_ids = fields.One2many(
        "restapi.grant", "user_id", string="Allowed Applications", readonly=True
    )

    def _compute_restapi_application_count(self):
        for user in self:
            user.restapi_application_count = len(user.restapi_application_ids)

    def _compute_restapi_token_count(self):
        tokens = self.env["restapi.active.token"].search([("user_id", "in", self.ids)])
        for user in self:
            own = tokens.filtered(lambda row: row.user_id == user)  # noqa: B023
            user.restapi_token_count = len(own)

    def action_restapi_applications(self):
        """The applications that are registered on this user."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_application_action")
        return dict(
            action, domain=[("user_id", "=", self.id)], context={"default_user_id": self.id}
        )

    def action_restapi_tokens(self):
        """The sign-ins that act as this user now."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_active_token_action")
        return dict(action, domain=[("user_id", "=", self.id)], context={})

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._revoke_restapi_tokens()
        return result

    def _revoke_restapi_tokens(self):
        """End the tokens that act as these users, and those of the applications registered on them."""
        # sudo: who archives a user need not see the applications
        applications = self.env["restapi.application"].sudo()
        owned = applications.with_context(active_test=False).search([("user_id", "in", self.ids)])
        owned._end_tokens()
        applications._revoke_tokens([("user_id", "in", self.ids)])
