"""A real Odoo server with a database of its own, for black-box tests."""

import contextlib
import functools
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from dev import database, net, paths
from dev import server as dev_server
from dev.odoo import Odoo
from tests.harness import forks
from tests.harness.rpc import quick_sign_in

LOG_TAIL_LINES = 60
QUICK = forks.ENVIRONMENT


class Server:
    """A context manager that serves `db`. `extra_conf` goes to odoo.conf, `env` to the environment.

    :param odoo: instead of that of the series
    :param quick: leave out what tests don't need
    """

    def __init__(
        self,
        series: str,
        db: str,
        postgres_port: int,
        *,
        workers: int = 2,
        extra_conf: Mapping[str, object] | None = None,
        env: Mapping[str, str] | None = None,
        port: int = 0,
        odoo: Odoo | None = None,
        quick: bool = True,
    ) -> None:
        self.series = series
        self.db = db
        self.databases = database.Databases(odoo or Odoo(series), postgres_port)
        self.data_dir = paths.STATE / "data" / "test" / db
        self.log_mark = 0
        self.port = port or net.free_port()
        settings: dict[str, Any] = {
            "name": f"test-{db}-{self.port}",
            "port": self.port,
            "workers": workers,
            "options": {
                "data_dir": self.data_dir,
                "limit_time_real": 120,
                "max_cron_threads": 0,  # no background jobs during tests
                # With a dbfilter, Odoo lists the databases in PostgreSQL at each request.
                "dbfilter": "",
                **(extra_conf or {}),
            },
            "env": {**(QUICK if quick else {}), **(env or {})},
        }
        where = (self.databases.odoo, db, postgres_port)
        self._process = (
            forks.ForkedServer(*where, addons=self._installed(), **settings)
            if quick and not odoo and forks.can_fork(env or {}, extra_conf or {})
            else dev_server.Server(*where, **settings)
        )
        self.log_path = self._process.log_path
        self.url = self._process.url

    def _installed(self) -> list[str]:
        rows = self.sql("SELECT name FROM ir_module_module WHERE state = 'installed' ORDER BY name")
        return [name for (name,) in rows]

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        # No test needs an orderly stop. It takes seconds, and 20 on 14.0 with an open browser.
        self._process.kill()

    def start(self) -> None:
        self._process.start()
        self._process.wait_ready()

    def stop(self) -> None:
        self._process.stop()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def pids(self) -> list[int]:
        """The server's processes: the master first, then its workers."""
        if self._process.process is None:
            return []
        master = psutil.Process(self._process.process.pid)
        return [master.pid, *(child.pid for child in master.children(recursive=True))]

    @property
    def install_log(self) -> Path:
        """What Odoo logged while it installed the addon in the template of this database."""
        return self.databases.install_log(self.databases.template)

    @property
    def session_files(self) -> list[Path]:
        folder = self.data_dir / "sessions"
        return [path for path in folder.rglob("*") if path.is_file()]

    # ---- log

    def log_text(self) -> str:
        return self._process.log_text()

    def log_since_mark(self) -> str:
        """What the server has logged since the running test began."""
        with self.log_path.open("rb") as file:
            file.seek(self.log_mark)
            return file.read().decode(errors="replace")

    def mark_log(self) -> None:
        self.log_mark = self.log_path.stat().st_size if self.log_path.exists() else 0

    # ---- database

    def connect(self) -> Any:
        """A second connection to the database, with transactions; the caller closes it."""
        parameters: dict[str, Any] = self.databases.connection(self.db)
        return psycopg2.connect(**parameters)

    def sql(self, query: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """Runs one statement as the superuser and commits it; returns its rows."""
        with contextlib.closing(self.connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query, params or None)
                return cursor.fetchall() if cursor.description else []


@functools.cache
def _prepared(series: str, postgres_port: int) -> database.Databases:
    """The template is looked for once: the addon does not change during a run."""
    databases = database.Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    return databases


@contextmanager
def fresh_database(
    series: str, db: str, postgres_port: int, *, with_addon: bool = True
) -> Iterator[str]:
    """A copy of the template, dropped afterwards."""
    databases = _prepared(series, postgres_port)
    data = paths.STATE / "data" / "test" / db
    shutil.rmtree(data, ignore_errors=True)
    databases.copy(databases.template if with_addon else databases.bare, db, data)
    databases.sql(quick_sign_in(), database=db)
    try:
        yield db
    finally:
        databases.drop(db, data)
        shutil.rmtree(data, ignore_errors=True)
