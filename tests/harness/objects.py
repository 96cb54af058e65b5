"""Calls `/object` as a signed-in client."""

import re
from typing import Any

import requests

from tests.harness.http import HttpClient
from tests.harness.problems import problem

API = "/restapi/1.0/object"


class Objects:
    """`api.get('res.partner/search', domain="[('id','=',7)]")`; `ok(…)` returns the answer's JSON.

    Parameters go into the query string as text; `json=`, `data=`, `files=` and `headers=` work as in
    requests.
    """

    PASSED_ON = ("json", "data", "files", "headers", "stream")

    def __init__(self, http: HttpClient, token: str) -> None:
        self.http = http
        self.token = token

    def request(self, method: str, path: str, **params: Any) -> requests.Response:
        passed = {name: params.pop(name) for name in self.PASSED_ON if name in params}
        query = {
            name: value if isinstance(value, str) else repr(value) for name, value in params.items()
        }
        return self.http.request(method, f"{API}/{path}", token=self.token, params=query, **passed)

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.request("GET", path, **params)

    def post(self, path: str, **params: Any) -> requests.Response:
        return self.request("POST", path, **params)

    def put(self, path: str, **params: Any) -> requests.Response:
        return self.request("PUT", path, **params)

    def patch(self, path: str, **params: Any) -> requests.Response:
        return self.request("PATCH", path, **params)

    def delete(self, path: str, **params: Any) -> requests.Response:
        return self.request("DELETE", path, **params)


def ok(response: requests.Response) -> Any:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def search(
    api: Objects, *conditions: object, model: str = "res.partner", **params: Any
) -> list[int]:
    """The ids that a search with these conditions finds."""
    ids: list[int]
    [ids] = ok(api.get(f"{model}/search", domain=list(conditions), **params)).values()
    return ids


def create_takes(api: Objects, model: str) -> str:
    """The name of the argument of `create`, taken from the error about a wrong name. It depends on which
    modules extend the method."""
    answer = api.post(f"{model}/create", json={"nonsense": 1})
    detail = problem(answer, 400, "unknown_parameter")["detail"]
    names = re.findall(r"vals_list|values_list|vals|values", detail)
    assert len(names) == 1, detail
    return names[0]
