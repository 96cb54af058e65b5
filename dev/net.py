"""TCP ports of this machine."""

import re
import socket
from pathlib import Path

from dev.console import Problem


def free_port() -> int:
    """A port on 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int) -> None:
    """
    :raises Problem: the port is in use, or needs root
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(
                f"port {port} needs root", "use a port above 1023: make demo PORT=8070"
            ) from None
        except OSError:
            who = owner(port)
            raise Problem(
                f"port {port} is in use by {who or 'another program'}",
                f"stop it{f' (kill {who.split()[1]})' if who else ''}, or use another port: make demo PORT={port + 1}",
            ) from None


def owner(port: int) -> str:
    """The process that listens on `port`, such as `process 123 (python3)`; empty if that is not known."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            cells = row.split()
            if cells[3] == "0A" and int(cells[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(f"socket:[{cells[9]}]")
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in inodes:
                pid = link.parts[2]
                name = re.sub(r"\s", "_", Path(f"/proc/{pid}/comm").read_text().strip())
                return f"process {pid} ({name})"
        except OSError:
            continue
    return ""
