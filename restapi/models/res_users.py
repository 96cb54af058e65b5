"""Users: their applications, tokens and grants, and the revocation of these."""

from typing import Any

from odoo import api, fields, models

from .. import compat
from ..compat import access
from ..odoo_types import Action, Vals


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
        compute_sudo=False,
        groups="restapi.group_manager",
    )
    restapi_token_count = fields.Integer(
        string="Number of Active Tokens",
        compute="_compute_restapi_token_count",
        compute_sudo=False,
        groups="restapi.group_manager",
    )
    restapi_grant_ids = fields.One2many(
        "restapi.grant", "user_id", string="Allowed Applications", readonly=True
    )

    def init(self) -> Any:
        """Add the column of the user's generation, which ends tokens of earlier generations.

        It is not a field, so nobody can write it. ``IF NOT EXISTS`` would lock the table also if the column
        exists, and requests that look up a token could deadlock with an update.
        """
        self.env.cr.execute(
            "SELECT FROM pg_attribute WHERE attrelid = 'res_users'::regclass AND NOT attisdropped "
            "AND attname = 'restapi_generation'"
        )
        if not self.env.cr.rowcount:
            self.env.cr.execute(
                "ALTER TABLE res_users ADD COLUMN restapi_generation integer DEFAULT 0"
            )
        return super().init()

    def _compute_restapi_application_count(self) -> None:
        access.check_model_access(self.env["restapi.application"], "read")
        self.env.cr.execute(
            "SELECT user_id, COUNT(*) FROM restapi_application"
            " WHERE active AND user_id = ANY(%s) GROUP BY user_id",
            [self.ids],
        )
        counts = dict(self.env.cr.fetchall())
        for user in self:
            user.restapi_application_count = counts.get(user.id, 0)

    def _compute_restapi_token_count(self) -> None:
        totals = self.env["restapi.active.token"]._totals("user_id", self.ids)
        for user in self:
            user.restapi_token_count = totals.get(user.id, [0])[0]

    def action_restapi_applications(self) -> Action:
        """Open the applications that are registered for this user."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_application_action")
        return dict(
            action, domain=[("user_id", "=", self.id)], context={"default_user_id": self.id}
        )

    def action_restapi_tokens(self) -> Action:
        """Open the live sign-ins that act as this user."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_active_token_action")
        return dict(action, domain=[("user_id", "=", self.id)], context={})

    def write(self, vals: Vals) -> bool:
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._revoke_restapi_tokens()
        return result

    def _set_password(self) -> Any:
        """End tokens when the password changes, just as Odoo ends sessions.

        Odoo also stores a stronger hash of the same password at sign-in, but elsewhere; that ends nothing.
        """
        result = super()._set_password()
        self._end_restapi_sign_ins()
        return result

    def _revoke_restapi_tokens(self) -> None:
        """End the tokens that act as these users, and those of applications registered for them."""
        # sudo: a user who archives users may have no access to applications
        applications = self.env["restapi.application"].sudo()
        owned = applications.with_context(active_test=False).search([("user_id", "in", self.ids)])
        owned._end_tokens()
        applications._revoke_tokens([("user_id", "in", self.ids)])
        self._end_restapi_sign_ins()

    def _end_restapi_sign_ins(self) -> None:
        """End all grants of these users, by a new generation.

        That also covers tokens that concurrent transactions are issuing, which this one can't see. Machine
        applications continue, unless a system parameter says otherwise.
        """
        self.env.cr.execute(
            "UPDATE res_users SET restapi_generation = restapi_generation + 1 WHERE id = ANY(%s)",
            [self.ids],
        )
        if compat.is_set(self.env, "restapi.password_ends_machine_tokens"):
            machines = [("user_id", "in", self.ids), ("kind", "=", "machine")]
            # sudo: users may have no access to applications
            self.env["restapi.application"].sudo().search(machines)._end_tokens()

    @api.model
    def _restapi_generation(self, user_id: int) -> int:
        """The current generation of a user, which new tokens are bound to."""
        query = "SELECT restapi_generation FROM res_users WHERE id = %s"
        self.env.cr.execute(query, [user_id])
        (row,) = self.env.cr.fetchall()
        return row[0]
