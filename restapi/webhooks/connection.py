"""A connection to an address that has been checked, with one deadline for all that happens on it."""

import io
import socket
import ssl
import time
from typing import IO, Sequence

from .addresses import Target
from .errors import DeadlineExceeded
from .networks import Address

# A host with more addresses than this is tried at the first ones only.
MAX_TRIED = 4


class Deadline:
    """:param seconds: from now on"""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """
        :raises DeadlineExceeded: nothing is left
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.exceeded()
        return left

    def exceeded(self) -> DeadlineExceeded:
        return DeadlineExceeded(
            "There was no complete answer within %g seconds. Answer first, with 204, and do the work after it."
            % self._seconds
        )


def tls_context() -> ssl.SSLContext:
    """Verifies certificates, with the authorities that the operating system trusts, and host names."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # Python 3.7 allows 1.0
    return context


def connect(
    target: Target, addresses: Sequence[Address], deadline: Deadline, tls: ssl.SSLContext
) -> socket.socket:
    """Connect to the first address that answers.

    :raises OSError: none does, or the certificate is wrong
    """
    plain = _connect_to_any(target, addresses[:MAX_TRIED], deadline)
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left())
        return tls.wrap_socket(plain, server_hostname=target.host)
    except Exception:
        plain.close()
        raise


def _connect_to_any(
    target: Target, addresses: Sequence[Address], deadline: Deadline
) -> socket.socket:
    failure = OSError()
    for number, address in enumerate(addresses):
        # one that doesn't answer leaves time for the others
        share = deadline.left() / (len(addresses) - number)
        try:
            return _connect_to(address, target.port, share)
        except OSError as error:
            failure = error
    if isinstance(failure, socket.timeout):
        raise DeadlineExceeded(
            "%s port %d did not accept a connection in time. Does a firewall block it?"
            % (target.host, target.port)
        )
    raise failure


def _connect_to(address: Address, port: int, seconds: float) -> socket.socket:
    """Unlike ``socket.create_connection`` this never asks a name server."""
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((str(address), port))
    except Exception:
        connection.close()
        raise
    return connection


class TooMuch(Exception):
    """The other side has sent as much as is read of it."""


class Wire:
    """What ``http.client`` needs of a socket, with a deadline for the whole and a limit to what is read.

    A timeout of the socket would begin anew with each byte.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self.connection = connection
        self.deadline = deadline
        self.readable_bytes = 0
        self.is_at_end = False

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self.connection.settimeout(self.deadline.left())
            rest = rest[self.connection.send(rest) :]

    def makefile(self, mode: str) -> IO[bytes]:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Whoever has opened the connection closes it; ``http.client`` would do it too early."""


class _Reader(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wire = self._wire
        if wire.readable_bytes <= 0:
            raise TooMuch
        wire.connection.settimeout(wire.deadline.left())
        count = wire.connection.recv_into(buffer, min(len(buffer), wire.readable_bytes))
        wire.readable_bytes -= count
        wire.is_at_end = count == 0
        return count
