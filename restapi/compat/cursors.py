"""Cursors and environments outside a request, and read replicas, for all series."""

import contextlib
from typing import Any, Callable, Iterator

from odoo import api

from ..odoo_types import Context, Cursor, Env


def snapshot_cursor(env: Env) -> Cursor:
    """A second cursor with the same snapshot as the environment's; the caller closes it.

    Odoo's transactions are REPEATABLE READ. PostgreSQL can export their snapshots while they last.
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
    """An environment outside a request, whose caches are cleared at the end."""
    # needed up to 14.0; deprecated in 15.0, which introduced transactions
    is_managed = hasattr(api.Environment, "manage") and not hasattr(api, "Transaction")
    manage = api.Environment.manage if is_managed else contextlib.suppress
    with manage():
        env = api.Environment(cr, user_id, context)
        try:
            yield env
        finally:
            clear(env)


def clear(env: Env) -> None:
    """Clear the caches of records of a transaction."""
    transaction = getattr(env, "transaction", None)  # 15.0 and later
    if transaction is not None:
        transaction.clear()
    elif hasattr(env, "clear"):
        env.clear()
    else:
        env.cache.invalidate()


def on_rollback(cr: Cursor, call: Callable[[], None]) -> None:
    """Register a function to call when the transaction of a cursor is rolled back."""
    if hasattr(cr, "postrollback"):
        cr.postrollback.add(call)
    else:
        cr.after("rollback", call)


def on_end(cr: Cursor, call: Callable[[], None]) -> None:
    """Register a function to call as soon as the transaction of a cursor has ended, in whatever way.

    It may be called several times.
    """
    if hasattr(cr, "postcommit"):
        cr.postcommit.add(call)
        cr.postrollback.add(call)
        return
    cr.after("commit", call)
    cr.after("rollback", call)
    cursor: Any = cr
    close = cursor.close

    def close_and_call() -> None:  # up to 13.0, closing a cursor rolls back without these events
        try:
            close()
        finally:
            call()

    cursor.close = close_and_call


def is_readonly(cr: Cursor) -> bool:
    """Whether a cursor is on a read replica (18.0 and later)."""
    return bool(getattr(cr, "readonly", False))


def leave_replica(why: str) -> None:
    """Let Odoo repeat the request on the primary, as if it had tried to write."""
    from psycopg2 import errors  # not in the oldest psycopg2, whose series have no replicas

    raise errors.ReadOnlySqlTransaction(why)
