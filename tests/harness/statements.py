"""The statements that a server sends to PostgreSQL, taken from PostgreSQL's log."""

import contextlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from dev import paths
from tests.harness.server import Server

LOG = paths.LOG / "postgres.log"
# The further lines of a statement begin with a tab.
_STATEMENT = re.compile(
    r"^\S+ \S+ \S+ \[(?P<pid>\d+)\] LOG:  statement: (?P<text>.*(?:\n\t.*)*)", re.MULTILINE
)
# What psycopg2 and Odoo's cursors send around statements.
_FRAME = re.compile(r"BEGIN|COMMIT|ROLLBACK|SET |SAVEPOINT|RELEASE|DISCARD")


def log_statements(server: Server) -> None:
    """Makes PostgreSQL log all statements on the server's database from the next connection on."""
    server.sql(f"ALTER DATABASE \"{server.db}\" SET log_statement = 'all'")


class Statements(list[str]):
    """All statements, except those that begin and end transactions."""

    def naming(self, text: str) -> list[str]:
        return [statement for statement in self if text in statement]


@contextmanager
def recorded(server: Server) -> Iterator[Statements]:
    """The statements sent by the server's processes; the list is complete after the block."""
    found = Statements()
    start = LOG.stat().st_size
    yield found
    with LOG.open("rb") as file:
        file.seek(start)
        text = file.read().decode(errors="replace")
    pids = _backends(server)
    for match in _STATEMENT.finditer(text):
        if match["pid"] in pids and not _FRAME.match(match["text"]):
            found.append(match["text"].replace("\n\t", "\n"))


def _backends(server: Server) -> set[str]:
    """The ids of the PostgreSQL processes that serve the server now."""
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {str(pid) for (pid,) in cursor.fetchall()}
