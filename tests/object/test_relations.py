"""Relational changes without command tuples (docs/reference/objects.rst)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


@pytest.fixture(scope="module")
def tags(odoo):
    return [odoo.create("res.partner.category", {"name": f"Tag {n}"}) for n in range(4)]


@pytest.fixture
def partner(odoo, tags):
    vals = {"name": "Relations", "category_id": [(6, 0, tags[:2])]}
    return odoo.create("res.partner", {**vals, "child_ids": [(0, 0, {"name": "Child"})]})


def put(api, partner, **vals):
    names = list(vals)
    answer = ok(api.put(f"res.partner/{partner}", json={"vals": vals, "fields": names}))
    return [sorted(answer["Contact"][name]) for name in names]


def test_add_and_remove(api, partner, tags):
    [left] = put(api, partner, category_id={"add": [tags[2]], "remove": [tags[0]]})
    assert left == tags[1:3]


def test_set(api, partner, tags):
    assert put(api, partner, category_id={"set": [tags[3]]}) == [[tags[3]]]
    assert put(api, partner, category_id={"set": []}) == [[]]
    assert put(api, partner, category_id=tags[:3]) == [tags[:3]]
    assert put(api, partner, category_id=False) == [[]]


def test_create_update_delete(api, odoo, partner):
    [child] = odoo.read("res.partner", partner, ["child_ids"])["child_ids"]
    changes = {"create": [{"name": "New", "category_id": {"create": [{"name": "Deep tag"}]}}]}
    changes["update"] = {str(child): {"name": "Renamed"}}
    [children] = put(api, partner, child_ids=changes)
    assert len(children) == 2
    assert odoo.read("res.partner", child, ["name"])["name"] == "Renamed"
    [new] = set(children) - {child}
    [tag] = odoo.read("res.partner", new, ["category_id"])["category_id"]
    assert odoo.read("res.partner.category", tag, ["name"])["name"] == "Deep tag"
    assert put(api, partner, child_ids={"delete": [child]}) == [[new]]
    assert odoo.search("res.partner", [("id", "=", child)]) == []


def test_in_a_new_record_and_as_a_python_literal(api, tags):
    vals = {"name": "x", "category_id": {"add": tags[:2]}}
    record = ok(api.post("res.partner", vals=vals, fields=["category_id"]))["Contact"]
    assert sorted(record["category_id"]) == tags[:2]


@pytest.mark.parametrize("dialect", [list, tuple])
def test_command_tuples_still_work(api, partner, tags, dialect):
    commands = [dialect((3, tags[0])), dialect((4, tags[3], 0))]
    answer = ok(api.put(f"res.partner/{partner}", vals={"category_id": commands}))
    assert sorted(answer["Contact"]["category_id"]) == [tags[1], tags[3]]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"ad": [1]}, "'add'"),
        ({"add": 1}, "list"),
        ({"add": ["x"]}, "'x'"),
        ({"add": [True]}, "True"),
        ({"create": {"name": "x"}}, "list"),
        ({"create": ["x"]}, "mapping"),
        ({"update": [1]}, "mapping"),
        ({"update": {"x": {}}}, "'x'"),
        ({"update": {"²": {}}}, "'²'"),  # seen to fail: it is a digit, but not a number
        ([[9, 1, 0]], "0 to 6"),
        ([[True, 1, 0]], "0 to 6"),
        ([[4]], "id"),
        ([[]], "command"),
        ([[1, 2, 3, 4]], "command"),
        (["x"], "not a record id"),
        ([[0, 0, 5]], "mapping"),
        ({"create": [{"nam": "x"}]}, "'name'"),
        ([[0, 0, {"nam": "x"}]], "'name'"),
    ],
)
def test_invalid_changes(api, partner, value, message):
    answer = api.put(f"res.partner/{partner}", json={"vals": {"category_id": value}})
    assert message in problem(answer, 400)["detail"]


@pytest.mark.parametrize(
    "value", [{"add": [99999]}, {"set": [99999]}, [[4, 99999]], [[6, 0, [99999]]]]
)
def test_missing_related_records(api, odoo, partner, tags, value):
    vals = {"category_id": value, "street": "changed"}
    answer = problem(api.put(f"res.partner/{partner}", json={"vals": vals}), 404, "unknown_record")
    assert answer["ids"] == [99999]
    assert odoo.read("res.partner", partner, ["street"])["street"] is False
