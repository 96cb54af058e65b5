"""Batches that are refused: nothing is done, not even what comes before the mistake."""

import pytest

from tests.harness.batch import PARTNER, create, send
from tests.harness.problems import problem


@pytest.mark.parametrize(
    ("request_", "named_"),
    [
        ("x", "object"),
        ({}, "path"),
        ({"path": PARTNER}, "method"),
        ({"method": "HEAD", "path": PARTNER}, "GET"),
        ({"method": "GET", "path": "/batch"}, "/object/"),
        ({"method": "GET", "path": "object/res.partner"}, "/object/"),
        ({"method": "GET", "path": 7}, "/object/"),
        ({"method": "POST", "path": PARTNER, "body": [1]}, "body"),
        ({"method": "POST", "path": PARTNER, "extra": 1}, "extra"),
        (
            {"method": "POST", "path": PARTNER, "headers": {"Idempotency-Key": "x"}},
            "with the batch",
        ),
        ({"method": "POST", "path": PARTNER, "headers": {"Accept": "text/csv"}}, "Prefer"),
        ({"method": "GET", "path": PARTNER, "headers": {"Prefer": "a\nb"}}, "printable"),
        ({"method": "POST", "path": PARTNER, "id": "1a"}, "letter"),
        ({"method": "POST", "path": PARTNER, "id": "first"}, "another"),
        ({"method": "POST", "path": PARTNER + "/{later}/copy"}, "later"),
        ({"method": "POST", "path": PARTNER, "body": {"vals": {"name": {"$result": "x"}}}}, "'x'"),
        (
            {"method": "POST", "path": PARTNER, "body": {"vals": {"$result": "first", "a": 1}}},
            "only member",
        ),
        ({"method": "POST", "path": PARTNER, "body": {"vals": {"$result": "first#x"}}}, "Pointer"),
    ],
)
@pytest.mark.parametrize("atomic", [True, False])
def test_malformed_requests(api, name, named, request_, named_, atomic):
    """Nothing is done, not even those before."""
    answer = send(api, create({"name": name}, id="first"), request_, atomic=atomic)
    body = problem(answer, 400, "invalid_parameter")
    assert body["parameter"] == "requests[1]"
    assert named_ in body["detail"]
    assert named() == 0


@pytest.mark.parametrize(
    ("vals", "path", "detail"),
    [
        ({"name": {"$result": "a#/res.partner/nope"}}, PARTNER, "nope"),
        ({"name": {"$result": "a#/res.partner/0"}}, PARTNER, "0"),
        ({"name": {"$result": "gone"}}, PARTNER, "no records"),
        ({"name": "x"}, PARTNER + "/{many}", "has 2"),
        ({"name": "x"}, PARTNER + "/{gone}", "none"),
    ],
)
def test_references_to_what_is_not_there(api, name, vals, path, detail):
    answer = send(
        api,
        create({"name": name}, id="a"),
        {**create({}), "id": "many", "body": {"vals": [{"name": name}, {"name": name}]}},
        {"method": "DELETE", "path": PARTNER + "/{a}", "id": "gone"},
        {"method": "POST" if path == PARTNER else "PUT", "path": path, "body": {"vals": vals}},
    )
    body = problem(answer, 400, "bad_request")
    assert body["failed"] == 3
    assert detail in body["detail"]


def test_too_many(api, odoo, name, named):
    problem(send(api, *[create({"name": name})] * 101), 413, "payload_too_large")
    problem(send(api), 400, "invalid_parameter")
    assert named() == 0


def test_a_list_that_is_too_long(api):
    answer = send(api, {"method": "GET", "path": "/object/ir.model.data?limit=100000&fields=name"})
    problem(answer, 400, "invalid_parameter")


def test_a_reference_inside_an_external_id(api, name, named):
    """It would name a record that no lock was taken for."""
    path = PARTNER + "/by/shop.{first}"
    upsert = {"method": "PUT", "path": path, "body": {"vals": {"name": name}}}
    problem(send(api, create({"name": name}, id="first"), upsert), 400, "invalid_parameter")
    assert named() == 0
