"""Used nonces (RFC 5849 §3.3)."""

import hashlib
import random
from datetime import datetime
from typing import Iterable

from odoo import api, fields, models

from .. import compat
from ..oauth import database
from ..odoo_types import Cursor

PURGE_CHANCE = 0.01  # probability that a request also deletes expired nonces
PURGE_SIZE = 1000
BATCH_SIZE = 50_000  # rows in a transaction of the daily job, which takes about a second


class RestapiNonce(models.Model):
    """Each row is a nonce of a consumer, a token and a timestamp.

    The unique constraint decides which of several concurrent requests was first, across all workers and
    hosts.
    """

    _name = "restapi.nonce"
    _inherit = "restapi.protected"
    _description = "OAuth 1.0a Nonce"
    _log_access = False

    key = fields.Char(required=True, readonly=True, groups=".")
    expires_at = fields.Datetime(required=True, readonly=True, index=True)

    _key_uniq = compat.Constraint("UNIQUE (key)", "A nonce can be used only once.")

    @api.model
    def _take(self, parts: Iterable[str], expires_at: datetime) -> bool:
        """Record a nonce, on a separate connection, so that it counts as used even if the request fails.

        :param parts: the texts that make it unique
        :returns: whether it was new
        """
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        with database.autocommit_cursor(self.env) as cr:
            cr.execute(
                """
                INSERT INTO restapi_nonce (key, expires_at) VALUES (%s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                [key, expires_at],
            )
            is_new = bool(cr.fetchone())
            if random.random() < PURGE_CHANCE:  # noqa: S311 - not used for security
                self._purge(cr, PURGE_SIZE)
        return is_new

    @api.model
    def _purge(self, cr: Cursor, limit: int) -> int:
        """Delete nonces whose timestamps are no longer accepted, at most ``limit`` of them.

        A nonce must be expired by the clocks of both the host and PostgreSQL. A host whose clock is ahead
        would otherwise delete nonces that other hosts, or itself after a correction, would accept again.

        :returns: the number of deleted nonces
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
        """Delete all expired nonces, in committed batches: clients may have created millions in a day."""
        deleted = BATCH_SIZE
        while deleted == BATCH_SIZE:
            with database.own_cursor(self.env) as cr:
                deleted = self._purge(cr, BATCH_SIZE)
