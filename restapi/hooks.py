"""The hook that Odoo calls when the addon is uninstalled."""

from typing import Optional, Union

from . import compat
from .compat import locks
from .odoo_types import Cursor, Env, Registry
from .rest.changes import triggers

LOCK_ATTEMPTS = 60


def uninstall_hook(env_or_cr: Union[Env, Cursor], registry: Optional[Registry] = None) -> None:
    """Delete what Odoo doesn't: system parameters, which users created, a column without a field, triggers."""
    cr = compat.hook_cursor(env_or_cr)
    _lock_tables(cr)
    cr.execute("DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", [])
    # CASCADE also drops the database views on it, which Odoo would drop later
    cr.execute("ALTER TABLE res_users DROP COLUMN IF EXISTS restapi_generation CASCADE")
    triggers.drop(cr, triggers.functions(cr))
    cr.execute(
        "DROP TABLE IF EXISTS restapi_change, restapi_change_state,"
        " restapi_webhook_position, restapi_webhook_sent"
    )
    cr.execute("DROP SEQUENCE IF EXISTS restapi_change_many")


def _lock_tables(cr: Cursor) -> None:
    """Wait until no request uses the tables to be dropped or changed, and lock them against later requests.

    If a long transaction keeps a table locked after all attempts, the following statements wait for it, as
    they do when any addon is uninstalled.
    """
    cr.execute(
        "SELECT tablename FROM pg_tables"
        " WHERE schemaname = current_schema() AND tablename LIKE 'restapi\\_%%'",
        [],
    )
    own = [name for (name,) in cr.fetchall()]
    followed = triggers.tables(cr, triggers.functions(cr))
    locks.take_at_once(cr, sorted({"res_users", *own, *followed}), locks.ALL, LOCK_ATTEMPTS)
