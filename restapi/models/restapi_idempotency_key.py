"""Keys of requests that must not be done twice, with the answers to them."""

import json
from typing import Optional

import psycopg2

from odoo import api, fields, models

from .. import compat
from ..exceptions import IdempotencyKeyReused, InProgress, ServiceUnavailable
from ..oauth import database, sealing
from ..rest.write.replay import Answer

HOURS = "restapi.idempotency_hours"  # system parameter: how long a key is kept
DEFAULT_HOURS = 24
MAX_HOURS = 24 * 366
MAX_BODY = 1024 * 1024  # characters; of a longer answer only the ids are stored
BATCH_SIZE = 1000  # rows in a transaction of the daily job
RUNNING = "The first request with this Idempotency-Key is still running. Wait, and send it again."
RETRY_AFTER = 5  # seconds
LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE

# If another transaction has inserted the key, this waits for its end. If that was a commit, PostgreSQL
# raises a serialization failure, on which Odoo repeats the request; then the answer is there.
_INSERT = """
    SET LOCAL lock_timeout = '10s';
    INSERT INTO restapi_idempotency_key (key, fingerprint, expires_at)
    VALUES (%s, %s, NOW() AT TIME ZONE 'UTC' + %s * interval '1 hour')
    ON CONFLICT (key) DO NOTHING
    RETURNING id
"""
_FIND = """
    SELECT fingerprint, status, headers, body_sealed, outline
      FROM restapi_idempotency_key
     WHERE key = %s AND status IS NOT NULL AND expires_at > NOW() AT TIME ZONE 'UTC'
"""
_STORE = """
    UPDATE restapi_idempotency_key
       SET status = %s, headers = %s, body_sealed = %s, outline = %s
     WHERE key = %s
"""
_PURGE = """
    DELETE FROM restapi_idempotency_key WHERE id IN (
        SELECT id FROM restapi_idempotency_key
         WHERE expires_at < NOW() AT TIME ZONE 'UTC'
         LIMIT %s FOR UPDATE SKIP LOCKED)
"""


class RestapiIdempotencyKey(models.Model):
    """Each row is the key of an application and a user, and the answer to the request under it.

    The unique constraint decides which of several equal requests is first, across all workers and hosts.
    A row is written in the transaction of the request itself, and compared by PostgreSQL's clock only.
    """

    _name = "restapi.idempotency.key"
    _inherit = "restapi.protected"
    _description = "Idempotency Key"
    _log_access = False

    key = fields.Char(required=True, readonly=True, groups=".")
    fingerprint = fields.Char(required=True, readonly=True, groups=".")
    status = fields.Integer(readonly=True)
    headers = fields.Text(readonly=True, groups=".")
    body_sealed = fields.Text(readonly=True, groups=".")
    outline = fields.Text(readonly=True, groups=".")
    expires_at = fields.Datetime(required=True, readonly=True, index=True)

    _key_uniq = compat.Constraint("UNIQUE (key)", "There is one answer for each key.")

    @api.model
    def _claim(self, key: str, fingerprint: str) -> Optional[Answer]:
        """Take a key for the current request, or find the answer to the request that took it before.

        :param key: the digest of application, user and key
        :param fingerprint: the digest of the request
        :raises IdempotencyKeyReused: the key belongs to another request
        :raises InProgress: the request that took it is still running, after ten seconds of waiting
        """
        if self._insert(key, fingerprint):
            return None
        cr = self.env.cr
        cr.execute(_FIND, [key])
        row = cr.fetchone()
        if row is None:  # it has expired
            cr.execute("DELETE FROM restapi_idempotency_key WHERE key = %s", [key])
            self._insert(key, fingerprint)
            return None
        known, status, headers, sealed, outline = row
        if known != fingerprint:
            raise IdempotencyKeyReused()
        pairs = [(name, value) for name, value in json.loads(headers)]
        return Answer(status, pairs, self._unsealed(sealed), outline)

    @api.model
    def _insert(self, key: str, fingerprint: str) -> bool:
        cr = self.env.cr
        hours = compat.number(self.env, HOURS, DEFAULT_HOURS, 1, MAX_HOURS)
        try:
            cr.execute(_INSERT, [key, fingerprint, hours], log_exceptions=False)
        except psycopg2.OperationalError as error:
            if error.pgcode == LOCK_NOT_AVAILABLE:
                raise InProgress(RUNNING, RETRY_AFTER) from error
            raise
        is_new = bool(cr.fetchone())
        cr.execute("SET LOCAL lock_timeout = DEFAULT")
        return is_new

    @api.model
    def _unsealed(self, sealed: Optional[str]) -> Optional[str]:
        """The body; None if it was not stored, or was sealed with a key that the server no longer has."""
        try:
            return sealing.unseal(self.env, sealed) if sealed else None
        except ServiceUnavailable:
            return None

    @api.model
    def _store(self, key: str, answer: Answer) -> None:
        """Store the answer to the current request, which has claimed the key."""
        body = answer.body or ""
        sealed = sealing.seal(self.env, body) if len(body) <= MAX_BODY else None
        values = [answer.status, json.dumps(answer.headers), sealed, answer.outline, key]
        self.env.cr.execute(_STORE, values)

    @compat.autovacuum
    def _gc_idempotency_keys(self) -> None:
        """Delete all expired keys, in committed batches."""
        deleted = BATCH_SIZE
        while deleted == BATCH_SIZE:
            with database.own_cursor(self.env) as cr:
                cr.execute(_PURGE, [BATCH_SIZE])
                deleted = cr.rowcount
