"""A server that does not belong to Odoo, somewhere else: what reaches it, it keeps."""

import contextlib
import socket
import threading
from collections.abc import Iterator

HEAD_BYTES = 4000


class Foreign:
    """Accepts every connection, notes how it begins, and holds it without an answer."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.port: int = listener.getsockname()[1]
        self.heard: list[bytes] = []
        self._held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                self._held.append(connection)
                threading.Thread(target=self._listen, args=[connection], daemon=True).start()

    def _listen(self, connection: socket.socket) -> None:
        connection.settimeout(1)
        head = b""
        with contextlib.suppress(OSError):
            head = connection.recv(HEAD_BYTES)
        self.heard.append(head)

    def close(self) -> None:
        for one in (self.listener, *self._held):
            one.close()


@contextlib.contextmanager
def foreign() -> Iterator[Foreign]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        running = Foreign(listener)
        try:
            yield running
        finally:
            running.close()
