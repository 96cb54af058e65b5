"""Locks on tables for changes of the schema."""

import time
from typing import Iterable

import psycopg2
from psycopg2 import errorcodes, sql

from ..odoo_types import Cursor

# PostgreSQL checks for deadlocks after a second; give up well before, and release the locks.
TIMEOUT = "300ms"
PAUSE = 0.1  # seconds

WRITING = "SHARE ROW EXCLUSIVE"  # nobody else writes
ALL = "ACCESS EXCLUSIVE"  # nobody else reads or writes


def take_at_once(cr: Cursor, tables: Iterable[str], mode: str, attempts: int) -> bool:
    """Lock tables until the transaction ends: all of them at once, or none.

    Requests lock the same tables one by one, in their own order. Waiting for one while holding another
    would end in a deadlock, and while this waits, nobody else gets the table.

    :param mode: one of the constants above
    :return: whether they are locked; False if long transactions use them all the time
    """
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    statement = sql.SQL("LOCK TABLE {} IN " + mode + " MODE").format(names).as_string(cr._cnx)
    for _attempt in range(attempts):
        try:
            with cr.savepoint():
                cr.execute("SET LOCAL lock_timeout = %s", [TIMEOUT])
                cr.execute(statement, log_exceptions=False)
                cr.execute("SET LOCAL lock_timeout TO DEFAULT")
            return True
        except psycopg2.OperationalError as error:
            if error.pgcode != errorcodes.LOCK_NOT_AVAILABLE:
                raise
            time.sleep(PAUSE)
    return False
