"""Requests that no client library sends: odd paths, lengths, encodings and headers."""

import contextlib
import gzip
import json
import socket

import pytest

from tests.harness.problems import check

API = "/restapi/1.0"
PARTNERS = f"{API}/object/res.partner"


def exchange(server, request):
    """Sends bytes and reads until the server closes: (status, headers, body); status 0 without an answer."""
    host, port = server.url.split("//")[1].split(":")
    with contextlib.closing(socket.create_connection((host, int(port)), timeout=30)) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/"):
        return 0, {}, answer
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status_line.split()[1]), headers, body


def message(method, target, token, *headers, body=b""):
    lines = [
        f"{method} {target} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Authorization: Bearer {token}",
        *headers,
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"{API}/../1.0/common/version", 404),
        (f"{API}//common/version", 404),
        (f"{API}/object//res.partner", 404),
        (f"{API}/object/res%2Fpartner/3", 404),
        (f"{API}/object/res.partner%00/3", 404),
        (f"{API}/object/\xff\xfe/3", 404),
        (f"{PARTNERS}/3;x=1", 405),  # the path of a method call
        (f"{PARTNERS}/03x", 405),
        (f"{PARTNERS}/-3", 404),
        (f"{PARTNERS}?\xff=1", 400),
        # raw UTF-8, which servers decode in different ways
        (f"{PARTNERS}?domain=[('name','not%20ilike','M\xc3\xbcller')]", 400),
        (f"{PARTNERS}?domain=[('name','ilike','M%C3%BCller')]", 200),
        (f"{PARTNERS}/3?fields={'a' * 50000}", 400),
        (f"{PARTNERS}/3?" + "a=1&" * 2000, 400),
    ],
    ids=lambda value: str(value)[:40],
)
def test_odd_targets(server, token, target, status):
    answered, headers, body = exchange(server, message("GET", target, token))
    assert answered == status
    if status != 200:
        detail = check(headers["content-type"], body, status)["detail"]
        assert len(detail) <= 1000


def test_a_target_in_absolute_form(server):
    """RFC 9112 §3.2.2"""
    request = message("GET", f"http://localhost{API}/common/version", "x")
    assert exchange(server, request)[0] == 200


def test_http_1_0_without_host(server, token):
    request = f"GET {PARTNERS}/3?fields=name HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n"
    status, _headers, body = exchange(server, request.encode())
    assert status == 200
    assert json.loads(body)["Contact"]["id"] == 3


def test_a_chunked_body_is_read_or_refused_and_never_ignored(server, token):
    body = b'{"vals": {"name": "In chunks"}}'
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    headers = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    status, answer_headers, answer = exchange(
        server, message("POST", PARTNERS, token, *headers, body=chunked)
    )
    if status == 200:
        assert json.loads(answer)["Contact"]["name"] == "In chunks"
    else:
        check(answer_headers["content-type"], answer, 411, "length_required")


@pytest.mark.parametrize("length", ["-5", "x", "", "1e3"])
def test_a_wrong_length_creates_nothing(server, token, length):
    headers = ["Content-Type: application/json", f"Content-Length: {length}"]
    request = message("POST", PARTNERS, token, *headers, body=b'{"vals": {"name": "x"}}')
    status, answer_headers, body = exchange(server, request)
    assert status == 400
    check(answer_headers["content-type"], body, 400)


def test_a_compressed_body_is_refused(server, token):
    body = gzip.compress(b'{"vals": {"name": "x"}}')
    headers = [
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Content-Encoding: gzip",
    ]
    status, answer_headers, answer = exchange(
        server, message("POST", PARTNERS, token, *headers, body=body)
    )
    check(answer_headers["content-type"], answer, 415, "unsupported_media_type")
    assert status == 415


def test_a_method_can_not_be_overridden(server, token):
    headers = ["X-HTTP-Method-Override: DELETE", "Content-Length: 0"]
    status, answer_headers, _body = exchange(
        server, message("POST", f"{PARTNERS}/3", token, *headers)
    )
    assert status == 405
    assert "DELETE" in answer_headers["allow"]


@pytest.mark.parametrize(
    "header",
    [
        "Accept: ;;;q=x,/",
        "Content-Type: ;;;",
        "X-Odoo-Database: \xff",
        "Cookie: \xff=;",
        "Range: bytes=x",
        "Prefer: =;,",
    ],
)
def test_odd_headers_cause_no_server_error(server, token, header):
    status, _headers, _body = exchange(
        server, message("GET", f"{PARTNERS}/3?fields=name", token, header)
    )
    assert status < 500
