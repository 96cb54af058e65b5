"""What a token may do to applications: nothing that would give its holder more than it has."""

from typing import List

from odoo import api, models
from odoo.http import request

from ..oauth import caller
from ..oauth.caller import SCOPES
from ..odoo_types import Records, Vals


class RestapiApplication(models.Model):
    """A manager's token with some of the scopes could otherwise read another application's secret, or
    register an application with a key of its own, and sign in with all scopes."""

    _inherit = "restapi.application"

    def _may_see_secrets(self) -> bool:
        return not caller.missing_scopes(request, SCOPES) and super()._may_see_secrets()

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        self._require_all_scopes()
        return super().create(vals_list)

    def write(self, vals: Vals) -> bool:
        self._require_all_scopes()
        return super().write(vals)

    def action_new_secret(self) -> bool:
        self._require_all_scopes()
        return super().action_new_secret()

    @api.model
    def _require_all_scopes(self) -> None:
        """:raises InsufficientScope: the request's token lacks one"""
        caller.require_scopes(request, SCOPES)
