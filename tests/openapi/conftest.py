"""The OpenAPI document, as callers get it."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

PATH = "/restapi/1.0/openapi.json"


@pytest.fixture
def fetch(http, admin_token) -> Callable[..., requests.Response]:
    """`fetch("res.partner", token=…, version="3.0")`: the answer; as the administrator by default."""

    def fetch(models: str = "", token: str = admin_token, **options: Any) -> requests.Response:
        headers = options.pop("headers", {})
        params = {**({"models": models} if models else {}), **options}
        return http.get(PATH, token=token, params=params, headers=headers)

    return fetch


@pytest.fixture
def document(fetch) -> Callable[..., Any]:
    """`document("res.partner")`: the document, parsed."""

    def document(*args: Any, **options: Any) -> Any:
        answer = fetch(*args, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return document
