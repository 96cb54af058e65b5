"""Which requests of a batch are done at once."""

import pytest

from tests.harness.batch import PARTNER, create
from tests.harness.pure import odoo_names

with odoo_names():
    from restapi.rest.batch import groups, items

VALS = {"name": "x"}
OTHER = {"method": "GET", "path": PARTNER + "/1"}


def sizes(*requests):
    parsed = items.parse(list(requests), "requests")
    found = list(groups.groups(parsed))
    assert [item for group in found for item in group] == parsed
    return [len(group) for group in found]


def test_neighbours_that_differ_in_values_are_together():
    one = create(VALS)
    assert sizes(one, create({"ref": 1}), create({}, id="c")) == [3]
    assert sizes(one, OTHER, one, one, OTHER, OTHER) == [1, 1, 2, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        create([VALS]),
        create(VALS, path=PARTNER + "?keys=model"),
        create(VALS, path="/object/res.users"),
        create(VALS, method="PUT"),
        create(VALS, headers={"Prefer": "keys=model"}),
        create(VALS, body={"vals": VALS, "context": {"a": True}}),
        create(VALS, body={"vals": VALS, "fields": ["name"]}),
        create(VALS, body={}),
        create({"parent_id": {"$result": "a"}}),
    ],
)
def test_others_are_alone(other):
    one = create(VALS, id="a", body={"vals": VALS, "context": {"a": 1}})
    assert sizes(one, other) == [1, 1]
    assert sizes(create(VALS, id="a"), other) == [1, 1]


def test_references_to_what_came_before_the_group():
    first = {"id": "first", "method": "GET", "path": PARTNER + "/1"}
    other = {**first, "id": "other"}
    one = create({"parent_id": {"$result": "first"}}, id="a")
    two = create({"parent_id": {"$result": "other"}}, id="b")
    assert sizes(first, other, one, two, create({"parent_id": {"$result": "a"}})) == [1, 1, 2, 1]
    merged = groups.merged(items.parse([first, other, one, two], "requests")[2:])
    assert merged.needs == {"first", "other"}
    assert merged.body == {"vals": [one["body"]["vals"], two["body"]["vals"]]}
