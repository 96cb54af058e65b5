"""Rows of tokens that nobody can use any more are deleted, in batches of their own transactions.

Whoever knows a machine application's ``client_id`` can ask for codes, millions of them: one request in a
hundred that asks for a code also deletes some that have ended, and the daily job the rest.
"""

import random
import time
from datetime import timedelta
from typing import Any

from odoo import api, fields, models

from .. import compat
from ..oauth import database
from ..odoo_types import Record
from .restapi_token import KEEP_AFTER_END

BATCH = 10_000
JOB_SECONDS = 60  # that the daily job takes for one kind of rows; it goes on the next day
PURGE_CHANCE = 0.01  # of a request for a code that also deletes ended ones
PURGE_SIZE = 1000
# Also by PostgreSQL's clock: a host whose clock is ahead would delete what others still take.
UNUSED_CODES = """
    code_hash IS NOT NULL AND used_at IS NULL
    AND expires_at < LEAST(%(now)s, NOW() AT TIME ZONE 'UTC') - interval '1 hour'
"""
# Kept for a while, so that it is noticed when somebody uses them.
ENDED = """
    expires_at < %(limit)s AND (refresh_expires_at IS NULL OR refresh_expires_at < %(limit)s)
"""
ENDED_OAUTH1 = """
    expires_at < LEAST(%(now)s, NOW() AT TIME ZONE 'UTC')
    OR revoked_at < %(limit)s
    OR generation < (SELECT application.generation FROM restapi_application AS application
                      WHERE application.id = application_id)
"""

_PURGE = """
    DELETE FROM {table} WHERE id IN (
        SELECT id FROM {table} WHERE {condition} LIMIT %(size)s FOR UPDATE SKIP LOCKED)
"""


class RestapiToken(models.AbstractModel):
    _inherit = "restapi.token"

    @api.model
    def _purge_all(self, condition: str) -> None:
        """Delete all rows that meet a condition, or as many as the time allows."""
        deadline = time.monotonic() + JOB_SECONDS
        while time.monotonic() < deadline:
            if self._purge(condition, BATCH) < BATCH:
                break

    @api.model
    def _purge(self, condition: str, size: int) -> int:
        """Delete some of the rows that meet a condition, on a connection of its own.

        :returns: how many
        """
        now = fields.Datetime.now()
        values = {"now": now, "limit": now - timedelta(days=KEEP_AFTER_END), "size": size}
        with database.own_cursor(self.env) as cr:
            # pylint: disable=sql-injection
            cr.execute(_PURGE.format(table=self._table, condition=condition), values)
            return cr.rowcount


class RestapiOauth1Token(models.Model):
    _inherit = "restapi.oauth1.token"

    @compat.autovacuum
    def _gc_oauth1_tokens(self) -> None:
        self._purge_all(ENDED_OAUTH1)


class RestapiOauth2Token(models.Model):
    _inherit = "restapi.oauth2.token"

    @api.model
    def _issue_code(self, *args: Any, **kwargs: Any) -> Record:
        if random.random() < PURGE_CHANCE:  # noqa: S311 - a lottery, no secret
            self._purge(UNUSED_CODES, PURGE_SIZE)
        return super()._issue_code(*args, **kwargs)

    @compat.autovacuum
    def _gc_oauth2_tokens(self) -> None:
        for condition in (UNUSED_CODES, ENDED):
            self._purge_all(condition)
