"""When the server reads the body of a signed request, and how much of it (RFC 5849 §3.4)."""

import socket

from tests.harness.oauth import get_token
from tests.harness.oauth1 import Consumer
from tests.harness.problems import problem
from tests.rfc5849.signed import PARTNER, PARTNERS


def test_a_long_body_is_not_read_before_sign_in(http, server, consumer):
    """Seen to fail when `oauth_body_hash` was checked before the signature: the server waits for a body that
    never comes."""
    other = Consumer(http, consumer.application._replace(client_id="x" * 32))
    url = http.base_url + PARTNERS
    extra = {"oauth_body_hash": "x", "oauth_token": "x"}
    header = other.header("POST", url, extra=extra)
    host, port = server.url.split("//")[1].split(":")
    head = (
        f"POST {PARTNERS} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: 100000000\r\nAuthorization: {header}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode())
        assert b" 401 " in connection.recv(65536).split(b"\r\n")[0]


def test_a_form_of_many_parameters_costs_nothing(http, consumer):
    for length, status in (
        (10_000, 400),
        (400_000, 401),
    ):  # a long form is not read without a live token
        header = consumer.header("POST", http.base_url + PARTNER, extra={"oauth_token": "x"})
        form = {"Authorization": header, "Content-Type": "application/x-www-form-urlencoded"}
        problem(http.post(PARTNER, data="a&" * length, headers=form), status)


def test_a_long_signed_form(http, consumer):
    """Up to 1 MiB: the server looks up the token before it reads the form."""
    token = consumer.authorized()
    for length, status in ((600_000, 200), (1_100_000, 413)):
        form = {"vals": repr({"name": "Signed", "comment": "x" * length}), "fields": "name"}
        answer = consumer.send("POST", PARTNERS, token, data=form)
        assert answer.status_code == status, answer.text[:500]


def test_a_bearer_token_and_a_long_form(http, register):
    """Only signed forms have to be read before sign-in."""
    token = get_token(http, register())["access_token"]
    form = {"vals": {"name": "Long form", "comment": "ö" * 400_000}, "fields": ["name"]}
    form = {name: repr(value) for name, value in form.items()}
    answer = http.post(PARTNERS, token=token, data=form)
    assert int(answer.request.headers["Content-Length"]) > 1024 * 1024
    assert answer.status_code == 200, answer.text
    both = {"vals": "{'name':'x'}", "oauth_token": "x"}
    problem(http.post(PARTNERS, token=token, data=both), 400, "bad_request")
