"""Receivers that are slow, endless or broken: none holds up the sender for longer than its deadline."""

import gzip
import socket
import time

import pytest

from restapi.webhooks.errors import ConnectionFailed, DeadlineExceeded, InvalidAnswer

OK = b"HTTP/1.1 200 OK\r\n"
# The deadline of slow answers: short, so that the tests are fast.
SECONDS = 0.3
# What a busy machine may add.
MARGIN = 1.5


def dripping(*parts):
    """Sends one byte after the other, each long before a timeout of the socket would end."""

    def respond(connection):
        for part in parts:
            for byte in part:
                connection.sendall(bytes([byte]))
                time.sleep(SECONDS / 8)

    return respond


@pytest.mark.parametrize(
    "respond",
    [
        lambda connection: time.sleep(2 * SECONDS),
        dripping(OK + b"\r\n"),
        dripping(OK, b"X-Long: " + b"a" * 20),
        lambda connection: (
            connection.sendall(OK + b"Content-Length: 16\r\n\r\n"),
            dripping(b"a" * 16)(connection),
        ),
    ],
    ids=["silent", "status", "header", "body"],
)
def test_slow_answers(receiver, send, respond):
    """Seen to fail without the deadline for the whole."""
    server = receiver(respond)
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"no complete answer within 0\.3 seconds"):
        send(server.url, seconds=SECONDS)
    assert time.monotonic() - started < SECONDS + MARGIN


def test_a_receiver_that_reads_slowly(receiver, send):
    """The deadline counts while a body is sent, too."""

    def respond(connection):
        connection.setblocking(True)
        while connection.recv(2**20, socket.MSG_WAITALL):
            time.sleep(SECONDS / 8)

    server = receiver(respond, reads=False)
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        send(server.url, bytes(32_000_000), seconds=SECONDS)
    assert time.monotonic() - started < SECONDS + MARGIN


def endless(head, part):
    def respond(connection):
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return respond


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b"HTTP/1.1 200 ", b"a" * 4096),
        (OK, b"X-Long: " + b"a" * 4096),
        (OK, b"X: a\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\nX: a\r\n\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nX: a\r\n\r\n"),
        (b"", b"a"),
    ],
    ids=["status", "header", "headers", "continue", "continue with headers", "hints", "nonsense"],
)
def test_endless_heads(receiver, send, head, part):
    """Seen to fail without the limit to what is read."""
    with pytest.raises(InvalidAnswer):
        send(receiver(endless(head, part)).url)


def test_the_longest_head(receiver, send):
    """Long headers that real servers send, such as those of cookies and policies, are read."""
    server = receiver(OK + (b"X: " + b"a" * 8000 + b"\r\n") * 3 + b"Content-Length: 0\r\n\r\n")
    assert send(server.url).status == 200
    server = receiver(OK + (b"X: " + b"a" * 8000 + b"\r\n") * 6 + b"Content-Length: 0\r\n\r\n")
    with pytest.raises(InvalidAnswer, match="longer than 32 KiB"):
        send(server.url)


@pytest.mark.parametrize(
    "respond",
    [
        endless(OK + b"\r\n", b"ab" * 2048),
        endless(OK + b"Content-Length: 99999999999\r\n\r\n", b"ab" * 2048),
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"ab" * 2048 + b"\r\n"),
    ],
    ids=["until closed", "length", "chunked"],
)
def test_endless_bodies(receiver, send, respond):
    """Seen to fail without the limit to what is read."""
    got = send(receiver(respond).url)
    assert (got.status, got.body) == (200, "ab" * 512)
    assert got.seconds < 4


def test_chunks_that_are_all_frame(receiver, send):
    """Seen to fail without the limit to what is read."""
    server = receiver(
        endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 500 + b"\r\na\r\n")
    )
    got = send(server.url)
    assert got.status == 200
    assert set(got.body) <= {"a"}


def test_compressed_bodies_are_not_expanded(receiver, send):
    bomb = gzip.compress(bytes(10_000_000))
    assert len(bomb) < 16 * 1024
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    got = send(receiver(head + bomb).url)
    assert got.status == 200
    assert len(got.body) <= 1024


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", ConnectionFailed),
        (b"HTTP/1.1 200", ConnectionFailed),
        (OK, ConnectionFailed),
        (OK + b"X: 1\r\nContent-Le", ConnectionFailed),
        (OK + b"Content-Length: 100\r\n\r\nabc", ConnectionFailed),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", ConnectionFailed),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", ConnectionFailed),
        (b"<html>hello</html>\r\n\r\n", InvalidAnswer),
        (b"hello", InvalidAnswer),
        (b"SSH-2.0-OpenSSH_9.2\r\n", InvalidAnswer),
        (b"HTTP/1.1 abc OK\r\n\r\n", InvalidAnswer),
        (b"HTTP/1.1 -20 OK\r\n\r\n", InvalidAnswer),
        (b"HTTP/1.1 2000 OK\r\n\r\n", InvalidAnswer),
        (b"HTTP/2.0 200 OK\r\n\r\n", InvalidAnswer),
        (OK + b"X: 1\r\n" * 101 + b"\r\n", InvalidAnswer),
        (b"\x15\x03\x01\x00\x02\x02\x50", InvalidAnswer),
    ],
    ids=repr,
)
def test_broken_answers(receiver, send, answer, error):
    """Seen to fail without the check for the end of the connection: half a head was taken for a whole one."""
    with pytest.raises(error) as failed:
        send(receiver(answer).url)
    assert type(failed.value) is error
    for text in ("html", "OpenSSH", "nonsense"):
        assert text not in str(failed.value)


def test_a_receiver_that_answers_before_it_has_read_everything(receiver, send):
    def respond(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_RD)
        time.sleep(SECONDS / 4)

    server = receiver(respond, reads=False)
    assert send(server.url, bytes(200_000)).status == 413
