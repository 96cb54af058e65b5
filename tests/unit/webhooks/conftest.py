"""Receivers on this machine, which the settings of these tests allow."""

from contextlib import ExitStack

import pytest

from restapi.webhooks import networks
from restapi.webhooks.sending import Settings, post
from tests.harness.receiver import Receiver

# Shorter than in operation, so that the tests are fast; much longer than a request on this machine.
SECONDS = 0.6
LOOPBACK = networks.parse("127.0.0.1/32")


@pytest.fixture
def receiver():
    """`receiver(respond)`: a server that answers with bytes, or with what a function of the connection sends."""
    with ExitStack() as stack:

        def make(respond=b"HTTP/1.1 204 No Content\r\n\r\n", **options):
            answer = respond if callable(respond) else lambda connection: connection.sendall(respond)
            return stack.enter_context(Receiver(answer, **options))

        yield make


@pytest.fixture
def send():
    """`send(url)`: a delivery to networks that are allowed, by default this machine."""

    def send(url, body=b"{}", headers=None, allowed=LOOPBACK, **settings):
        options = {"allowed_networks": allowed, "seconds": SECONDS, **settings}
        return post(url, body, headers or {}, Settings(**options))

    return send
