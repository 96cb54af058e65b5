"""Creates databases once and copies them: Odoo takes a minute to create one, a copy takes a second.

restapi_bare_19_0       base, web, contacts, account and demo data
restapi_template_19_0   a copy of it with the addon installed
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from dev import paths, postgres, process, server, stamp
from dev.console import Step, step
from dev.odoo import Odoo

try:
    from dev.inside import sql as in_this_process
except ImportError:  # the Python that runs `make` has no psycopg2; that of the tests does
    in_this_process = None  # type: ignore[assignment]

MODULES = ["base", "web", "contacts", "account"]
INSTALL_LOG = "install-{database}"


def addon_files(addon: Path = paths.ADDON) -> list[Path]:
    files = (path for path in addon.rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in {".pyc", ".pyo"})


def addon_key(addon: Path = paths.ADDON) -> str:
    return stamp.digest([(str(f.relative_to(addon)), f.read_bytes()) for f in addon_files(addon)])


class Databases:
    """The databases of one series in this checkout's PostgreSQL."""

    def __init__(self, odoo: Odoo, postgres_port: int) -> None:
        self.odoo = odoo
        self.postgres_port = postgres_port
        self.bare = f"restapi_bare_{odoo.slug}"
        # Another copy of the addon needs its own template, see dev/mutants.py.
        self.template = f"restapi_{os.environ.get('RESTAPI_TEMPLATE', 'template')}_{odoo.slug}"

    # ---- PostgreSQL

    def connection(self, database: str) -> dict[str, object]:
        return {
            "host": "127.0.0.1",
            "port": self.postgres_port,
            "user": postgres.USER,
            "password": postgres.password(),
            "dbname": database,
        }

    def sql(self, *statements: str, database: str = "postgres") -> list[list[list[object]]]:
        request = {
            "connect": self.connection(database),
            "statements": [(s, None) for s in statements],
        }
        if in_this_process:  # to start a Python takes longer than most statements
            output = in_this_process.run(request)
        else:
            output = process.run(
                [self.odoo.venv.python, paths.ROOT / "dev" / "inside" / "sql.py"],
                log="sql",
                env=self.odoo.env,
                stdin=json.dumps(request),
            )
        answers: list[list[list[object]]] = json.loads(output)
        return answers

    def keys(self) -> dict[str, str]:
        """The key of each finished database, which says what it was made from. Stored as its comment."""
        rows = self.sql("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")[0]
        return {str(name): str(key or "") for name, key in rows}

    def set_key(self, database: str, key: str) -> None:
        self.sql(f"COMMENT ON DATABASE \"{database}\" IS '{key}'")

    def filestore(self, database: str, data: Path | None = None) -> Path:
        return (data or server.data_dir(self.odoo)) / "filestore" / database

    def drop(self, database: str, data: Path | None = None) -> None:
        self.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
            f'DROP DATABASE IF EXISTS "{database}"',
        )
        stamp.remove(self.filestore(database, data))

    def copy(self, source: str, target: str, data: Path | None = None) -> None:
        """Copies a database and its files. `data` is the data directory of the copy."""
        with self._lock("copies a database"):
            self._copy(source, target, data)

    def _copy(self, source: str, target: str, data: Path | None = None) -> None:
        self.drop(target, data)
        # PostgreSQL can't copy a database that has connections.
        self.sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",
            f'CREATE DATABASE "{target}" TEMPLATE "{source}"',
        )
        if self.filestore(source).is_dir():
            # Files are named after their content and never change, so hard links are enough.
            target_files = self.filestore(target, data)
            shutil.copytree(self.filestore(source), target_files, copy_function=os.link)

    def _lock(self, what: str) -> AbstractContextManager[None]:
        return stamp.lock(paths.STATE / f"databases-{self.odoo.series}.lock", what)

    @contextmanager
    def _making(self, database: str) -> Iterator[str]:
        """A temporary name for a database, which is renamed to `database` when it is complete."""
        part = f"{database}_part"
        self.drop(part)
        yield part
        self.drop(database)
        self.sql(f'ALTER DATABASE "{part}" RENAME TO "{database}"')
        if self.filestore(part).is_dir():
            self.filestore(part).rename(self.filestore(database))

    # ---- Odoo

    def odoo_run(
        self,
        database: str,
        log: str,
        arguments: Sequence[str],
        stdin: str | None = None,
        options: Mapping[str, object] | None = None,
        step: Step | None = None,
    ) -> str:
        """Runs Odoo's command line on `database`, waits for its end and returns its log.

        :param stdin: a script for `odoo shell`
        :raises process.Failed: Odoo ended with an error
        """
        paths.ensure(paths.LOG)
        (paths.LOG / f"{log}.log").unlink(missing_ok=True)
        settings = {"db_name": database, "max_cron_threads": 0, **(options or {})}
        if self.odoo.recipe.installs_loaded:
            settings.setdefault("server_wide_modules", f"web,{paths.ADDON.name}")
        config = server.write_config(self.odoo, log, self.postgres_port, settings)
        head = ["shell"] if stdin else []
        command = self.odoo.command(*head, "--config", str(config), "--no-http", *arguments)
        environment = {**self.odoo.env, **server.environment()}
        return process.run(command, log=log, env=environment, stdin=stdin, step=step)

    def _install(
        self, step: Step, database: str, log: str, modules: Sequence[str], **options: object
    ) -> None:
        arguments = ["-i", ",".join(modules), "--stop-after-init"]
        self.odoo_run(database, log, arguments, options=options, step=step)

    def install_log(self, database: str) -> Path:
        return paths.LOG / f"{INSTALL_LOG.format(database=database)}.log"

    def prepare_bare(self) -> None:
        """Creates the database without the addon, unless it is up to date."""
        with self._lock(f"creates a database for Odoo {self.odoo.series}"):
            self._prepare_bare()

    def _prepare_bare(self) -> None:
        key = self.bare_key()
        if self.keys().get(self.bare) == key:
            return
        with step(
            f"Odoo {self.odoo.series}: database with {', '.join(MODULES)} and demo data"
        ) as current:
            with self._making(self.bare) as part:
                log = INSTALL_LOG.format(database=self.bare)
                self._install(current, part, log, MODULES, **self.odoo.recipe.demo_options)
            self.set_key(self.bare, key)

    def prepare_template(self) -> None:
        """Creates the database with the addon installed, unless it is up to date."""
        with self._lock(f"creates a database for Odoo {self.odoo.series}"):
            self._prepare_template()

    def template_key(self, addon: Path = paths.ADDON) -> str:
        return stamp.digest(self.bare_key(), addon_key(addon))

    def bare_key(self) -> str:
        return stamp.digest(self.odoo.key(), MODULES)

    def _prepare_template(self) -> None:
        self._prepare_bare()
        key = self.template_key()
        if self.keys().get(self.template) == key:
            return
        with step(f"Odoo {self.odoo.series}: database with the addon") as current:
            with self._making(self.template) as part:
                self._copy(self.bare, part)
                self._install(
                    current, part, INSTALL_LOG.format(database=self.template), ["restapi"]
                )
            self.set_key(self.template, key)

    def prepare_demo(self, database: str) -> None:
        """Creates the demo's database, or updates the addon in it. Its data is kept between runs."""
        with self._lock(f"creates a database for Odoo {self.odoo.series}"):
            self._prepare_demo(database)

    def _prepare_demo(self, database: str) -> None:
        self._prepare_bare()
        key = self.template_key()
        keys = self.keys()
        log = INSTALL_LOG.format(database=database)
        if keys.get(database) == key:
            return
        if not keys.get(database):
            what = f"Odoo {self.odoo.series}: demo database"
            with step(what) as current, self._making(database) as part:
                self._copy(self.bare, part)
                self._install(current, part, log, ["restapi"])
                self.make_demo_application(part)
        else:
            with step(
                f"Odoo {self.odoo.series}: updating the addon in the demo database"
            ) as current:
                self.odoo_run(database, log, ["-u", "restapi", "--stop-after-init"], step=current)
                self.make_demo_application(database)
        self.set_key(database, key)

    def set_report_url(self, database: str, url: str) -> None:
        """Sets the address from which wkhtmltopdf fetches styles. Odoo's default is its default port."""
        self.sql(
            f"INSERT INTO ir_config_parameter (key, value) VALUES ('report.url', '{url}')"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            database=database,
        )

    def make_demo_application(self, database: str) -> None:
        script = paths.ROOT / "dev" / "inside" / "demo_application.py"
        self.odoo_run(database, f"shell-demo-{self.odoo.series}", [], stdin=script.read_text())
