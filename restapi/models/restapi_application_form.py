"""What the form and the lists of applications show beside the stored fields."""

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..oauth import secrets
from .restapi_application import SCOPES


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    # The labels stand on the consent page too, after "it may".
    scope_read = fields.Boolean(
        "Read records", compute="_compute_scope_flags", inverse="_inverse_scope_flags"
    )
    scope_create = fields.Boolean(
        "Create records", compute="_compute_scope_flags", inverse="_inverse_scope_flags"
    )
    scope_write = fields.Boolean(
        "Change records", compute="_compute_scope_flags", inverse="_inverse_scope_flags"
    )
    scope_delete = fields.Boolean(
        "Delete records", compute="_compute_scope_flags", inverse="_inverse_scope_flags"
    )
    scope_call = fields.Boolean(
        "Run actions, such as confirming an order",
        compute="_compute_scope_flags",
        inverse="_inverse_scope_flags",
    )
    scope_report = fields.Boolean(
        "Print documents, such as invoices",
        compute="_compute_scope_flags",
        inverse="_inverse_scope_flags",
    )
    token_count = fields.Integer(string="Active Tokens", compute="_compute_tokens")
    last_used_at = fields.Datetime(string="Last Use", compute="_compute_tokens")
    secret_key_missing = fields.Boolean(compute="_compute_secret_key_missing")

    @api.depends("scopes")
    def _compute_scope_flags(self):
        for application in self:
            given = (application.scopes or "").split()
            for scope in SCOPES:
                application["scope_%s" % scope] = scope in given

    def _inverse_scope_flags(self):
        for application in self:
            scopes = [scope for scope in SCOPES if application["scope_%s" % scope]]
            if not scopes:
                raise ValidationError(
                    _("Tick what the application may do; without anything it is of no use.")
                )
            # a change ends all tokens, so there must be one
            if scopes != application.scopes.split():
                application.scopes = " ".join(scopes)

    @api.model
    def _scope_labels(self, scopes):
        """What scopes mean, in the words of the form and the language of the context."""
        names = ["scope_%s" % scope for scope in SCOPES if scope in scopes]
        labels = self.fields_get(names, ["string"])
        return [labels[name]["string"] for name in names]

    def _compute_tokens(self):
        tokens = self.env["restapi.active.token"].search([("application_id", "in", self.ids)])
        for application in self:
            own = tokens.filtered(lambda row: row.application_id == application)  # noqa: B023
            application.token_count = len(own)
            application.last_used_at = max(filter(None, own.mapped("last_used_at")), default=False)

    def _compute_secret_key_missing(self):
        for application in self:
            application.secret_key_missing = not secrets.configured_keys()

    def action_view_tokens(self):
        """The sign-ins of this application that work now."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_active_token_action")
        return dict(action, domain=[("application_id", "=", self.id)], context={})
