"""Random requests to every route never cause a 500, a traceback, a hang or a session file."""

import contextlib
import json
import re
import socket
import time
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import values
from tests.fuzz.conftest import MAX_SECONDS, SCALE
from tests.harness.http import HttpClient

SETTINGS = settings(
    deadline=None,
    database=None,
    derandomize=SCALE == 1,  # `make test` repeats the same requests, `make soak` tries others
    suppress_health_check=list(HealthCheck),
)
METHODS = st.sampled_from(
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "X"]
)


def target(data, route):
    """The route's path with its variables filled in."""

    def fill(match):
        name = match.group(1).split(":")[-1]
        return quote(data.draw(values.PATHS[name]), safe="%")

    return re.sub(r"<([^>]+)>", fill, route["path"])


def parameters(data, route):
    names = [*route["names"], *route["names"], "nope", "__proto__"]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    dialect = data.draw(st.sampled_from(["python", "json"]))
    made = {name: data.draw(values.BY_NAME.get(name, values.NESTED)) for name in chosen}
    if "/common/" in route["path"]:
        made.update(data.draw(values.OAUTH))
    return made, {name: values.spelled(value, dialect) for name, value in made.items()}


def body(data, made, texts):
    """A body and a media type, which may not match."""
    kind = data.draw(st.sampled_from(["json", "form", "multipart", "bytes", "nothing"]))
    mimetype = data.draw(values.MIMETYPES)
    if kind == "json":
        return json.dumps(made).encode(), "application/json"
    if kind == "form":
        return urlencode(texts, errors="surrogatepass").encode(), (
            "application/x-www-form-urlencoded"
        )
    if kind == "multipart":
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in texts.items()
        )
        return (parts + "--x--\r\n").encode("utf-8", "surrogatepass"), (
            "multipart/form-data; boundary=x"
        )
    if kind == "bytes":
        return data.draw(st.binary(max_size=200)), mimetype
    return None, mimetype


def authorization(data, tokens, application):
    return data.draw(
        st.sampled_from(
            [
                f"Bearer {tokens[0]}",
                f"Bearer {tokens[0]}",
                f"Bearer {tokens[1]}",
                f"Bearer {tokens[2]}",
                "Bearer",
                "Basic !!!",
                "Basic YTpi",
                f"OAuth client_id='{application.client_id}', client_secret='x'",
                f'OAuth oauth_consumer_key="{application.client_id}", oauth_token="x"',
                'OAuth oauth_consumer_key="%ff", a=b',
                "OAuth " + " " * 20000 + "x",
                "Negotiate x",
            ]
        )
    )


def send(data, http, route, tokens, application):
    """Draws a request to the route and sends it; returns the answer, the path and the time in seconds."""
    made, texts = parameters(data, route)
    method = data.draw(st.sampled_from(route["methods"]) | METHODS)
    in_query = data.draw(st.booleans())
    sent, mimetype = body(data, made, {} if in_query else texts)
    query = urlencode(texts, errors="surrogatepass") if in_query else ""
    path = target(data, route)
    headers = {
        "Accept": data.draw(values.ACCEPTS),
        "Authorization": authorization(data, tokens, application),
    }
    if mimetype:
        headers["Content-Type"] = mimetype
    headers.update(data.draw(values.CONDITIONS))
    start = time.monotonic()
    answer = http.raw(method, f"{path}?{query}"[:60000], sent, headers)
    return answer, path, time.monotonic() - start


@pytest.mark.timeout(600)
def test_every_route(server, routes, tokens, application, judge):
    """Both dialects, all places of parameters, all media types, all methods."""

    def fuzz(http, route):
        @settings(SETTINGS, max_examples=5 * SCALE)
        @given(data=st.data())
        def one_request(data):
            answer, path, seconds = send(data, http, route, tokens, application)
            judge(*answer, path, seconds)

        one_request()

    with HttpClient(server.url) as http:
        for route in routes:
            fuzz(http, route)
    judge.check_log()
    assert judge.statuses.get(200), "nothing was answered"


CORPUS = [
    b"GET /restapi/1.0/object/res.partner/3?fields=name HTTP/1.1\r\nHost: localhost\r\n"
    b"Authorization: Bearer TOKEN\r\nConnection: close\r\n\r\n",
    b"POST /restapi/1.0/object/res.partner HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"Authorization: Bearer TOKEN\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n"
    b'{"vals": {"name": "fuzz"}}',
    b"POST /restapi/1.0/common/oauth2/access_token HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 29\r\n\r\ngrant_type=client_credentials",
    b"POST /restapi/1.0/common/oauth2/access_token HTTP/1.1\r\nHost: localhost\r\n"
    b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
]
SPLICES = st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\x00",
        b"\xff\xfe",
        b": ",
        b"HTTP/9.9",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"ffffffffffffffff\r\n",
        b"X: " + b"a" * 70000 + b"\r\n",
        b"X: 1\r\n" * 150,
        b"%00",
        b"//",
        b"/../",
        b"Host: \r\n",
        b"Host: a b/\r\n",
        b"Host: [::\r\n",
        b"X-Forwarded-Host: x\r\n",
        b"X-Odoo-Database: x\r\n",
        b"Cookie: session_id=../../x\r\n",
        b"Expect: 100-continue\r\n",
        b"Content-Encoding: gzip\r\n",
    ]
)


# Request lines that reach this addon; http.server refuses others before Odoo sees them.
LINE = re.compile(rb"(GET|POST) /restapi/1\.0/[!-~]* HTTP/1\.1")


def exchange(server, message):
    """Sends bytes, then reads the answer; b"" if the server just closes."""
    host, port = server.url.split("//")[1].split(":")
    with contextlib.closing(
        socket.create_connection((host, int(port)), timeout=MAX_SECONDS)
    ) as connection:
        answer = b""
        with contextlib.suppress(ConnectionError):
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        return answer


@pytest.mark.timeout(600)
def test_malformed_http(server, tokens, judge):
    """Requests with bytes removed, inserted or changed."""

    @settings(SETTINGS, max_examples=120 * SCALE)
    @given(data=st.data())
    def one_message(data):
        message = data.draw(st.sampled_from(CORPUS))
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(message)))
            cut = data.draw(st.sampled_from([0, 0, 1, 4, 30]))
            message = (
                message[:at] + data.draw(SPLICES | st.binary(max_size=8)) + message[at + cut :]
            )
        line = message.split(b"\r\n")[0]
        if not LINE.fullmatch(line):
            return  # http.server refuses it, or it belongs to another part of Odoo
        answer = exchange(server, message.replace(b"TOKEN", tokens[0].encode()))
        status = int(answer.split()[1]) if answer.startswith(b"HTTP/") else 0
        judge.statuses[status] = judge.statuses.get(status, 0) + 1
        assert status < 500, (message[:3000], answer[:3000])
        assert b"Traceback" not in answer

    whole = exchange(server, CORPUS[0].replace(b"TOKEN", tokens[0].encode()))
    assert whole.split()[1] == b"200", whole
    one_message()
