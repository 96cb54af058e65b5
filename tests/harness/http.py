"""A plain HTTP client: it follows no redirects, keeps no cookies and reads no settings of the machine."""

import contextlib
import http.client
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

TIMEOUT_SECONDS = 60


class HttpClient(requests.Session):
    """`http.get('/restapi/1.0/…', token='…', headers={…})`, and likewise for each method."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def request(  # type: ignore[override]
        self,
        method: str,
        url: str,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> requests.Response:
        sent = dict(headers or {})
        if token is not None:
            sent.setdefault("Authorization", f"Bearer {token}")
        kwargs["allow_redirects"] = False  # Session.get has set it to True
        kwargs.setdefault("timeout", TIMEOUT_SECONDS)
        full_url = url if url.startswith("http") else self.base_url + url
        return super().request(method, full_url, headers=sent, **kwargs)

    def raw(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Sends the request target exactly as given; returns (status, headers, body)."""
        host = self.base_url.split("//", 1)[1]
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT_SECONDS)
        with contextlib.closing(connection):
            connection.putrequest(method, target, skip_accept_encoding=True)
            sent = dict(headers or {})
            if body is not None:
                sent.setdefault("Content-Length", str(len(body)))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
