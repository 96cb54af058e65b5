"""Which database this is, and connections to it.

What one stores is of no use in another: a ``restapi.application`` and a ``restapi.signing.key`` carry
the UUID that they were made under, and codes and tokens belong to an application. Where the UUID
is another one, there is no such application and no such key.
"""

import contextlib
from typing import Iterator

from .. import compat
from ..odoo_types import Cursor, Env


def uuid(env: Env) -> str:
    """The database's UUID, which Odoo keeps in memory; a copy made by its database manager has
    another."""
    # the UUID is no secret
    return compat.parameter(env, "database.uuid")


@contextlib.contextmanager
def own_cursor(env: Env) -> Iterator[Cursor]:
    """A connection besides the request's, whose work stays whatever becomes of the request; it is
    committed at the end.

    At Odoo's own level of isolation the second of two such transactions at once would fail.
    """
    with env.registry.cursor() as cr:
        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield cr


def adopt_rows_without_uuid(cr: Cursor, table: str) -> None:
    """When the addon is updated: rows from before this column was there belong to the database that
    they are in."""
    # pylint: disable=sql-injection
    cr.execute(
        """
        UPDATE %s SET database_uuid = (
            SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
         WHERE database_uuid IS NULL
        """  # noqa: S608 - a name of ours
        % table
    )
