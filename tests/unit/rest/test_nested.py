"""Reading through relations: the limits on names, and how related rows are put in place."""

import pytest

from restapi.exceptions import InvalidParameter
from tests.harness.pure import odoo_names

with odoo_names():
    from restapi.rest.read import nested

RELATED = {1: {"id": 1, "code": "BE"}, 2: {"id": 2, "code": "FR"}}


def test_number_of_relations_is_limited():
    relations = [f"a{number}.name" for number in range(nested.MAX_RELATIONS)]
    nested._check_relations([*relations, "a0.code", "plain"])
    with pytest.raises(InvalidParameter) as refusal:
        nested._check_relations([*relations, "one.more"])
    assert refusal.value.members["parameter"] == "fields"
    assert "101 relations" in refusal.value.detail


def test_each_step_of_a_path_counts_once():
    deep = [f"a{number}.b.c.name" for number in range(33)]
    nested._check_relations([*deep, "a0.b.name"])
    with pytest.raises(InvalidParameter, match="102 relations"):
        nested._check_relations([*deep, "a33.b.c.name"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, RELATED[1]),
        (False, False),
        ([2, 1], [RELATED[2], RELATED[1]]),
        ([], []),
    ],
)
def test_ids_are_replaced_by_rows(value, expected):
    assert nested._replaced(value, RELATED) == expected


def test_related_ids_are_read_once_in_order():
    links = [{"x": [3, 1]}, {"x": [1, 2]}, {"x": []}, {"x": False}, {"x": 3}, {"x": 4}]
    assert nested._ids("x", links) == [3, 1, 2, 4]


def test_row_has_the_order_of_the_request_after_the_id():
    selection = nested.Selection(["name", "country_id"], {"country_id": nested.Selection([], {})})
    row = {"country_id": RELATED[1], "name": "A", "id": 7}
    assert list(nested._ordered(row, selection)) == ["id", "name", "country_id"]
    assert selection.plain == ["name"]
