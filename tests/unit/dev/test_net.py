"""Ports of this machine."""

import socket

import pytest

from dev import net
from dev.console import Problem


def test_owner_of_a_used_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            Problem, match=rf"port {port} is in use by process \d+ \(.+\)"
        ) as caught:
            net.require_free(port)
    assert f"PORT={port + 1}" in str(caught.value)


def test_free_port_is_free() -> None:
    net.require_free(net.free_port())
