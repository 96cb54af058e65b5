"""The hook that Odoo calls when the addon is uninstalled."""

import time
from typing import Optional, Union

import psycopg2
from psycopg2 import errorcodes

from . import compat
from .odoo_types import Cursor, Env, Registry

# PostgreSQL checks for deadlocks after a second; give up well before, and release the locks.
LOCK_TIMEOUT = "300ms"
LOCK_ATTEMPTS = 60


def uninstall_hook(env_or_cr: Union[Env, Cursor], registry: Optional[Registry] = None) -> None:
    """Delete what Odoo doesn't: the system parameters, which users created, and a column without a field."""
    cr = compat.hook_cursor(env_or_cr)
    _lock_tables(cr)
    cr.execute("DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", [])
    # CASCADE also drops the database views on it, which Odoo would drop later
    cr.execute("ALTER TABLE res_users DROP COLUMN IF EXISTS restapi_generation CASCADE")


def _lock_tables(cr: Cursor) -> None:
    """Wait until no request uses the tables to be dropped, and lock them against later requests.

    Requests lock the same tables one by one, in their own order. So all tables are locked at once or none:
    waiting for one while holding another would end in a deadlock. If a long transaction keeps a table locked
    after all attempts, the following statements wait for it, as they do when any addon is uninstalled.
    """
    cr.execute(
        "SELECT quote_ident(tablename) FROM pg_tables"
        " WHERE schemaname = current_schema AND tablename LIKE 'restapi\\_%%'",
        [],
    )
    tables = ", ".join(["res_users", *sorted(name for (name,) in cr.fetchall())])
    for _attempt in range(LOCK_ATTEMPTS):
        try:
            with cr.savepoint():
                cr.execute("SET LOCAL lock_timeout = %s", [LOCK_TIMEOUT])
                # pylint: disable=sql-injection; our own table names, quoted
                cr.execute("LOCK TABLE " + tables, log_exceptions=False)
                cr.execute("SET LOCAL lock_timeout TO DEFAULT")
            return
        except psycopg2.OperationalError as error:
            if error.pgcode != errorcodes.LOCK_NOT_AVAILABLE:
                raise
            time.sleep(0.1)
