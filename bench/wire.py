"""Sends requests and measures how long their answers take."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class Request:
    """A complete request, prepared before the clock starts."""

    method: str
    target: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Answer(NamedTuple):
    """An answer. `seconds` counts from opening the connection to the last byte."""

    status: int
    content_type: str
    body: bytes
    seconds: float
    next_cursor: str


def send(port: int, request: Request) -> Answer:
    """Sends a request on a new connection, because Odoo's workers close it after each request."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(request.method, request.target, request.body, request.headers)
        response = connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - started
        content_type = response.headers.get("Content-Type", "")
        next_cursor = response.headers.get("X-Next-Cursor", "")
        return Answer(response.status, content_type, body, seconds, next_cursor)
    finally:
        connection.close()
