"""Nonces that were used (RFC 5849 §3.3)."""

import hashlib
import random

from odoo import api, fields, models

from .. import compat

PURGE_CHANCE = 0.01  # of a request that also deletes what has ended
PURGE_SIZE = 1000


class RestapiNonce(models.Model):
    """One row is a nonce of a consumer, a token and a timestamp.

    The unique constraint decides which of several requests at once was first, on whatever worker
    or host they are.
    """

    _name = "restapi.nonce"
    _description = "OAuth 1.0a Nonce"
    _log_access = False

    key = fields.Char(required=True, readonly=True, groups=".")
    expires_at = fields.Datetime(required=True, readonly=True, index=True)

    _key_uniq = compat.Constraint("UNIQUE (key)", "A nonce works once.")

    @api.model
    def _take(self, parts, expires_at):
        """Use a nonce, on a connection of its own: a request that fails later has used it too.

        :param parts: what it has to be unique for, as texts
        :returns: whether it was new
        """
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        with self.env.registry.cursor() as cr:
            # the default of Odoo would raise an error when another request takes it at this moment
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(
                """
                INSERT INTO restapi_nonce (key, expires_at) VALUES (%s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                [key, expires_at],
            )
            is_new = bool(cr.fetchone())
            if random.random() < PURGE_CHANCE:  # noqa: S311 - a lottery, no secret
                self._purge(cr)
        return is_new

    @api.model
    def _purge(self, cr, limit=PURGE_SIZE):
        """Delete some of those whose timestamp is refused by now.

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

    @compat.autovacuum
    def _gc_nonces(self):
        self._purge(self.env.cr, limit=None)
