"""Fetches the OpenAPI document."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

PATH = "/restapi/1.0/openapi.json"


@pytest.fixture
def fetch(http, admin_token) -> Callable[..., requests.Response]:
    """`fetch("res.partner", token=…, version="3.0")`: the answer, for the administrator by default."""

    def fetch(models: str = "", token: str = admin_token, **options: Any) -> requests.Response:
        headers = options.pop("headers", {})
        params = {**({"models": models} if models else {}), **options}
        return http.get(PATH, token=token, params=params, headers=headers)

    return fetch


@pytest.fixture
def document(fetch) -> Callable[..., Any]:
    """`document("res.partner")`: the parsed document."""

    def document(*args: Any, **options: Any) -> Any:
        answer = fetch(*args, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return document


@pytest.fixture
def label_field(odoo) -> int:
    """The id of a custom field of countries, `x_label`."""
    found = odoo.search("ir.model.fields", [("name", "=", "x_label")])
    if found:
        odoo.write("ir.model.fields", found, {"field_description": "Label"})
        return found[0]
    model = odoo.search("ir.model", [("model", "=", "res.country")])[0]
    vals = {"model_id": model, "name": "x_label", "field_description": "Label", "ttype": "char"}
    return odoo.create("ir.model.fields", vals)
