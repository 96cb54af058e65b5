"""What Odoo calls when the addon is installed or uninstalled."""

import time
from typing import Optional, Union

import psycopg2
from psycopg2 import errorcodes

from . import compat
from .odoo_types import Cursor, Env, Registry

# PostgreSQL looks for deadlocks after a second: give up, and let go of what is locked, well before.
LOCK_TIMEOUT = "300ms"
LOCK_ATTEMPTS = 60


def uninstall_hook(env_or_cr: Union[Env, Cursor], registry: Optional[Registry] = None) -> None:
    """Delete the system parameters, which people made by hand, and a column that is no field: nothing
    else would."""
    cr = compat.hook_cursor(env_or_cr)
    _lock_tables(cr)
    cr.execute("DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", [])
    # with the views that ask for it, which Odoo drops later
    cr.execute("ALTER TABLE res_users DROP COLUMN IF EXISTS restapi_generation CASCADE")


def _lock_tables(cr: Cursor) -> None:
    """Wait until no request uses the tables that go; requests that come later wait for the end.

    Requests lock the same tables one after the other, in their own order. So all are locked at once, or
    none: waiting for one while holding another ends in a deadlock. Where something long does not let go
    of them, what follows waits as the uninstallation of any addon does.
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
                # pylint: disable=sql-injection; names of ours, quoted
                cr.execute("LOCK TABLE " + tables, log_exceptions=False)
                cr.execute("SET LOCAL lock_timeout TO DEFAULT")
            return
        except psycopg2.OperationalError as error:
            if error.pgcode != errorcodes.LOCK_NOT_AVAILABLE:
                raise
            time.sleep(0.1)
