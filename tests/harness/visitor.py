"""A browser without a window: it keeps cookies, follows no redirects and returns each answer as sent."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.harness.http import TIMEOUT_SECONDS
from tests.harness.oauth import OAUTH2, REDIRECT_URI, Application
from tests.harness.rpc import User


class Visitor(requests.Session):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.url = url
        self.headers["Accept"] = "text/html"

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        kwargs["allow_redirects"] = False
        return super().request(method, self.url + url, timeout=TIMEOUT_SECONDS, **kwargs)

    def sign_in(self, user: User) -> None:
        page = self.get("/web/login").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token, page
        form = {"login": user.login, "password": user.password, "csrf_token": token.group(1)}
        assert self.post("/web/login", data=form).status_code in (200, 302, 303)

    def request_authorization(self, application: Application, **params: str) -> requests.Response:
        """Opens the authorization endpoint with an application's request."""
        query = {"response_type": "code", "client_id": application.client_id, **params}
        return self.get(OAUTH2 + "/authorize", params=query)

    def form(self, application: Application, **params: str) -> dict[str, str]:
        """The fields of the consent page, as a browser would send them."""
        page = self.request_authorization(application, **params).text
        assert 'value="allow"' in page, page
        return hidden_fields(page)

    def tokens(self, application: Application) -> dict[str, Any]:
        """Allows an application of kind `web`; returns the answer of the token endpoint to it."""
        form = {**self.form(application), "decision": "allow"}
        location = self.post(OAUTH2 + "/authorize", data=form).headers["Location"]
        (code,) = parse_qs(urlsplit(location).query)["code"]
        answer = requests.post(
            f"{self.url}{OAUTH2}/access_token",
            data={"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI},
            auth=(application.client_id, application.client_secret),
            timeout=TIMEOUT_SECONDS,
        )
        tokens: dict[str, Any] = answer.json()
        return tokens


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}
