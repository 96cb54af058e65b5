"""CPU time and memory of a server's processes, as the kernel counts them."""

import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from tests.harness.server import Server

RENEW_SECONDS = 30
CPUCLOCK_SCHED = 2


class Workers:
    """The processes that answer HTTP requests, and their PostgreSQL sessions."""

    def __init__(self, server: Server) -> None:
        self.server = server

    @property
    def pids(self) -> list[int]:
        """The workers, without the master and the process for long polling."""
        _, *others = self.server.pids
        return [pid for pid in others if _is_worker(pid)]

    def cpu_seconds(self) -> float:
        return _cpu_seconds(self.pids)

    def database_cpu_seconds(self) -> float:
        rows = self.server.sql(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [self.server.db],
        )
        return _cpu_seconds(pid for (pid,) in rows)

    def memory_mib(self) -> dict[int, float]:
        """Resident memory of each worker."""
        return {pid: _status_kib(pid, "VmRSS") / 1024 for pid in self.pids}

    def reset_peak(self) -> None:
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak_mib(self) -> dict[int, float]:
        """Peak resident memory of each worker since `reset_peak`."""
        return {pid: _status_kib(pid, "VmHWM") / 1024 for pid in self.pids}

    def renew(self) -> None:
        """Replaces the workers, because a process keeps freed memory, which hides later growth."""
        old = set(self.pids)
        for pid in old:
            psutil.Process(pid).terminate()
        deadline = time.monotonic() + RENEW_SECONDS
        while time.monotonic() < deadline:
            time.sleep(0.1)
            now = set(self.pids)
            if len(now) >= len(old) and not now & old:
                return
        raise RuntimeError(f"the server did not start new workers in {RENEW_SECONDS} s")


def _is_worker(pid: int) -> bool:
    try:
        return "gevent" not in psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:  # it ended after its master listed it
        return False


def _cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time with a resolution of nanoseconds, also of threads that have ended; other counters have
    ticks of 10 ms."""
    return sum(map(_process_seconds, pids))


def _process_seconds(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)  # as clock_getcpuclockid(3)
    except OSError:  # it has ended
        return 0


def _status_kib(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0
