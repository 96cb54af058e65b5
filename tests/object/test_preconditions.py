"""Conditions on writing requests are never ignored (RFC 9110 §13)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

# No route can evaluate these, and those of several or of new records no If-Match either.
UNSUPPORTED = [
    {"If-None-Match": "*"},
    {"If-Unmodified-Since": "Sat, 29 Oct 1994 19:43:31 GMT"},
]
CONDITIONS = [{"If-Match": '"bogus"'}, {"If-Match": "*"}, *UNSUPPORTED]


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Conditions"})


@pytest.mark.parametrize("headers", CONDITIONS, ids=str)
def test_a_condition_on_a_write_is_refused(api, odoo, partner, vals_argument, headers):
    """Seen to fail when a request with `If-Match: "bogus"` wrote."""
    one, vals = f"res.partner/{partner}", {"vals": {"name": "Changed by a condition"}}
    of_one = (
        lambda: api.put(one, json=vals, headers=headers),
        lambda: api.patch(one, json=vals, headers=headers),
        lambda: api.delete(one, headers=headers),
        lambda: api.post(f"{one}/write", json={vals_argument: vals["vals"]}, headers=headers),
    )
    for send in of_one if headers in UNSUPPORTED else ():
        problem(send(), 412, "precondition_unsupported")
    for answer in (
        api.put("res.partner", json={"ids": [partner], **vals}, headers=headers),
        api.delete("res.partner", json={"ids": [partner]}, headers=headers),
        api.post("res.partner", json=vals, headers=headers),
        api.post("res.partner/create", json={"vals_list": [vals["vals"]]}, headers=headers),
    ):
        problem(answer, 412, "precondition_unsupported")
    assert odoo.read("res.partner", partner, ["name"])["name"] == "Conditions"
    assert odoo.search("res.partner", [("name", "=", "Changed by a condition")]) == []


def test_other_errors_come_first(api, partner):
    """RFC 9110 §13.2.1"""
    headers = {"If-Match": '"bogus"'}
    problem(api.put("res.partner/999999", json={"vals": {}}, headers=headers), 404)
    problem(api.put("res.partner/1", json={"vals": {"nam": 1}}, headers=headers), 400)
    problem(api.post("res.partner/1/nope", headers={"X": "1"}), 404)


def test_writes_ignore_conditions_for_reading(api, partner):
    """RFC 9110 §13.1.3, §13.1.5"""
    headers = {"If-Modified-Since": "Sat, 29 Oct 1994 19:43:31 GMT", "If-Range": '"x"'}
    ok(api.put(f"res.partner/{partner}", json={"vals": {}}, headers=headers))


def test_reads_ignore_conditions_without_a_validator(api, partner):
    for headers in CONDITIONS:
        ok(api.get("res.partner", ids=f"{partner}", headers=headers))
