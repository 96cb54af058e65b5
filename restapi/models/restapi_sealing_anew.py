"""Key replacement: texts that other keys have sealed are sealed again with the first key."""

import logging

from odoo import api, models

from .. import compat
from ..oauth import database, sealing
from .restapi_sealing import COLUMNS

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500  # rows in one transaction

_BATCH = """
    SELECT t.id, t.{column} FROM {table} t
     WHERE ({key_id} = ANY(%(key_ids)s) OR {key_id} IS NULL)
       AND t.{column} IS NOT NULL AND {own} AND t.id > %(after)s
  ORDER BY t.id LIMIT %(limit)s
"""
# Skips a row that is locked or has a new secret meanwhile. The lock still lets tokens refer to the row.
_REPLACE = """
    UPDATE {table} SET {column} = %(new)s
     WHERE id IN (SELECT t.id FROM {table} t
                   WHERE t.id = %(id)s AND t.{column} = %(old)s
                     FOR NO KEY UPDATE SKIP LOCKED)
"""


class RestapiSealing(models.AbstractModel):
    """Seals texts again when they are used, and in a daily job, so that other keys can be removed."""

    _inherit = "restapi.sealing"

    @api.model
    def _seal_anew(self, table, row_id, sealed):
        """Seal a used secret with the first key, on a separate connection, so that the request itself
        doesn't write. Of two concurrent requests one skips it."""
        if not sealing.keyring(self.env).is_current(sealed):
            with database.own_cursor(self.env) as cr:
                self._replace(cr, COLUMNS[table], row_id, sealed)

    @api.model
    def _replace(self, cr, parts, row_id, sealed):
        # RSA-signed requests need no secret, so this one may be sealed with a lost key
        if not sealing.can_open(self.env, sealed):
            return
        new = sealing.seal(self.env, sealing.unseal(self.env, sealed))
        # pylint: disable=sql-injection
        cr.execute(_REPLACE.format(**parts), {"id": row_id, "old": sealed, "new": new})

    @compat.autovacuum
    def _seal_all_anew(self):
        """The daily job: seal everything with the first key, and log whether the others can be removed."""
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
    def _seal_batch_anew(self, parts, after):
        """:returns: the last id in this batch; None if no more rows follow"""
        values = self._query_values(sealing.key_ids(self.env)[1:])
        with database.own_cursor(self.env) as cr:
            # pylint: disable=sql-injection
            cr.execute(_BATCH.format(**parts), dict(values, after=after, limit=BATCH_SIZE))
            rows = cr.fetchall()
            for row_id, sealed in rows:
                self._replace(cr, parts, row_id, sealed)
        return rows[-1][0] if len(rows) == BATCH_SIZE else None
