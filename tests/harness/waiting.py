"""Waiting for what happens in other processes."""

import contextlib
import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(condition: Callable[[], T], what: str, seconds: float = 30) -> T:
    """The first true value of the condition.

    Raises:
        AssertionError: it stays false for that long. It begins with `what`, the thing awaited.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.05)
    return value


def listens(port: int) -> bool:
    """Whether a process of this machine accepts connections at the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
