"""Requests as raw bytes, for what no client library would send."""

import contextlib
import socket
from collections.abc import Iterable

import psutil

from tests.harness.server import Server

Headers = dict[str, str]
TIMEOUT_SECONDS = 20


def send(
    server: Server, method: str, target: str, headers: Iterable[str] = (), body: bytes = b""
) -> tuple[int, Headers, bytes]:
    """Sends header lines unchanged; returns (status, headers with lower-case names, body).

    The status is 0 if there is no answer, as from a server that hangs or that doesn't read a long body.
    """
    host, port = server.url.split("//")[1].split(":")
    lines = [f"{method} {target} HTTP/1.1", "Connection: close", *headers]
    if not any(line.lower().startswith("host:") for line in lines):
        lines.append("Host: localhost")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    request = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
    answer = b""
    with socket.create_connection((host, int(port)), timeout=TIMEOUT_SECONDS) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(request)
        with contextlib.suppress(ConnectionError, TimeoutError):
            while received := connection.recv(65536):
                answer += received
    head, _, content = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/"):
        return 0, {}, answer
    status_line, *rest = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    return int(status_line.split()[1]), {name.lower(): value for name, _, value in pairs}, content


def cpu_seconds(server: Server) -> float:
    """The CPU time that the server's workers have used so far."""
    used = 0.0
    for pid in server.pids[1:]:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = psutil.Process(pid).cpu_times()
            used += times.user + times.system
    return used
