"""Webhooks: who is told about which changes (docs/reference/webhooks.rst)."""

from typing import FrozenSet, List, Sequence

from odoo import _, api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from .. import compat
from ..compat import caches
from ..exceptions import RestapiError
from ..oauth import caller, database
from ..odoo_types import Model, Records, Vals
from ..webhooks import addresses, outbox, payload, worker
from ..webhooks.deliveries import Claimed
from ..webhooks.errors import DeliveryError
from .restapi_sealing import create_key_index

# Only the server sets these; values from forms and clients are ignored.
CHOSEN_BY_SERVER = (
    "model",
    "database_uuid",
    "previous_until",
    "failing_since",
    "stopped",
    "lost_at",
)
_RESUME = """
    UPDATE restapi_webhook_delivery delivery
       SET state = 'waiting', attempts = 0, next_try_at = now() AT TIME ZONE 'UTC'
     WHERE webhook_id = %s AND res_id > 0
       AND (state = 'waiting'
            OR state = 'failed'
               AND NOT EXISTS (SELECT FROM restapi_webhook_delivery later
                                WHERE later.webhook_id = delivery.webhook_id
                                  AND later.res_id = delivery.res_id AND later.id > delivery.id))
"""


class RestapiWebhook(models.Model):
    _name = "restapi.webhook"
    _inherit = "restapi.protected"
    _description = "Webhook"
    _order = "name, id"
    _restapi_readonly = CHOSEN_BY_SERVER

    name = fields.Char(required=True)
    active = fields.Boolean(
        default=True, help="An inactive webhook catches up when it is activated."
    )
    application_id = fields.Many2one(
        "restapi.application",
        string="OAuth Application",
        required=True,
        ondelete="cascade",
        domain=[("kind", "=", "machine")],
        help="Records are read with the rights of this machine application's user.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        help="Gets an e-mail when the webhook is stopped.",
    )
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        ondelete="cascade",
        domain=[("transient", "=", False)],
    )
    # not a related field, for the reason that followed models give
    model = fields.Char(readonly=True, string="Technical Name")
    on_create = fields.Boolean(string="Created", default=True)
    on_write = fields.Boolean(string="Changed", default=True)
    on_unlink = fields.Boolean(string="Deleted", default=True)
    domain = fields.Char(
        help="Only records that match, such as [('is_company','=',True)]. It can compare stored fields of the "
        "record itself.",
    )
    field_names = fields.Char(
        string="Fields",
        help="What is sent of a record, such as name,country_id.code. If empty, only its id.",
    )
    url = fields.Char(string="URL", required=True, help="It must begin with https://.")
    database_uuid = fields.Char(string="Database UUID", readonly=True, copy=False)
    failing_since = fields.Datetime(readonly=True, copy=False)
    stopped = fields.Selection(
        [("gone", "The receiver wants no more"), ("given_up", "Given up")],
        readonly=True,
        copy=False,
    )
    lost_at = fields.Datetime(string="Changes Lost", readonly=True, copy=False)

    def init(self) -> None:
        self.env.cr.execute(outbox.TABLES)
        create_key_index(self.env.cr, self._table)

    @api.constrains("url")
    def _check_url(self) -> None:
        for webhook in self:
            try:
                addresses.parse(webhook.url, worker.allowed_networks(self.env))
            except DeliveryError as error:
                raise ValidationError(_("URL: %s") % error) from None

    @api.constrains("application_id", "model_id", "domain", "field_names")
    def _check_content(self) -> None:
        for webhook in self:
            application = webhook.application_id
            if application.kind != "machine" or "read" not in application.scopes.split():
                raise ValidationError(
                    _("The application must be of the kind Machine, and may read records.")
                )
            try:
                records = webhook._records()
                payload.parse_domain(records, webhook.domain or "")
                payload.parse_fields(records, webhook.field_names or "")
            except RestapiError as error:
                raise ValidationError(error.detail) from None

    @api.constrains("on_create", "on_write", "on_unlink")
    def _check_events(self) -> None:
        for webhook in self:
            if not (webhook.on_create or webhook.on_write or webhook.on_unlink):
                raise ValidationError(_("Select at least one event."))

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        known = self.env["ir.model"]
        webhooks = super().create(
            [
                {**_without_servers(vals), "model": known.browse(vals.get("model_id")).model}
                for vals in vals_list
            ]
        )
        webhooks.filtered("active")._start()
        self._watch_anew()
        return webhooks

    def write(self, vals: Vals) -> bool:
        vals = _without_servers(vals)
        if "model_id" in vals and any(one.model_id.id != vals["model_id"] for one in self):
            raise UserError(_("Add another webhook for the other model."))
        if vals.get("active"):
            vals.update(stopped=False, failing_since=False)
        result = super().write(vals)
        if vals.get("active"):
            self._start()
        if "active" in vals:
            self._watch_anew()
        return bool(result)

    def unlink(self) -> bool:
        ids = self.ids
        result = super().unlink()
        outbox.forget(self.env.cr, ids)
        self._watch_anew()
        return bool(result)

    def _start(self) -> None:
        """Follow the model, and go on where the webhook has stopped."""
        # sudo: whoever may activate a webhook also lets its model be followed
        followed = self.env["restapi.followed"].sudo()
        for webhook in self:
            found = followed._find(webhook.model)
            if found is None:
                found = followed.create({"model_id": webhook.model_id.id}).id
            outbox.start(self.env.cr, webhook.id, found)
            self.env.cr.execute(_RESUME, [webhook.id])

    def _records(self) -> Model:
        """The model, in the environment of the application's user.

        :raises ValidationError: it is not loaded
        """
        self.ensure_one()
        if self.model not in self.env:
            raise ValidationError(_("The model %s is not loaded.") % self.model)
        # sudo: whose rights apply is no secret to somebody who may edit the webhook
        user = self.sudo().application_id.user_id
        return self.env(user=user.id, context={})[self.model]

    def _messages(self, claimed: Sequence[Claimed]) -> payload.Messages:
        """What to send for claimed deliveries."""
        self.ensure_one()
        wanted = payload.Wanted(
            self.on_create,
            self.on_write,
            self.on_unlink,
            self.domain or "",
            self.field_names or "",
        )
        scopes = frozenset(self.application_id.scopes.split())
        with caller.limited_to(scopes):
            return payload.prepare(self._records(), wanted, claimed)

    def _is_of_this_database(self) -> bool:
        return self.database_uuid == database.uuid(self.env)

    @api.model
    def _watch_anew(self) -> None:
        """Forget which models are watched, once what decides it is in the database."""
        compat.flush_all(self.env)
        caches.clear(self.env)

    @api.model
    @caches.ormcache()
    def _watched(self) -> FrozenSet[str]:
        """The names of the models with active webhooks."""
        # by SQL, since the ORM calls this; the table is missing until the addon is updated
        if not tools.sql.table_exists(self.env.cr, self._table):
            return frozenset()
        self.env.cr.execute("SELECT DISTINCT model FROM restapi_webhook WHERE active")
        return frozenset(model for (model,) in self.env.cr.fetchall())

    @api.model
    def _send_all(self) -> None:
        """The scheduled action."""
        worker.run(self.env)


def _without_servers(vals: Vals) -> Vals:
    return {name: value for name, value in vals.items() if name not in CHOSEN_BY_SERVER}
