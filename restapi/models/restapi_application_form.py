"""What the form and the lists of applications show beside the stored fields."""

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..oauth import secrets
from ..oauth.caller import SCOPES


def scope_flag(scope, label):
    """A checkbox for one scope.

    Each has a compute method of its own: Odoo takes fields that share one for written together, and
    those that were not written for false.
    """

    @api.depends("scopes")
    def compute(self):
        for application in self:
            application["scope_%s" % scope] = scope in (application.scopes or "").split()

    return fields.Boolean(
        label, compute=compute, inverse="_inverse_scope_flags", help="OAuth scope: %s" % scope
    )


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    # The labels stand on the consent page too.
    scope_read = scope_flag("read", "Read records")
    scope_create = scope_flag("create", "Create records")
    scope_write = scope_flag("write", "Change records")
    scope_delete = scope_flag("delete", "Delete records")
    scope_call = scope_flag("call", "Run actions, such as confirming an order")
    scope_report = scope_flag("report", "Print documents, such as invoices")
    token_count = fields.Integer(string="Active Tokens", compute="_compute_tokens")
    last_used_at = fields.Datetime(string="Last Use", compute="_compute_tokens")
    secret_key_missing = fields.Boolean(compute="_compute_secret_key_missing")

    def _inverse_scope_flags(self):
        for application in self:
            scopes = [scope for scope in SCOPES if application["scope_%s" % scope]]
            if not scopes:
                raise ValidationError(_("Select at least one permission."))
            # a change ends all tokens, so there must be one
            if scopes != application.scopes.split():
                application.scopes = " ".join(scopes)

    @api.model
    def _scope_labels(self, scopes):
        """What scopes mean, in the words of the form and the language of the context."""
        names = ["scope_%s" % scope for scope in SCOPES if scope in scopes]
        labels = self.fields_get(names, ["string"])
        return [labels[name]["string"] for name in names]

    @api.model
    def _scope_words(self, scopes):
        """What scopes mean in a word each, for the columns of lists, in the user's language."""
        words = {
            "read": _("Read"),
            "create": _("Create"),
            "write": _("Change"),
            "delete": _("Delete"),
            "call": _("Actions"),
            "report": _("Print"),
        }
        if set(scopes) >= set(SCOPES):
            return _("All")
        return ", ".join(words[scope] for scope in SCOPES if scope in scopes)

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
