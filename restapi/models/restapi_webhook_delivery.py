"""Deliveries of webhooks: the queue, and what has become of each."""

from datetime import timedelta

from odoo import _, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..compat import access
from ..oauth import database
from ..webhooks import deliveries

DAYS = "restapi.webhook_days"  # system parameter: how long deliveries are kept
DEFAULT_DAYS = 7
MAX_DAYS = 3660
BATCH = 10_000

_EXPIRE = """
    DELETE FROM restapi_webhook_delivery WHERE id IN (
        SELECT id FROM restapi_webhook_delivery
         WHERE state IN ('sent', 'failed') AND create_date < %s AND coalesce(sent_at, create_date) < %s
         LIMIT %s FOR UPDATE SKIP LOCKED)
"""
_AGAIN = """
    INSERT INTO restapi_webhook_delivery
           (webhook_id, res_id, state, is_new, is_changed, changed_at, attempts, next_try_at,
            create_date)
    SELECT webhook_id, res_id, 'waiting', is_new, true, changed_at, 0, now() AT TIME ZONE 'UTC',
           now() AT TIME ZONE 'UTC'
      FROM restapi_webhook_delivery WHERE id = %s
    ON CONFLICT (webhook_id, res_id) WHERE state = 'waiting' AND res_id > 0
    DO UPDATE SET next_try_at = excluded.next_try_at, attempts = 0
"""


class RestapiWebhookDelivery(models.Model):
    """Managers may read deliveries; only the server changes them, in SQL (``webhooks/deliveries.py``)."""

    _name = "restapi.webhook.delivery"
    _description = "Webhook Delivery"
    _order = "id desc"
    _rec_name = "message_id"

    webhook_id = fields.Many2one(
        "restapi.webhook", required=True, readonly=True, ondelete="cascade", index=True
    )
    res_id = fields.Integer(string="Record ID", readonly=True)
    event = fields.Selection(
        [
            ("create", "Created"),
            ("write", "Changed"),
            ("left", "Left"),
            ("unlink", "Deleted"),
            ("test", "Test"),
        ],
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("sending", "Sending"), ("sent", "Sent"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    is_new = fields.Boolean(readonly=True)
    is_changed = fields.Boolean(readonly=True)
    changed_at = fields.Datetime(string="Changed", readonly=True)
    attempts = fields.Integer(readonly=True)
    next_try_at = fields.Datetime(string="Next Attempt", readonly=True)
    lease_until = fields.Datetime(readonly=True)
    message_id = fields.Char(string="Message ID", readonly=True)
    request_body = fields.Text(string="Request", readonly=True)
    sent_at = fields.Datetime(string="Last Attempt", readonly=True)
    status = fields.Integer(readonly=True)
    answer = fields.Text(readonly=True, help="The first KiB of it.")
    error = fields.Char(readonly=True)
    seconds = fields.Float(readonly=True, digits=(8, 3))

    def init(self) -> None:
        self.env.cr.execute(deliveries.INDEXES)

    def action_send_again(self) -> bool:
        """Send the records of these deliveries again, as they are now, with new ids of messages."""
        for delivery in self:
            # whoever may change the webhook could also make it send
            access.check_access(delivery.webhook_id, "write")
            if delivery.event == "test":
                raise UserError(_("Send another test from the form of the webhook."))
            self.env.cr.execute(_AGAIN, [delivery.id])
            if delivery.sent_at:
                deliveries.may_know(self.env.cr, [delivery.id])
        self.env["restapi.webhook"]._wake()
        return True

    @compat.autovacuum
    def _gc_deliveries(self) -> None:
        """Delete old deliveries that don't wait, in batches with transactions of their own."""
        days = compat.number(self.env, DAYS, DEFAULT_DAYS, 1, MAX_DAYS)
        limit = compat.now() - timedelta(days=days)
        count = BATCH
        while count == BATCH:
            with database.own_cursor(self.env) as cr:
                cr.execute(_EXPIRE, [limit, limit, BATCH])
                count = cr.rowcount
