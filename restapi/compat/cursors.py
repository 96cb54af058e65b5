"""What the series differ in about cursors and environments outside of a request, and about replicas."""

import contextlib
from typing import Callable, Iterator

from odoo import api

from ..odoo_types import Context, Cursor, Env


def snapshot_cursor(env: Env) -> Cursor:
    """A second cursor that sees what the environment's own sees; the caller closes it.

    Odoo's transactions are REPEATABLE READ, whose snapshots PostgreSQL hands on while the first
    transaction lasts.
    """
    env.cr.execute("SELECT pg_export_snapshot()")
    snapshot = env.cr.fetchone()[0]
    cursor = env.registry.cursor(readonly=True) if is_readonly(env.cr) else env.registry.cursor()
    try:
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
    except Exception:
        cursor.close()
        raise
    return cursor


@contextlib.contextmanager
def environment(cr: Cursor, user_id: int, context: Context) -> Iterator[Env]:
    """An environment outside of any request, whose caches are empty at the end."""
    # needed up to 14.0, and deprecated in 15.0, which made transactions
    is_managed = hasattr(api.Environment, "manage") and not hasattr(api, "Transaction")
    manage = api.Environment.manage if is_managed else contextlib.suppress
    with manage():
        env = api.Environment(cr, user_id, context)
        try:
            yield env
        finally:
            _clear(env)


def _clear(env: Env) -> None:
    transaction = getattr(env, "transaction", None)  # 15.0 and later
    if transaction is not None:
        transaction.clear()
    elif hasattr(env, "clear"):
        env.clear()
    else:
        env.cache.invalidate()


def on_rollback(cr: Cursor, call: Callable[[], None]) -> None:
    """Call when a cursor's transaction is rolled back."""
    if hasattr(cr, "postrollback"):
        cr.postrollback.add(call)
    else:
        cr.after("rollback", call)


def is_readonly(cr: Cursor) -> bool:
    """Whether a cursor is on a read replica (18.0 and later)."""
    return bool(getattr(cr, "readonly", False))


def leave_replica(why: str) -> None:
    """Let Odoo serve the request once more, from the primary, as if it had tried to write."""
    from psycopg2 import errors  # which the oldest psycopg2 has not, nor those series a replica

    raise errors.ReadOnlySqlTransaction(why)
