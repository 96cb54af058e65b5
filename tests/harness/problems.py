"""The one error shape (docs/reference/errors.rst), asserted the same way everywhere."""

import json
from typing import Any

import requests

MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}
# What would betray the inside: tracebacks, SQL, paths.
INTERNAL = ("Traceback", 'File "', "SELECT ", "INSERT ", "psycopg2.", "/odoo/", "site-packages")


def problem(response: requests.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The body of an answer that must be a problem document."""
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
