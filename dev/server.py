"""Configures, starts and stops an Odoo process, for the demo and the tests."""

import contextlib
import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from dev import net, paths, postgres, process, stamp
from dev.console import Problem
from dev.odoo import Odoo

RUN = paths.STATE / "run"
DATA = paths.STATE / "data"
READY_PATH = "/restapi/1.0/common/version"
READY_SECONDS = 120
STOP_SECONDS = 20


def secret_key() -> str:
    """The key that seals secrets in the databases of this checkout, generated once."""
    path = paths.STATE / "secret_key"
    if not path.exists():
        stamp.write_atomically(path, secrets.token_urlsafe(32), 0o600)
    return path.read_text().strip()


def environment() -> dict[str, str]:
    """Environment that every Odoo needs, whatever its series."""
    # Not in odoo.conf, because Odoo 19 warns about unknown options.
    return {"RESTAPI_SECRET_KEY": secret_key(), "RESTAPI_DEV_PARENT": str(os.getpid())}


def data_dir(odoo: Odoo) -> Path:
    return DATA / odoo.series


def write_config(odoo: Odoo, name: str, postgres_port: int, options: Mapping[str, object]) -> Path:
    settings: dict[str, object] = {
        "addons_path": odoo.addons_path,
        "admin_passwd": secrets.token_urlsafe(16),
        "data_dir": data_dir(odoo),
        "db_host": "127.0.0.1",
        "db_port": postgres_port,
        "db_user": postgres.USER,
        "db_password": postgres.password(),
        "http_interface": "127.0.0.1",
        "list_db": False,
        **options,
    }
    path = RUN / f"{name}.conf"
    lines = [f"{key} = {value}" for key, value in settings.items()]
    stamp.write_atomically(path, "\n".join(["[options]", *lines, ""]), 0o600)
    paths.ensure(data_dir(odoo))
    return path


class Process(Protocol):
    """What a server needs of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def send_signal(self, sig: int, /) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class Server:
    """An Odoo that serves one database over HTTP on 127.0.0.1."""

    def __init__(
        self,
        odoo: Odoo,
        database: str,
        postgres_port: int,
        *,
        name: str = "",
        port: int = 0,
        workers: int = 2,
        options: Mapping[str, object] | None = None,
        env: Mapping[str, str] | None = None,
        arguments: tuple[str, ...] = (),
    ) -> None:
        self.odoo = odoo
        self.database = database
        self.postgres_port = postgres_port
        self.name = name or f"{database}-{os.getpid()}"
        self.port = port or net.free_port()
        self.workers = workers
        self.options = dict(options or {})
        self.env = dict(env or {})
        self.arguments = arguments
        self.log_path = paths.LOG / f"{self.name}.log"
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        modules = ["base", *self.odoo.recipe.server_wide, "web", "restapi"]
        options = {
            "db_name": self.database,
            "dbfilter": f"^{self.database}$",
            "http_port": self.port,
            self.odoo.recipe.gevent_port: net.free_port(),
            "max_cron_threads": 1,
            "server_wide_modules": ",".join(modules),
            "workers": self.workers,
            **self.options,
        }
        config = write_config(self.odoo, self.name, self.postgres_port, options)
        paths.ensure(paths.LOG)
        self.process = self._launch(self.odoo.command("--config", str(config), *self.arguments))

    def _launch(self, command: list[str]) -> Process:
        with self.log_path.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.odoo.env, **environment(), **self.env},
                cwd=paths.STATE,
                # Ctrl-C must reach only this process, which then stops the server.
                start_new_session=True,
            )

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Waits until the server has loaded its database and answers.

        :raises Problem: it does not answer in time
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + READY_PATH, timeout=10):
                    return
            except urllib.error.HTTPError:
                return  # any answer will do
            except OSError:
                time.sleep(0.05)
        tail = "\n".join(f"    {line}" for line in self.log_text().splitlines()[-15:])
        self.stop()
        raise Problem(
            f"Odoo {self.odoo.series} did not start:\n{tail}", process.explain(tail, self.log_path)
        )

    def log_text(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def stop(self) -> None:
        """Asks the server to stop, then kills what is left of it and its children."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        self.kill()  # workers can outlive their master

    def kill(self) -> None:
        """Kills the server and its children."""
        server, self.process = self.process, None
        if server:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
