"""Deliveries to real servers on this machine."""

import itertools
import logging
import socket

import pytest

from restapi.webhooks import networks
from restapi.webhooks.errors import (
    ConnectionFailed,
    DeadlineExceeded,
    InvalidAnswer,
    RefusedAddress,
)
from tests.harness.receiver import Receiver

OK = b"HTTP/1.1 200 OK\r\n"


def test_a_delivery(receiver, send):
    answer = OK + b"Content-Type: text/plain\r\nX-Other: 1\r\nContent-Length: 4\r\n\r\nfine"
    server = receiver(answer)
    got = send(
        server.url + "?a=b", b'{"a": 1}', {"Content-Type": "application/json", "webhook-id": "1"}
    )
    assert (got.status, got.body) == (200, "fine")
    assert got.headers == {"content-type": "text/plain"}
    assert 0 < got.seconds < 5
    (request,) = server.received
    assert request.line == "POST /hook?a=b HTTP/1.1"
    assert request.body == b'{"a": 1}'
    assert request.header("host") == f"127.0.0.1:{server.port}"
    assert request.header("content-type") == "application/json"
    assert request.header("webhook-id") == "1"
    assert request.header("content-length") == "8"
    assert request.header("accept-encoding") == "identity"
    assert request.header("connection") == "close"
    assert request.header("user-agent")


def test_a_large_body(receiver, send):
    server = receiver()
    body = bytes(range(256)) * 8192
    assert send(server.url, body).status == 204
    assert server.received[0].body == body


@pytest.mark.parametrize("status", [200, 204, 301, 304, 400, 410, 429, 500, 503, 599])
def test_any_status_is_an_answer(receiver, send, status):
    server = receiver(b"HTTP/1.1 %d X\r\nContent-Length: 0\r\nRetry-After: 7\r\n\r\n" % status)
    got = send(server.url)
    assert (got.status, got.headers) == (status, {"retry-after": "7"})


def test_interim_answers_are_skipped(receiver, send):
    """Seen to fail without the loop over them: 103 was taken for the answer."""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Type: no\r\n\r\n"
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" + hints + b"HTTP/1.1 102 Processing\r\n\r\n" + hints
    final = OK + b"Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nfine"
    got = send(receiver(interim + final).url)
    assert (got.status, got.headers, got.body) == (200, {"content-type": "text/plain"}, "fine")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(receiver, send, status):
    """Seen to fail without the rule: a mutant follows them."""
    other = receiver()
    head = b"HTTP/1.1 %d X\r\nLocation: %s\r\n\r\n" % (status, other.url.encode())
    got = send(receiver(head).url)
    assert (got.status, got.headers) == (status, {"location": other.url})
    assert other.connections == 0


def test_proxies_and_passwords_of_the_environment_are_not_used(
    receiver, send, monkeypatch, tmp_path
):
    proxy, server = receiver(), receiver()
    address = f"http://127.0.0.1:{proxy.port}"
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.setenv(name, address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login odoo password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    assert send(server.url).status == 204
    assert proxy.connections == 0
    assert server.received[0].header("authorization") is None


def test_loopback_is_refused_unless_allowed(receiver, send):
    """Seen to fail without the check of addresses."""
    server = receiver()
    other = networks.parse("10.0.0.0/8")
    for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
        with pytest.raises(RefusedAddress):
            send(url, allowed=other)
    assert server.connections == 0


def test_a_name_that_changes_after_the_check(receiver, send, monkeypatch):
    """DNS rebinding. Seen to fail without the rule that the checked address is used: a mutant looks it up again."""
    public = receiver()
    internal = receiver(host="127.0.0.2", port=public.port)
    found = itertools.chain(["127.0.0.1"], itertools.repeat("127.0.0.2"))
    asked = []

    def look_up(host, port, *_arguments, **_options):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(found), port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert send(f"http://receiver.example:{public.port}/").status == 204
    assert internal.connections == 0
    assert asked == ["receiver.example"]
    assert public.received[0].header("host") == f"receiver.example:{public.port}"


def test_the_next_address_is_tried(receiver, send, monkeypatch):
    server = receiver()
    found = ["127.0.0.3", "127.0.0.1"]  # nobody listens at the first
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **_: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ],
    )
    allowed = networks.parse("127.0.0.0/24")
    assert send(f"http://receiver.example:{server.port}/", allowed=allowed).status == 204


def test_nobody_listens(receiver, send):
    with Receiver(lambda connection: None) as server:
        pass
    with pytest.raises(
        ConnectionFailed, match=rf"127\.0\.0\.1 port {server.port}: Connection refused"
    ):
        send(server.url)


def test_a_host_that_does_not_accept(send):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        with pytest.raises(DeadlineExceeded, match="did not accept a connection in time"):
            send(f"http://127.0.0.1:{full.getsockname()[1]}/", seconds=0.3)
        for one in waiting:
            one.close()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"a\0b", "a\ufffdb"),
        (b"\xff", "\ufffd"),
        ("é".encode() * 600, "é" * 512),
        (b"a" + "é".encode() * 600, "a" + "é" * 511),
    ],
)
def test_bodies_can_be_stored(receiver, send, body, text):
    """PostgreSQL stores no NUL, and half a character is none."""
    answer = OK + b"Content-Type: a\0b\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    got = send(receiver(answer).url)
    assert got.body == text
    assert "\0" not in got.headers.get("content-type", "")


def test_nothing_is_logged(receiver, send, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    send(receiver().url + "?token=hidden", b"hidden", {"webhook-signature": "hidden"})
    with pytest.raises(InvalidAnswer) as failed:
        send(receiver(b"nonsense").url + "?token=hidden", b"hidden")
    assert caplog.text == ""
    assert "".join(capfd.readouterr()) == ""
    assert "hidden" not in str(failed.value)
