"""What the form and the lists of applications show beside the stored fields."""

from typing import Iterable, List

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..compat import access
from ..oauth import database
from ..oauth.caller import SCOPES
from ..odoo_types import Action, Domain, Field, FieldValue, Records
from .restapi_sealing import REPLACING


def scope_flag(scope: str, label: str) -> Field:
    """A checkbox for one scope.

    Each has a compute method of its own: Odoo takes fields that share one for written together, and
    those that were not written for false.
    """

    @api.depends("scopes")
    def compute(self: Records) -> None:
        for application in self:
            application["scope_%s" % scope] = scope in (application.scopes or "").split()

    return fields.Boolean(
        label,
        compute=compute,
        compute_sudo=False,
        inverse="_inverse_scope_flags",
        help="OAuth scope: %s" % scope,
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
    token_count = fields.Integer(
        string="Active Tokens", compute="_compute_tokens", compute_sudo=False
    )
    last_used_at = fields.Datetime(string="Last Use", compute="_compute_tokens", compute_sudo=False)
    is_copied = fields.Boolean(
        string="Copied",
        compute="_compute_is_copied",
        compute_sudo=False,
        search="_search_is_copied",
        help="It came along in a copy of another database, and can't sign in here until it gets a "
        "new secret.",
    )
    sealing_state = fields.Char(compute="_compute_sealing", compute_sudo=False)
    sealed_otherwise = fields.Integer(
        string="Secrets Sealed with Another Key", compute="_compute_sealing", compute_sudo=False
    )

    def _inverse_scope_flags(self) -> None:
        for application in self:
            scopes = [scope for scope in SCOPES if application["scope_%s" % scope]]
            if not scopes:
                raise ValidationError(_("Select at least one permission."))
            # a change ends all tokens, so there must be one
            if scopes != application.scopes.split():
                application.scopes = " ".join(scopes)

    @api.model
    def _scope_labels(self, scopes: Iterable[str]) -> List[str]:
        """What scopes mean, in the words of the form and the language of the context."""
        names = ["scope_%s" % scope for scope in SCOPES if scope in scopes]
        labels = self.fields_get(names, ["string"])
        return [labels[name]["string"] for name in names]

    @api.model
    def _scope_words(self, scopes: Iterable[str]) -> str:
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

    def _compute_tokens(self) -> None:
        totals = self.env["restapi.active.token"]._totals("application_id", self.ids)
        for application in self:
            count, last_use = totals.get(application.id, (0, False))
            application.token_count = count
            application.last_used_at = last_use or False

    @api.depends("database_uuid")
    def _compute_is_copied(self) -> None:
        for application in self:
            application.is_copied = bool(application.id) and not application._is_of_this_database()

    @api.model
    def _search_is_copied(self, operator: str, value: FieldValue) -> Domain:
        """
        :param operator: ``=`` or ``!=``, of which 19.0 makes ``in`` and ``not in``
        """
        if operator not in ("=", "!=", "in", "not in"):
            raise ValueError("Search is_copied by = or !=.")
        is_wanted = True in value if operator in ("in", "not in") else bool(value)
        if operator in ("!=", "not in"):
            is_wanted = not is_wanted
        return [("database_uuid", "!=" if is_wanted else "=", database.uuid(self.env))]

    def _compute_sealing(self) -> None:
        """What the banners tell of the server's keys, the same for all applications.

        :raises odoo.exceptions.AccessError: the caller may not see applications; up to 18.0 Odoo
            computes fields for whoever calls ``mapped`` or ``export_data``
        """
        access.check_model_access(self, "read")
        # sudo: nobody but the server touches what is sealed
        sealing = self.env["restapi.sealing"].sudo()
        state = sealing._state()
        count = sealing._count_others(self.env.cr) if state == REPLACING else 0
        for application in self:
            application.sealing_state = state
            application.sealed_otherwise = count

    def action_view_tokens(self) -> Action:
        """The sign-ins of this application that work now."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_active_token_action")
        return dict(action, domain=[("application_id", "=", self.id)], context={})
