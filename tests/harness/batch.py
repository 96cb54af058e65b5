"""Sends batches."""

from typing import Any

import requests

from tests.harness.objects import Objects, ok

PARTNER = "/object/res.partner"


def send(api: Objects, *items: Any, **params: Any) -> requests.Response:
    """Sends these requests in one; `headers=` are those of the batch."""
    headers = params.pop("headers", {})
    body = {"requests": list(items), **params}
    return api.http.request(
        "POST", "/restapi/1.0/batch", token=api.token, json=body, headers=headers
    )


def create(vals: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The request that creates a partner."""
    return {"method": "POST", "path": PARTNER, "body": {"vals": vals}, **members}


def statuses(answer: requests.Response) -> list[int]:
    return [part["status"] for part in ok(answer)["responses"]]
