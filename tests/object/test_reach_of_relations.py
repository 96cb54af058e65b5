"""A change through a relation reaches only the records in that relation (docs/reference/objects.rst)."""

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

MODEL = "res.partner"


@pytest.fixture
def family(odoo):
    """Two parents with one child each: `(parent, other, child, stranger)`"""
    parents = [odoo.create(MODEL, {"name": f"Parent {n}"}) for n in range(2)]
    children = [odoo.create(MODEL, {"name": "Child", "parent_id": one}) for one in parents]
    return (*parents, *children)


def changes(record):
    vals = {"name": "Changed"}
    return [
        {"remove": [record]},
        {"update": {str(record): vals}},
        {"delete": [record]},
        [[3, record, 0]],
        [[1, record, vals]],
        [[2, record, 0]],
    ]


def refused(answer, record):
    body = problem(answer, 404, "unknown_record")
    assert body["ids"] == [record]
    assert "child_ids" in body["detail"]


@pytest.mark.parametrize("number", range(6))
def test_records_outside_the_relation(api, odoo, family, vals_argument, number):
    """Seen to fail without the check for records in the relation, and for calls without the check of values
    in the arguments of methods."""
    parent, other, child, stranger = family
    sent = {"vals": {"street": "Changed", "child_ids": changes(stranger)[number]}}
    refused(api.put(f"{MODEL}/{parent}", json=sent), stranger)
    refused(api.put(MODEL, json={"ids": [parent, child], **sent}), stranger)
    refused(api.post(f"{MODEL}/{parent}/write", json={vals_argument: sent["vals"]}), stranger)
    sent["vals"]["name"] = "Newly made"
    refused(api.post(MODEL, json=sent), stranger)
    found = odoo.read(MODEL, stranger, ["name", "parent_id"])
    assert (found["name"], found["parent_id"][0]) == ("Child", other)
    assert odoo.read(MODEL, parent, ["street"])["street"] is False
    assert odoo.search(MODEL, [("name", "=", "Newly made")]) == []


@pytest.mark.parametrize("number", range(6))
def test_nested_changes(api, odoo, family, number):
    """Seen to fail without the check for records in the relation."""
    parent, _other, child, stranger = family
    below = {"child_ids": changes(stranger)[number]}
    for change in ({"update": {str(child): below}}, {"create": [{"name": "Newly made", **below}]}):
        refused(api.put(f"{MODEL}/{parent}", json={"vals": {"child_ids": change}}), stranger)
    assert odoo.read(MODEL, stranger, ["name"])["name"] == "Child"
    assert odoo.search(MODEL, [("name", "=", "Newly made")]) == []


@pytest.mark.parametrize("number", range(6))
def test_records_in_the_relation(api, odoo, family, number):
    """Also when several records are written, and the relation is that of one of them."""
    parent, other, child, stranger = family
    ok(api.put(f"{MODEL}/{parent}", json={"vals": {"child_ids": changes(child)[number]}}))
    many = {"ids": [parent, other], "vals": {"child_ids": changes(stranger)[number]}}
    ok(api.put(MODEL, json=many))
    left = odoo.call(
        MODEL, "search", [[("id", "in", [child, stranger])]], context={"active_test": 0}
    )
    if number in (2, 5):
        assert left == []
    if number in (1, 4):
        rows = odoo.call(MODEL, "read", [[child, stranger], ["name"]])
        assert [row["name"] for row in rows] == ["Changed", "Changed"]


def test_a_record_added_by_an_earlier_command(api, odoo, family):
    """Commands are applied in order."""
    parent, _other, _child, stranger = family
    commands = [[4, stranger, 0], [1, stranger, {"name": "Adopted"}]]
    ok(api.put(f"{MODEL}/{parent}", json={"vals": {"child_ids": commands}}))
    found = odoo.read(MODEL, stranger, ["name", "parent_id"])
    assert (found["name"], found["parent_id"][0]) == ("Adopted", parent)


def test_records_hidden_from_the_caller(http, odoo, make_user, token_of, family):
    """A record that the caller can't see counts as not in the relation. Seen to fail without the check for
    records in the relation."""
    parent, _other, child, _stranger = family
    rule = odoo.create(
        "ir.rule",
        {
            "name": "Not this child",
            "model_id": odoo.search("ir.model", [("model", "=", MODEL)])[0],
            "domain_force": f"[('id','!=',{child})]",
        },
    )
    user = make_user(["base.group_user", "base.group_partner_manager"])
    manager = Objects(http, token_of(user.id))
    try:
        for change in changes(child):
            sent = {"vals": {"child_ids": change}}
            refused(manager.put(f"{MODEL}/{parent}", json=sent), child)
    finally:
        odoo.unlink("ir.rule", rule)
    assert odoo.read(MODEL, child, ["name"])["name"] == "Child"


def test_tags(api, odoo):
    """Many2many: removing a tag that is not in the relation is refused, adding one that is there is not.
    Seen to fail without the check for records in the relation."""
    tags = [odoo.create("res.partner.category", {"name": f"Tag {n}"}) for n in range(2)]
    partner = odoo.create(MODEL, {"name": "Tags", "category_id": [(4, tags[0])]})
    path = f"{MODEL}/{partner}"
    for change in ({"remove": [tags[1]]}, {"update": {tags[1]: {"name": "x"}}}, [[3, tags[1]]]):
        answer = api.put(path, json={"vals": {"category_id": change}})
        assert problem(answer, 404, "unknown_record")["ids"] == [tags[1]]
    odoo.write(
        "res.partner.category", tags[0], {"active": False}
    )  # archived, but still in the relation
    ok(api.put(path, json={"vals": {"category_id": {"add": [tags[0]], "remove": [tags[0]]}}}))
