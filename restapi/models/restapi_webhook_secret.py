"""The secrets of webhooks, and protection against a token with limited scopes."""

import contextlib
from datetime import timedelta
from typing import List, Tuple

from odoo import _, api, fields, models
from odoo.http import request

from .. import compat
from ..compat import access
from ..exceptions import ServiceUnavailable
from ..oauth import caller, database, sealing
from ..oauth.caller import SCOPES
from ..odoo_types import Action, Records, Vals
from ..webhooks import signature

PREVIOUS_HOURS = 24


class RestapiWebhook(models.Model):
    """A webhook sends what its application may read to any address. So a manager's token needs all scopes for it, as for an application."""

    _inherit = "restapi.webhook"

    # The secret, and after a space the previous one, in one text, so that both are sealed again together.
    secret_sealed = fields.Char(copy=False, groups=".")
    previous_until = fields.Datetime(
        string="Previous Secret Until",
        readonly=True,
        copy=False,
        help="Until then deliveries are also signed with the previous secret.",
    )
    secret = fields.Char(
        compute="_compute_secret", compute_sudo=False, groups="restapi.group_manager"
    )

    @api.depends("secret_sealed", "database_uuid")
    def _compute_secret(self) -> None:
        may_see = self._may_see_secrets()
        for webhook in self:
            webhook.secret = False
            if not may_see or not webhook._is_of_this_database():
                continue
            # with a lost restapi_secret_key it must still be possible to create a new secret
            with contextlib.suppress(ServiceUnavailable):
                # sudo: nobody may read the sealed column, but this caller may see the secret in it
                webhook.secret = (webhook.sudo()._secrets() or [False])[0]

    def _may_see_secrets(self) -> bool:
        """Whether the caller may see secrets; up to 18.0 Odoo doesn't check rights before it computes
        fields for ``mapped`` or ``export_data``."""
        if caller.missing_scopes(request, SCOPES):
            return False
        if access.is_superuser(self.env):
            return True
        if not self.env.user.has_group("restapi.group_manager"):
            return False
        access.check_access(self.browse(self.ids), "read")  # without new records of a form
        return True

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        caller.require_scopes(request, SCOPES)
        webhooks = super().create(vals_list)
        for webhook in webhooks.sudo():  # sudo: nobody may write the sealed column
            webhook._renew_secret()
        return webhooks

    def write(self, vals: Vals) -> bool:
        caller.require_scopes(request, SCOPES)
        return bool(super().write(vals))

    def action_show_secret(self) -> Action:
        """Open a dialog with the secret, which is shown only on demand."""
        self.ensure_one()
        view = self.env.ref("restapi.restapi_webhook_view_form_secret")
        return {
            "type": "ir.actions.act_window",
            "name": _("Secret"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_new_secret(self) -> bool:
        """Replace the secret. For a day, deliveries are signed with the previous one too.

        A webhook from a copy of another database then belongs to this database.
        """
        caller.require_scopes(request, SCOPES)
        for webhook in self:
            access.check_access(webhook, "write")
            # sudo: managers may not write the sealed column either; check_access has checked the caller
            webhook.sudo()._renew_secret()
        return True

    def _renew_secret(self) -> None:
        self.ensure_one()
        known: List[str] = []
        if self._is_of_this_database():
            with contextlib.suppress(ServiceUnavailable):
                known = self._secrets()[:1]
        until = compat.now() + timedelta(hours=PREVIOUS_HOURS)
        # not `write`, which drops the fields that only the server sets
        models.Model.write(
            self,
            {
                "secret_sealed": sealing.seal(self.env, " ".join([signature.new_secret(), *known])),
                "previous_until": until if known else False,
                "database_uuid": database.uuid(self.env),
            },
        )

    def _secrets(self) -> List[str]:
        """The stored secrets, the newest first.

        :raises ServiceUnavailable: the server doesn't have the key that sealed them
        """
        sealed = self.secret_sealed
        return sealing.unseal(self.env, sealed).split() if sealed else []

    def _valid_secrets(self) -> Tuple[str, ...]:
        """Those that deliveries are signed with now."""
        found = self._secrets()
        has_previous = self.previous_until and self.previous_until > compat.now()
        return tuple(found if has_previous else found[:1])
