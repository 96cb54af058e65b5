"""A PostgreSQL cluster that a test may stop, crash and fill: a copy of the shared one."""

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from dev import net, paths, postgres, unprivileged
from tests.harness.waiting import wait_until

START_SECONDS = 60
# Unlike the shared cluster, it must keep what it committed, even when it is killed.
SETTINGS = {**postgres.SETTINGS, "synchronous_commit": "on", "shared_buffers": "64MB"}


class Cluster:
    """Holds the databases that the shared cluster had when the copy was made."""

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        self.data = data
        self.settings = {**SETTINGS, **settings}
        self.port = net.free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = [
            part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")
        ]
        program = str(postgres.binaries() / "postgres")
        command = [program, "-D", str(self.data), "-p", str(self.port), *options]
        with (paths.LOG / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                unprivileged.command(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        wait_until(self.is_ready, f"PostgreSQL listens; see {self.data.name}.log", START_SECONDS)

    def is_ready(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            connect(self.port).close()
            return True
        return False

    def stop(self) -> None:
        """Stops it in order: PostgreSQL ends the open sessions."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Like a power cut: PostgreSQL recovers from its log at the next start."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        server, self.process = self.process, None
        if server and server.poll() is None:
            server.send_signal(how)
            server.wait(START_SECONDS)

    def sql(self, query: str, db: str = "postgres") -> list[tuple[object, ...]]:
        with contextlib.closing(connect(self.port, db)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else []


def connect(port: int, db: str = "postgres") -> "psycopg2.extensions.connection":
    return psycopg2.connect(
        host="127.0.0.1",
        port=port,
        user=postgres.USER,
        password=postgres.password(),
        dbname=db,
        connect_timeout=5,
    )


@contextmanager
def cluster(name: str, shared_port: int, **settings: str) -> Iterator[Cluster]:
    """A running copy of the shared cluster, deleted afterwards."""
    with _copied(name, shared_port) as data, _running(Cluster(data, settings)) as running:
        yield running


@contextmanager
def standby(name: str, shared_port: int) -> Iterator[Cluster]:
    """A streaming read replica of the shared cluster, deleted afterwards."""
    primary = f"host=127.0.0.1 port={shared_port} user={postgres.USER}"
    with _copied(name, shared_port) as data:
        signal_file = data / "standby.signal"
        signal_file.touch()
        subprocess.run(["chown", f"--reference={postgres.DATA}", signal_file], check=True)
        settings = {"primary_conninfo": f"{primary} password={postgres.password()}"}
        with _running(Cluster(data, settings)) as running:
            yield running


@contextmanager
def _copied(name: str, shared_port: int) -> Iterator[Path]:
    data = paths.STATE / f"postgres-{name}"
    shutil.rmtree(data, ignore_errors=True)
    try:
        _copy(data, shared_port)
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _running(cluster: Cluster) -> Iterator[Cluster]:
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.crash()


def _copy(data: Path, shared_port: int) -> None:
    """PostgreSQL's low-level backup, which works while others use the cluster."""
    with contextlib.closing(connect(shared_port)) as connection:
        connection.autocommit = True
        start, stop = "pg_backup_start", "pg_backup_stop"
        if connection.server_version < 150000:
            start, stop = "pg_start_backup", "pg_stop_backup"
        with connection.cursor() as cursor:
            # keep a checkpoint from recycling the log that the copy starts from
            cursor.execute("ALTER SYSTEM SET wal_keep_size = '512MB'")
            cursor.execute("SELECT pg_reload_conf()")
            old = ", false" if connection.server_version < 150000 else ""
            cursor.execute(f"SELECT pg_walfile_name({start}('tests', true{old}))")
            ((first,),) = cursor.fetchall()
            wal = data / "pg_wal"
            for folder in (data, wal):
                folder.mkdir(0o700)
            # `cp` keeps the owner, as PostgreSQL demands; files may vanish while it runs
            parts = [part for part in postgres.DATA.iterdir() if part.name != wal.name]
            subprocess.run(
                ["cp", "-a", "--reflink=auto", *parts, data], stderr=subprocess.DEVNULL, check=False
            )
            arguments = "false, false" if old else "false"
            cursor.execute(f"SELECT pg_walfile_name(lsn), labelfile FROM {stop}({arguments})")
            ((last, label),) = cursor.fetchall()
    # of a possible gigabyte of log, only what was written meanwhile
    segments = (postgres.DATA / wal.name).glob("[0-9A-F]" * 24)
    needed = [segment for segment in segments if first <= segment.name <= last]
    subprocess.run(["cp", "-a", *needed, wal], check=True)
    (data / "postmaster.pid").unlink(missing_ok=True)
    label_file = data / "backup_label"
    label_file.write_text(label)
    owner = f"--reference={postgres.DATA}"
    subprocess.run(["chown", owner, data, wal, label_file], check=True)
