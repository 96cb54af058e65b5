"""Memory use of a server's processes."""

from pathlib import Path

from tests.harness.server import Server

MIB = 1024 * 1024


class Peak:
    """`with Peak(server) as peak: …`, then `peak.grown`: how many bytes the process that grew most
    exceeded its initial size by at its peak."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.before: dict[int, int] = {}
        self.grown = 0

    def __enter__(self) -> "Peak":
        for pid in self.server.pids:
            # This makes the kernel reset the peak.
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.before = {pid: _bytes(pid, "VmRSS") for pid in self.server.pids}
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            # A process that died has no peak, which is a failure in itself.
            assert set(self.server.pids) == set(self.before), "a worker died"
            self.grown = max(_bytes(pid, "VmHWM") - size for pid, size in self.before.items())


def _bytes(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"process {pid} has no {name}")
