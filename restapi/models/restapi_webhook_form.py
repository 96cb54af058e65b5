"""Buttons and banners of the form of webhooks, and the e-mail when one is stopped."""

import logging
from typing import Tuple

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..compat import access, mail
from ..oauth import database
from ..odoo_types import Action
from ..webhooks import worker

_logger = logging.getLogger(__name__)

_TEST = """
    INSERT INTO restapi_webhook_delivery
           (webhook_id, res_id, event, state, attempts, next_try_at, create_date)
    VALUES (%s, 0, 'test', 'waiting', 0,
            now() AT TIME ZONE 'UTC' + interval '1 minute', now() AT TIME ZONE 'UTC')
    RETURNING id
"""


class RestapiWebhook(models.Model):
    _inherit = "restapi.webhook"

    trouble = fields.Char(compute="_compute_trouble", compute_sudo=False)
    delivery_count = fields.Integer(
        string="Deliveries", compute="_compute_deliveries", compute_sudo=False
    )
    waiting_count = fields.Integer(
        string="Waiting", compute="_compute_deliveries", compute_sudo=False
    )

    @api.depends("active", "stopped", "failing_since", "database_uuid", "application_id")
    def _compute_trouble(self) -> None:
        """Which banner the form shows: why nothing is sent, or since when it fails."""
        for webhook in self:
            application = webhook.application_id
            if not webhook.id or not application:
                webhook.trouble = False
            elif webhook.stopped and not webhook.active:
                webhook.trouble = webhook.stopped
            elif not webhook._is_of_this_database():
                webhook.trouble = "copied"
            elif not application._may_receive_webhooks():
                webhook.trouble = "application"
            else:
                webhook.trouble = "failing" if webhook.failing_since else False

    def _compute_deliveries(self) -> None:
        # up to 18.0 Odoo doesn't check rights before it computes fields for `mapped` or `export_data`
        access.check_model_access(self, "read")
        self.env.cr.execute(
            "SELECT webhook_id, count(*), count(*) FILTER (WHERE state IN ('waiting', 'sending'))"
            " FROM restapi_webhook_delivery WHERE webhook_id = ANY(%s) GROUP BY webhook_id",
            [self.ids],
        )
        counts = {webhook_id: numbers for webhook_id, *numbers in self.env.cr.fetchall()}
        for webhook in self:
            webhook.delivery_count, webhook.waiting_count = counts.get(webhook.id, (0, 0))

    def action_view_deliveries(self) -> Action:
        """Open the deliveries of this webhook."""
        self.ensure_one()
        action = compat.action(self.env, "restapi.restapi_webhook_delivery_action")
        return dict(action, domain=[("webhook_id", "=", self.id)], context={})

    def action_send_test(self) -> Action:
        """Send a message without a record now, and show what has become of it."""
        self.ensure_one()
        access.check_access(self, "write")
        # sudo: nobody may read the sealed column; check_access has checked the caller
        webhook = self.sudo()
        if not webhook._is_of_this_database() or not webhook.secret_sealed:
            raise UserError(_("This webhook needs a new secret first."))
        delivery_id = webhook._new_test()
        worker.Worker(webhook.env).send_one(delivery_id)
        return {
            "type": "ir.actions.act_window",
            "name": _("Test"),
            "res_model": "restapi.webhook.delivery",
            "res_id": delivery_id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    def _new_test(self) -> int:
        """Store the delivery of a test, at once, for a worker to see it."""
        self.ensure_one()
        with database.own_cursor(self.env) as cr:
            cr.execute(_TEST, [self.id])
            return int(cr.fetchone()[0])

    def action_activate(self) -> bool:
        """Switch the webhook on again. It catches up."""
        return self.write({"active": True})

    @api.model
    def _wake(self) -> None:
        """Let the scheduled action run as soon as this transaction is committed, where Odoo can do that."""
        # sudo: users may not read scheduled actions; this only lets one run that would run anyway
        job = self.env.ref("restapi.ir_cron_webhooks", raise_if_not_found=False)
        if job and hasattr(job, "_trigger"):
            job.sudo()._trigger()

    def _tell_owner(self) -> None:
        """Send an e-mail about a webhook that was stopped, if Odoo can send e-mails."""
        self.ensure_one()
        _logger.warning("Webhook %d was stopped: %s", self.id, self.stopped)
        address = self.user_id.email
        if not address or not self.env["ir.mail_server"].search([], limit=1):
            return
        subject, text = self.with_context(lang=self.user_id.lang)._stop_message()
        try:
            mail.send(self.env, address, subject, text)
        except Exception as error:  # noqa: BLE001 - the webhook is stopped anyway, and its form says so
            _logger.warning("No e-mail about webhook %d: %r", self.id, type(error))

    def _stop_message(self) -> Tuple[str, str]:
        """The subject and the text of the e-mail, in the language of the context."""
        reason = {
            "gone": _("The receiver has answered that it wants no more (410)."),
            "given_up": _("A delivery could not be made for three days."),
        }[self.stopped]
        text = _("Activate the webhook when its receiver is ready. It then catches up.")
        return _("The webhook %s was stopped") % self.name, "%s\n\n%s\n" % (reason, text)
