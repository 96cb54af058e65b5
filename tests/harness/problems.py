"""The one form of errors (docs/reference/errors.rst), checked the same way everywhere."""

import json
from typing import Any

import requests

MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}
# Signs of internals in an answer: tracebacks, SQL, paths.
INTERNAL = ("Traceback", 'File "', "SELECT ", "INSERT ", "psycopg2.", "/odoo/", "site-packages")


def problem(response: requests.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """Checks that the answer is a problem document and returns its body."""
    assert response.status_code == status, response.text[:1000]
    return check(response.headers.get("Content-Type", ""), response.content, status, code)


def check(
    content_type: str, content: bytes, status: int, code: str | None = None
) -> dict[str, Any]:
    assert content_type == "application/problem+json", content_type
    body: dict[str, Any] = json.loads(content)
    assert set(body) >= MEMBERS
    assert body["status"] == status
    assert body["detail"]
    if code is not None:
        assert body["code"] == code, body
    text = content.decode()
    assert not [word for word in INTERNAL if word in text], text
    return body
