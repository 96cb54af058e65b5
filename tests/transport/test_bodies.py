"""Bodies of every kind, with every method that takes one (docs/reference/requests.rst)."""

import json

import pytest

from tests.harness.problems import problem

PARTNERS = "/restapi/1.0/object/res.partner"
NAME = "Zoë & Söhne = 100 % 漢字"

# Ways to send vals={'name': …}, as keyword arguments of requests.
BODIES = {
    "json": lambda vals: {"json": {"vals": vals}},
    "json with charset": lambda vals: {
        "data": json.dumps({"vals": vals}, ensure_ascii=False).encode(),
        "headers": {"Content-Type": "application/json; charset=utf-8"},
    },
    "json with text": lambda vals: {"json": {"vals": json.dumps(vals)}},
    "form, JSON dialect": lambda vals: {"data": {"vals": json.dumps(vals)}},
    "form, Python dialect": lambda vals: {"data": {"vals": repr(vals)}},
    "multipart": lambda vals: {"files": {"vals": (None, repr(vals))}},
    "query": lambda vals: {"params": {"vals": repr(vals)}},
    "query and an empty JSON body": lambda vals: {
        "params": {"vals": repr(vals)},
        "headers": {"Content-Type": "application/json"},
    },
    "query and an empty form": lambda vals: {
        "params": {"vals": repr(vals)},
        "data": b"",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    },
}


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Before"})


@pytest.mark.parametrize("body", BODIES)
def test_create(http, token, body):
    answer = http.post(PARTNERS, token=token, **BODIES[body]({"name": NAME}))
    assert answer.status_code == 200, answer.text
    assert answer.json()["Contact"]["name"] == NAME


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("body", BODIES)
def test_update(http, token, odoo, partner, method, body):
    url = f"{PARTNERS}/{partner}"
    answer = http.request(method, url, token=token, **BODIES[body]({"name": NAME}))
    assert answer.status_code == 200, answer.text
    assert odoo.read("res.partner", partner, ["name"])["name"] == NAME


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"ids": None}},
        {"data": {"ids": None}},
        {"files": {"ids": None}},
        {"params": {"ids": None}},
    ],
    ids=["json", "form", "multipart", "query"],
)
def test_delete_takes_its_ids_from_any_body(http, token, odoo, partner, body):
    kind = next(iter(body))
    value = {"json": [partner], "files": (None, str(partner))}.get(kind, str(partner))
    answer = http.delete(PARTNERS, token=token, **{kind: {"ids": value}})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {}
    assert odoo.search("res.partner", [("id", "=", partner)]) == []


@pytest.mark.parametrize(
    ("content_type", "data", "status", "code"),
    [
        ("application/json", b"{", 400, "bad_request"),
        ("application/json", b"[1]", 400, "bad_request"),
        ("application/json", b"\xff\xfe", 400, "bad_request"),
        ("application/json", b'{"vals": {"name": "\\u0000"}}', 400, "invalid_parameter"),
        ("application/json", b'{"vals": {"name": "\\ud800"}}', 400, "invalid_parameter"),
        ("application/json", b'{"vals": {"name": NaN}}', 400, "invalid_parameter"),
        ("application/json", b'{"vals": {"a": 1, "a": 2}}', 400, "bad_request"),
        ("application/json", b'{"vals": ' + b"[" * 100_000, 400, "bad_request"),
        (
            "application/json",
            b'{"vals": ' + b"[" * 500 + b"]" * 500 + b"}",
            400,
            "invalid_parameter",
        ),
        ("application/json", b'{"val": {}}', 400, "unknown_parameter"),
        ("application/json", b"{}", 400, "missing_parameter"),
        ("application/x-www-form-urlencoded", b"vals=[", 400, "invalid_parameter"),
        ("application/x-www-form-urlencoded", b"vals={}&vals={}", 400, "invalid_parameter"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000, 400, None),
        ("multipart/form-data; boundary=x", b"broken", 400, None),
        ("multipart/form-data", b"broken", 400, None),
        ("text/plain", b"vals={}", 415, "unsupported_media_type"),
        ("application/xml", b"<vals/>", 415, "unsupported_media_type"),
    ],
)
def test_bad_bodies_create_nothing(http, token, odoo, content_type, data, status, code):
    before = odoo.call("res.partner", "search_count", [[]])
    headers = {"Content-Type": content_type}
    answer = http.post(PARTNERS, token=token, data=data, headers=headers)
    problem(answer, status, code)
    assert odoo.call("res.partner", "search_count", [[]]) == before


def test_one_name_in_two_places_is_refused(http, token):
    answer = http.post(PARTNERS, token=token, params={"vals": "{}"}, json={"vals": {}})
    problem(answer, 400, "invalid_parameter")


def test_a_body_on_get_is_refused(http, token):
    answer = http.get(f"{PARTNERS}/3", token=token, json={"fields": ["name"]})
    problem(answer, 400, "bad_request")
