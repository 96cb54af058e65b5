"""A server on this machine that receives webhooks, and answers them with any bytes, well or badly."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple

SECONDS = 5

Respond = Callable[[socket.socket], None]


class Received(NamedTuple):
    line: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """:raises ValueError: it came more than once"""
        values = [value for key, value in self.headers if key.lower() == name]
        if len(values) > 1:
            raise ValueError(f"{name} came {len(values)} times")
        return values[0] if values else None


class Receiver:
    """
    :param respond: answers one request
    :param tls: makes it a server for https
    :param reads: whether it reads the request before it answers
    """

    def __init__(
        self,
        respond: Respond,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        reads: bool = True,
    ) -> None:
        self.respond = respond
        self.tls = tls
        self.reads = reads
        self.received: list[Received] = []
        self.connections = 0
        self._listener = socket.create_server((host, port))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{host}:{self.port}/hook"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(SECONDS)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                connection, _address = self._listener.accept()
                self.connections += 1
                with contextlib.suppress(OSError):  # the client has left
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(SECONDS)
        with connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                if self.reads:
                    self.received.append(_read(connection))
                self.respond(connection)


def _read(connection: socket.socket) -> Received:
    file = connection.makefile("rb")
    line = file.readline().decode("ascii").strip()
    headers = []
    while header := file.readline().decode("ascii").strip():
        name, _, value = header.partition(": ")
        headers.append((name, value))
    length = next((int(value) for name, value in headers if name == "Content-Length"), 0)
    return Received(line, headers, file.read(length))
