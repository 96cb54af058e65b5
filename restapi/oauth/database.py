"""The identity of the database, and separate connections to it.

Credentials of one database are not valid in a copy of it: applications and signing keys store the UUID of
the database that they were created in, and codes and tokens belong to an application. In a database with
another UUID these applications and keys don't exist.
"""

import contextlib
from typing import Iterator

from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, ISOLATION_LEVEL_READ_COMMITTED

from .. import compat
from ..odoo_types import Cursor, Env


def uuid(env: Env) -> str:
    """The UUID of the database, cached by Odoo. Odoo's database manager gives a copy another one."""
    # the UUID is not secret
    return compat.parameter(env, "database.uuid")


@contextlib.contextmanager
def own_cursor(env: Env) -> Iterator[Cursor]:
    """A separate cursor, committed at the end, whose changes persist even if the request is rolled back.

    At Odoo's isolation level one of two concurrent transactions would fail.
    """
    with env.registry.cursor() as cr:
        # part of the BEGIN that psycopg2 sends, so it costs no statement; Odoo sets its own for each new cursor
        cr._cnx.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        yield cr


@contextlib.contextmanager
def autocommit_cursor(env: Env) -> Iterator[Cursor]:
    """A separate cursor, each statement of which is a transaction of its own.

    PostgreSQL then answers once, not also to a ``BEGIN`` and a ``COMMIT``.
    """
    with env.registry.cursor() as cr:
        # until Odoo's pool resets the connection for its next cursor
        cr._cnx.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        yield cr


def adopt_rows_without_uuid(cr: Cursor, table: str) -> None:
    """Assign rows from before the column ``database_uuid`` to this database, when the addon is updated."""
    # pylint: disable=sql-injection
    cr.execute(
        """
        UPDATE %s SET database_uuid = (
            SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
         WHERE database_uuid IS NULL
        """  # noqa: S608 - our own table name
        % table
    )
