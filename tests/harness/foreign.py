"""A server elsewhere that does not belong to Odoo. It records every connection."""

import contextlib
import socket
import threading
from collections.abc import Iterator

HEAD_BYTES = 4000
ANSWER = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Foreign:
    """Accepts every connection and records its first bytes."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.port: int = listener.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self._listen, args=[connection], daemon=True).start()

    def _listen(self, connection: socket.socket) -> None:
        connection.settimeout(1)
        head = b""
        with connection, contextlib.suppress(OSError):
            head = connection.recv(HEAD_BYTES)
            connection.sendall(ANSWER)
        self.heard.append(head)


@contextlib.contextmanager
def foreign() -> Iterator[Foreign]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield Foreign(listener)
