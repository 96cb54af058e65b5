"""Changes of x2many fields as verbs and as Odoo's commands (docs/reference/objects.rst)."""

import pytest

from restapi.exceptions import InvalidParameter
from tests.harness.pure import ModelFacts, odoo_names

with odoo_names():
    from restapi.rest.write import commands

TAG = ModelFacts("res.tag", "Tag")
FIELD = commands.Field(TAG, "vals.tag_ids")


def from_verbs(changes):
    return commands._from_verbs(FIELD, changes)


def from_list(items):
    return commands._from_list(FIELD, items)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"add": [1, "2"]}, [(4, 1, 0), (4, 2, 0)]),
        ({"remove": [1]}, [(3, 1, 0)]),
        ({"delete": [1]}, [(2, 1, 0)]),
        ({"set": [1, 2]}, [(6, 0, [1, 2])]),
        ({"set": []}, [(6, 0, [])]),
    ],
)
def test_verbs_become_commands(changes, expected):
    assert from_verbs(changes) == expected


def test_removals_come_before_additions():
    """Seen to fail without the order of the verbs: an added record could be removed again."""
    result = from_verbs({"add": [1], "delete": [2], "remove": [1], "set": [3]})
    assert [number for number, _, _ in result] == [6, 3, 2, 4]


def test_values_keep_their_place_in_the_request():
    (update,) = from_verbs({"update": {"7": {"name": "x"}}})
    assert update[:2] == (1, 7)
    assert update[2] == commands.Vals("vals.tag_ids.update.7", {"name": "x"})
    first, second = from_verbs({"create": [{"name": "x"}, {}]})
    assert first == (0, 0, commands.Vals("vals.tag_ids.create", {"name": "x"}))
    assert second[2].vals == {}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], []),
        ([1, "2"], [(6, 0, [1, 2])]),
        ([(4, 7)], [(4, 7, 0)]),
        ([[4, 7, 0], [3, "8"]], [(4, 7, 0), (3, 8, 0)]),
        ([(5,)], [(5, 0, 0)]),
        ([(5, 1, 2)], [(5, 0, 0)]),
        ([(6, 0, [1])], [(6, 0, [1])]),
        ([(2, 7, "ignored")], [(2, 7, 0)]),
        ([(0, "virtual", {"a": 1})], [(0, 0, commands.Vals("vals.tag_ids", {"a": 1}))]),
        ([(1, 7, {"a": 1})], [(1, 7, commands.Vals("vals.tag_ids", {"a": 1}))]),
    ],
)
def test_lists_become_commands(items, expected):
    assert from_list(items) == expected


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        ({"adds": [1]}, "vals.tag_ids", "there is no 'adds'"),
        ({7: [1]}, "vals.tag_ids", "there is no '7'"),
        ({"add": 1}, "vals.tag_ids.add", "list of ids"),
        ({"add": ["x"]}, "vals.tag_ids.add", "search for the name first"),
        ({"add": [True]}, "vals.tag_ids.add", "not a record id"),
        ({"add": [0]}, "vals.tag_ids.add", "not a record id"),
        ({"remove": [2**31]}, "vals.tag_ids.remove", "not a record id"),
        ({"update": [7]}, "vals.tag_ids.update", "mapping of ids"),
        ({"update": {"x": {}}}, "vals.tag_ids.update", "not a record id"),
        ({"update": {"7": [1]}}, "vals.tag_ids.update.7", "mapping of values"),
        ({"create": {"name": "x"}}, "vals.tag_ids.create", "list of mappings"),
        ({"create": [{1: "x"}]}, "vals.tag_ids.create", "mapping of values"),
    ],
)
def test_invalid_verb_is_refused_with_its_place(changes, place, problem):
    with pytest.raises(InvalidParameter) as refusal:
        from_verbs(changes)
    assert refusal.value.members["parameter"] == place
    assert problem in refusal.value.detail


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ([{"name": "x"}], '{"create": [{…}, {…}]}'),
        ([1, (4, 7)], "not a command such as"),
        ([()], "not a command such as"),
        ([(4, 7, 0, 0)], "not a command such as"),
        ([(7, 1, 0)], "numbered 0 to 6"),
        ([(True, 1, 0)], "numbered 0 to 6"),
        ([("4", 1, 0)], "numbered 0 to 6"),
        ([(4,)], "not a record id"),
        ([(4, False)], "not a record id"),
        ([(6, 0, 7)], "list of ids"),
        ([(0, 0, [])], "mapping of values"),
        (["x"], "not a record id"),
    ],
)
def test_invalid_command_is_refused(items, problem):
    with pytest.raises(InvalidParameter) as refusal:
        from_list(items)
    assert refusal.value.members["parameter"] == "vals.tag_ids"
    assert problem in refusal.value.detail
