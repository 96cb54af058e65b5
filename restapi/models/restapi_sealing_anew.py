"""Replacing the key that seals: what another one has sealed is sealed anew."""

import logging
from typing import Optional

from odoo import api, models

from .. import compat
from ..oauth import database, sealing
from ..odoo_types import Cursor
from .restapi_sealing import COLUMNS, Parts

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500  # rows sealed anew in one transaction

_BATCH = """
    SELECT t.id, t.{column} FROM {table} t
     WHERE ({key_id} = ANY(%(key_ids)s) OR {key_id} IS NULL)
       AND t.{column} IS NOT NULL AND {own} AND t.id > %(after)s
  ORDER BY t.id LIMIT %(limit)s
"""
# Not if somebody is at the row or has made a new secret. The lock lets tokens refer to the row.
_REPLACE = """
    UPDATE {table} SET {column} = %(new)s
     WHERE id IN (SELECT t.id FROM {table} t
                   WHERE t.id = %(id)s AND t.{column} = %(old)s
                     FOR NO KEY UPDATE SKIP LOCKED)
"""


class RestapiSealing(models.AbstractModel):
    """When it is used, and by a daily job, so that the other key can go at some time."""

    _inherit = "restapi.sealing"

    @api.model
    def _seal_anew(self, table: str, row_id: int, sealed: str) -> None:
        """Seal what was used with the first key, on a connection of its own: the request itself stays
        free of writes, and of two at once one skips it."""
        if not sealing.keyring(self.env).is_current(sealed):
            with database.own_cursor(self.env) as cr:
                self._replace(cr, COLUMNS[table], row_id, sealed)

    @api.model
    def _replace(self, cr: Cursor, parts: Parts, row_id: int, sealed: str) -> None:
        # a request that is signed by RSA needs no secret, so it may come here with one that is lost
        if not sealing.can_open(self.env, sealed):
            return
        new = sealing.seal(self.env, sealing.unseal(self.env, sealed))
        # pylint: disable=sql-injection
        cr.execute(_REPLACE.format(**parts), {"id": row_id, "old": sealed, "new": new})

    @compat.autovacuum
    def _seal_all_anew(self) -> None:
        """The daily job: seal everything with the first key, and tell when the others can go."""
        for parts in COLUMNS.values():
            last_id = 0
            while last_id is not None:
                last_id = self._seal_batch_anew(parts, last_id)
        with database.own_cursor(self.env) as cr:
            count = self._count_others(cr)
        if count:
            _logger.warning(
                "%d secrets are not sealed with the first key of restapi_secret_key yet: keep the "
                "others.",
                count,
            )
        elif len(sealing.configured_keys()) > 1:
            _logger.info(
                "All secrets are sealed with the first key of restapi_secret_key: the others can be "
                "removed."
            )

    @api.model
    def _seal_batch_anew(self, parts: Parts, after: int) -> Optional[int]:
        """:returns: the last id that was looked at; None if there are no more"""
        asked = self._asked(sealing.key_ids(self.env)[1:])
        with database.own_cursor(self.env) as cr:
            # pylint: disable=sql-injection
            cr.execute(_BATCH.format(**parts), dict(asked, after=after, limit=BATCH_SIZE))
            rows = cr.fetchall()
            for row_id, sealed in rows:
                self._replace(cr, parts, row_id, sealed)
        return rows[-1][0] if len(rows) == BATCH_SIZE else None
