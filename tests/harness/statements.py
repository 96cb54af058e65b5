"""What the servers of a database ask PostgreSQL, from PostgreSQL's own log."""

import contextlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from dev import paths
from tests.harness.server import Server

LOG = paths.LOG / "postgres.log"
# A statement of several lines goes on after a tab.
_STATEMENT = re.compile(
    r"^\S+ \S+ \S+ \[(?P<pid>\d+)\] LOG:  statement: (?P<text>.*(?:\n\t.*)*)", re.MULTILINE
)
# What psycopg2 and Odoo's cursors do around statements.
_FRAME = re.compile(r"BEGIN|COMMIT|ROLLBACK|SET |SAVEPOINT|RELEASE|DISCARD")


def log_statements(server: Server) -> None:
    """From the next connection on, PostgreSQL logs all statements on the server's database."""
    server.sql(f"ALTER DATABASE \"{server.db}\" SET log_statement = 'all'")


class Statements(list[str]):
    """All but those that begin and end transactions."""

    def naming(self, text: str) -> list[str]:
        return [statement for statement in self if text in statement]


@contextmanager
def recorded(server: Server) -> Iterator[Statements]:
    """Those that the server's processes send meanwhile; the list is complete at the end."""
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
    """PostgreSQL's processes that work for the server now."""
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {str(pid) for (pid,) in cursor.fetchall()}
