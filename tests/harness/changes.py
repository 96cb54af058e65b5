"""Clients of the feed of changes."""

from typing import Any

import requests

from tests.harness.objects import Objects, ok
from tests.harness.rpc import OdooClient

PREFER = {"Prefer": "keys=model"}


def follow(odoo: OdooClient, model: str) -> int:
    """Turns on that the changes of a model are noted, if they are not."""
    (model_id,) = odoo.search("ir.model", [("model", "=", model)])
    found = odoo.search("restapi.followed", [("model_id", "=", model_id)])
    return found[0] if found else odoo.create("restapi.followed", {"model_id": model_id})


class Reader:
    """A client that keeps a copy of the names of records, as a shop would.

    `token` is all that it needs to go on with another one.
    """

    def __init__(self, api: Objects, model: str, **params: Any) -> None:
        self.api, self.model = api, model
        self.params = {"fields": "name", **params}
        self.copy: dict[int, str] = {}
        self.token = ""

    def get(self, **params: Any) -> requests.Response:
        since = {"since": self.token} if self.token else {}
        sent = {**self.params, **since, **params}
        return self.api.get(f"{self.model}/changes", headers=PREFER, **sent)

    def page(self) -> dict[str, Any]:
        answer: dict[str, Any] = ok(self.get())
        for record in answer[self.model]:
            self.copy[record["id"]] = record["name"]
        for record_id in answer["gone"]:
            self.copy.pop(record_id, None)
        self.token = answer["next"]
        return answer

    def catch_up(self) -> dict[int, str]:
        """The copy after the last page that there is now."""
        while self.page()["more"]:
            pass
        return self.copy

    def news(self) -> tuple[list[int], list[int]]:
        """The ids of a single page: those that changed, and those that are gone."""
        answer = self.page()
        assert not answer["more"]
        return [record["id"] for record in answer[self.model]], answer["gone"]
