"""Servers that are forked from a process which has imported Odoo (dev/inside/fork_server.py)."""

import atexit
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from dev import paths
from dev import server as dev_server
from dev.console import Problem
from dev.odoo import Odoo

# Options and variables that are read while Odoo is imported, so these servers can't be forked.
AT_IMPORT = {"addons_path", "bin_path", "server_wide_modules"}
LATER = {"RESTAPI_SECRET_KEY"}
# What the tests don't need and that would cost much; see dev/inside/odoo_bin.py.
ENVIRONMENT = {"RESTAPI_DEV_NO_WEBSOCKETS": "1", "RESTAPI_DEV_QUICK_HASHES": "1"}


class Fork:
    """A forked server, with the methods of `subprocess.Popen` that are used."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        return None if self._process.is_running() else 1

    def send_signal(self, sig: int) -> None:
        self._process.send_signal(sig)

    def wait(self, timeout: float | None = None) -> int:
        try:
            self._process.wait(timeout)
        except psutil.TimeoutExpired as error:
            raise subprocess.TimeoutExpired("odoo", error.seconds) from None
        return 0


class ForkServer:
    """The process from which this process's servers of one series are forked.

    :param addons: what to import
    """

    def __init__(self, odoo: Odoo, addons: Sequence[str]) -> None:
        command, program, *_ = odoo.command()
        self.program = program
        script = str(Path(program).with_name("fork_server.py"))
        self.log_path = paths.LOG / f"fork-server-{odoo.series}-{os.getpid()}.log"
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [command, script, odoo.addons_path, *addons],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **odoo.env, **dev_server.environment(), **ENVIRONMENT},
                cwd=paths.STATE,
                text=True,
            )
        atexit.register(self.stop)

    def fork(self, arguments: Sequence[str], env: Mapping[str, str], log: Path) -> Fork:
        """
        :raises Problem: Odoo can't be imported
        """
        request = {"argv": [self.program, *arguments], "env": {**env}, "log": str(log)}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        pid = self.process.stdout.readline()
        if not pid:
            raise Problem("the process that forks servers has ended", f"read {self.log_path}")
        return Fork(int(pid))

    def stop(self) -> None:
        """Ends it, and with it what it has forked."""
        self.process.communicate()


_running: dict[str, ForkServer] = {}


class ForkedServer(dev_server.Server):
    """A server that starts in less than a second of CPU time.

    :param addons: what is installed in its database
    """

    def __init__(self, *args: Any, addons: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addons = addons

    def _launch(self, command: list[str]) -> Fork:
        series = self.odoo.series
        if series not in _running:
            _running[series] = ForkServer(self.odoo, self.addons)
        _python, _program, *arguments = command
        return _running[series].fork(arguments, self.env, self.log_path)


def can_fork(env: Mapping[str, str], options: Mapping[str, object]) -> bool:
    """Whether a server with this environment and these options can be forked."""
    return env.keys() <= LATER and not AT_IMPORT & options.keys()
