"""Nonces that were used (RFC 5849 §3.3)."""

import hashlib
import random
from datetime import datetime
from typing import Iterable

from odoo import api, fields, models

from .. import compat
from ..oauth import database
from ..odoo_types import Cursor

PURGE_CHANCE = 0.01  # of a request that also deletes what has ended
PURGE_SIZE = 1000
BATCH_SIZE = 50_000  # of the daily job: a transaction of a second or so


class RestapiNonce(models.Model):
    """One row is a nonce of a consumer, a token and a timestamp.

    The unique constraint decides which of several requests at once was first, on whatever worker
    or host they are.
    """

    _name = "restapi.nonce"
    _inherit = "restapi.protected"
    _description = "OAuth 1.0a Nonce"
    _log_access = False

    key = fields.Char(required=True, readonly=True, groups=".")
    expires_at = fields.Datetime(required=True, readonly=True, index=True)

    _key_uniq = compat.Constraint("UNIQUE (key)", "A nonce works once.")

    @api.model
    def _take(self, parts: Iterable[str], expires_at: datetime) -> bool:
        """Use a nonce, on a connection of its own: a request that fails later has used it too.

        :param parts: what it has to be unique for, as texts
        :returns: whether it was new
        """
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        with database.own_cursor(self.env) as cr:
            cr.execute(
                """
                INSERT INTO restapi_nonce (key, expires_at) VALUES (%s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                [key, expires_at],
            )
            is_new = bool(cr.fetchone())
            if random.random() < PURGE_CHANCE:  # noqa: S311 - a lottery, no secret
                self._purge(cr, PURGE_SIZE)
        return is_new

    @api.model
    def _purge(self, cr: Cursor, limit: int) -> int:
        """Delete some of those whose timestamp is refused by now, and tell how many.

        By both clocks, the host's and PostgreSQL's: a host whose clock is ahead would forget what
        others, or itself once the clock is right again, would then take a second time.
        """
        cr.execute(
            """
            DELETE FROM restapi_nonce WHERE id IN (
                SELECT id FROM restapi_nonce
                 WHERE expires_at < LEAST(%s, NOW() AT TIME ZONE 'UTC')
                 LIMIT %s FOR UPDATE SKIP LOCKED)
            """,
            [fields.Datetime.now(), limit],
        )
        return cr.rowcount

    @compat.autovacuum
    def _gc_nonces(self) -> None:
        """In batches, each of which stays deleted if the job is stopped: clients can have made
        millions since yesterday."""
        deleted = BATCH_SIZE
        while deleted == BATCH_SIZE:
            with database.own_cursor(self.env) as cr:
                deleted = self._purge(cr, BATCH_SIZE)
