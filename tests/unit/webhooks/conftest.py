"""Receivers on this machine, which the settings of these tests allow."""

from contextlib import ExitStack

import pytest

from restapi.webhooks import networks
from restapi.webhooks.connection import tls_context
from restapi.webhooks.sending import Settings, post
from tests.harness.receiver import Receiver

LOOPBACK = networks.parse("127.0.0.1/32")


@pytest.fixture
def receiver():
    """`receiver(respond)`: a server that answers with bytes, or with what a function of the connection sends."""
    with ExitStack() as stack:

        def make(respond=b"HTTP/1.1 204 No Content\r\n\r\n", **options):
            answer = (
                respond if callable(respond) else lambda connection: connection.sendall(respond)
            )
            return stack.enter_context(Receiver(answer, **options))

        yield make


@pytest.fixture(scope="session")
def tls():
    """Made once: it reads the certificates of all authorities."""
    return tls_context()


@pytest.fixture
def send(tls):
    """`send(url)`: a delivery to networks that are allowed, by default this machine."""

    def send(url, body=b"{}", headers=None, allowed=LOOPBACK, **settings):
        options = {"allowed_networks": allowed, "seconds": 5, "tls": tls, **settings}
        return post(url, body, headers or {}, Settings(**options))

    return send
