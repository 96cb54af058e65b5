"""The sealed secrets of this database, and whether the server's keys open them."""

import logging
import time
from typing import Any, Dict, Iterable, List, Optional

from odoo import api, models, tools

from ..compat import caches
from ..oauth import database, sealing
from ..odoo_types import Cursor

_logger = logging.getLogger(__name__)

# States of the keys; see ``_state``.
LOST = "lost"
MISSING = "missing"
REPLACING = "replacing"
REPLACED = "replaced"

# Pieces of SQL by name, to insert into queries.
Parts = Dict[str, str]

# Columns with sealed texts, by table. The condition `own` selects rows of this database, and `used` rows
# that can still be used to sign in.
COLUMNS: Dict[str, Parts] = {
    "restapi_application": {
        "column": "client_secret_sealed",
        "own": "t.database_uuid = %(uuid)s",
        "used": """
            t.active AND t.kind <> 'public'
            AND (SELECT u.active FROM res_users u WHERE u.id = t.user_id)
        """,
    },
    "restapi_oauth1_token": {
        "column": "secret_sealed",
        "own": """
            (SELECT a.database_uuid = %(uuid)s
               FROM restapi_application a WHERE a.id = t.application_id)
        """,
        "used": """
            t.revoked_at IS NULL
            AND (t.expires_at IS NULL OR t.expires_at > NOW() AT TIME ZONE 'UTC')
            AND (SELECT a.active AND a.generation = t.generation
                   FROM restapi_application a WHERE a.id = t.application_id)
        """,
    },
    "restapi_signing_key": {
        "column": "private_pem_sealed",
        "own": "t.database_uuid = %(uuid)s",
        "used": "TRUE",
    },
    "restapi_webhook": {
        "column": "secret_sealed",
        "own": "t.database_uuid = %(uuid)s",
        "used": "t.active",
    },
}
# Those that clients sign in with.
CREDENTIALS = ("restapi_application", "restapi_oauth1_token")
for _table, _parts in COLUMNS.items():
    _parts.update(table=_table, key_id=sealing.KEY_ID % ("t." + _parts["column"]))

# The distinct key ids of a column, found by index lookups, since there may be a million rows.
_KEY_IDS = """
    WITH RECURSIVE found(key_id) AS (
        SELECT MIN({key_id}) FROM {table} t
         UNION ALL
        SELECT (SELECT MIN({key_id}) FROM {table} t WHERE {key_id} > found.key_id)
          FROM found WHERE found.key_id IS NOT NULL
    )
    SELECT key_id FROM found WHERE key_id IS NOT NULL
"""
# A text of doubtful keys; texts without an id come last.
_DOUBTFUL = """
    SELECT t.{column} FROM {table} t
     WHERE ({key_id} = ANY(%(key_ids)s) OR {key_id} IS NULL)
       AND t.{column} IS NOT NULL AND {own} AND {used}
  ORDER BY {key_id} LIMIT 1
"""
_COUNT = """
    SELECT COUNT(*) FROM {table} t
     WHERE ({key_id} = ANY(%(key_ids)s) OR {key_id} IS NULL)
       AND t.{column} IS NOT NULL AND {own}
"""


def create_key_index(cr: Cursor, table: str) -> None:
    """Create the index for looking up key ids."""
    key_id = sealing.KEY_ID % COLUMNS[table]["column"]
    # pylint: disable=sql-injection
    cr.execute("CREATE INDEX IF NOT EXISTS %s_key_id ON %s ((%s))" % (table, table, key_id))


class RestapiSealing(models.AbstractModel):
    """The first configured key seals. Texts that other keys have sealed are sealed again with it when they
    are used, and by a daily job, so that the other keys can be removed eventually."""

    _name = "restapi.sealing"
    _description = "Sealed Secrets"

    def _register_hook(self) -> None:
        """Log problems with the keys at each start."""
        super()._register_hook()
        # Odoo must start even if the addon's code was updated but the module was not.
        if not tools.sql.column_exists(self.env.cr, "restapi_application", "database_uuid"):
            return
        if self._is_lost():
            _logger.error(
                "%s Stored secrets can't be decrypted, and clients get 503. Restore the key, or add it "
                "after the new one, separated by a comma.",
                "restapi_secret_key has changed."
                if sealing.configured_keys()
                else "There was a restapi_secret_key, and now none is configured.",
            )
        problem = sealing.problem()
        if problem == sealing.QUOTED:
            _logger.error(
                "restapi_secret_key begins or ends with a quotation mark, which is treated as part of the "
                "key; it may be left over from a configuration file. The key works as it is."
            )
        elif problem == sealing.SHORT:
            _logger.error(
                "restapi_secret_key has fewer than %d characters, so anyone with a dump of the database "
                "may be able to guess it. The key works, but replace it with a longer one.",
                sealing.MIN_LENGTH,
            )
        elif not sealing.configured_keys():
            _logger.warning(
                "No restapi_secret_key is configured: anyone with a dump of the database can read the "
                "secrets in it, sign access tokens, and act on this server as every user who has a "
                "machine application or a live token."
            )

    # Whether the keys open the secrets

    @api.model
    def _check_opens(self) -> None:
        """Called before an error says that credentials are wrong.

        :raises ServiceUnavailable: stored secrets can't be decrypted, so the credentials may be right
        """
        if self._is_lost_now(int(time.time()) // 60):
            raise sealing.unavailable()

    @api.model
    @caches.ormcache("minute")
    def _is_lost_now(self, minute: int) -> bool:
        """As ``_is_lost``, cached for a minute, since anybody can send wrong credentials."""
        return self._is_lost()

    @api.model
    def _is_lost(self) -> bool:
        """Whether this server can't decrypt some secret that is in use."""
        if any(self._has_lost(COLUMNS[table]) for table in CREDENTIALS):
            return True
        # sudo: only the server has access to signing keys
        signing_keys = self.env["restapi.signing.key"].sudo()._own()
        return bool(signing_keys) and not signing_keys._openable()

    @api.model
    def _has_lost(self, parts: Parts) -> bool:
        found = self._key_ids(parts)
        values = self._query_values(set(found) - set(sealing.key_ids(self.env)))
        # pylint: disable=sql-injection
        self.env.cr.execute(_DOUBTFUL.format(**parts), values)
        return any(not sealing.can_open(self.env, text) for (text,) in self.env.cr.fetchall())

    @api.model
    def _state(self) -> Optional[str]:
        """The most urgent state, one of the constants above or of ``oauth.sealing``; None if all is well."""
        keys = sealing.configured_keys()
        if self._is_lost():
            return LOST
        if sealing.problem():
            return sealing.problem()
        if not keys:
            return MISSING
        if self._count_others(self.env.cr):
            return REPLACING
        return REPLACED if len(keys) > 1 else None

    @api.model
    def _key_ids(self, parts: Parts) -> List[str]:
        # pylint: disable=sql-injection
        self.env.cr.execute(_KEY_IDS.format(**parts))
        return [key_id for (key_id,) in self.env.cr.fetchall()]

    @api.model
    def _count_others(self, cr: Cursor) -> int:
        """The number of secrets of this database that need a key other than the first."""
        count = 0
        for parts in COLUMNS.values():
            # pylint: disable=sql-injection
            cr.execute(_COUNT.format(**parts), self._query_values(sealing.key_ids(self.env)[1:]))
            count += cr.fetchone()[0]
        return count

    @api.model
    def _query_values(self, key_ids: Iterable[Optional[str]]) -> Dict[str, Any]:
        return {"uuid": database.uuid(self.env), "key_ids": list(key_ids)}
