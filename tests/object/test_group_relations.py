"""What groups by related records and translated texts show (docs/reference/groups.rst)."""

import pytest

from tests.harness.objects import Objects, ok

MODEL = "res.partner"


def group(api: Objects, **params):
    return ok(api.post(f"{MODEL}/group", json=params))["groups"]


@pytest.fixture
def child_of_hidden(odoo):
    """A contact whose parent nobody may read."""
    parent = odoo.create(MODEL, {"name": "Hidden parent"})
    child = odoo.create(MODEL, {"name": "Its child", "parent_id": parent})
    [model] = odoo.search("ir.model", [("model", "=", MODEL)])
    domain = f"[('id', '!=', {parent})]"
    rule = odoo.create("ir.rule", {"name": "Hide", "model_id": model, "domain_force": domain})
    yield child
    odoo.unlink("ir.rule", rule)


def test_names_of_related_records(employee_api, child_of_hidden):
    """The name of a record that the caller may not read is shown as in lists; see the reference."""
    domain = [["id", "=", child_of_hidden]]
    [[row]] = ok(employee_api.get(MODEL, domain=domain, fields="parent_id")).values()
    [found] = group(employee_api, domain=domain, by=["parent_id"])
    assert found["by"]["parent_id"] == row["parent_id"]
    assert row["parent_id"][1] == "Hidden parent"


@pytest.fixture
def hidden_tag(odoo):
    """A tag that nobody may read."""
    tag = odoo.create("res.partner.category", {"name": "Hidden tag"})
    [model] = odoo.search("ir.model", [("model", "=", "res.partner.category")])
    domain = f"[('id', '!=', {tag})]"
    rule = odoo.create("ir.rule", {"name": "Tag", "model_id": model, "domain_force": domain})
    yield tag
    odoo.unlink("ir.rule", rule)


def test_hidden_records_of_a_many2many(api, odoo, server, hidden_tag):
    """Seen to fail without the condition that the caller sees the related record."""
    seen = odoo.create("res.partner.category", {"name": "Seen tag"})
    made = [odoo.create(MODEL, {"name": f"Tagged {n}", "ref": "TAGGED"}) for n in range(3)]
    [(table,)] = server.sql(
        "SELECT relation_table FROM ir_model_fields "
        "WHERE model = 'res.partner' AND name = 'category_id'"
    )
    for partner, tag in ((0, hidden_tag), (1, hidden_tag), (1, seen)):
        server.sql(
            f"INSERT INTO {table} (partner_id, category_id) VALUES (%s, %s)", [made[partner], tag]
        )
    found = group(api, domain=[["ref", "=", "TAGGED"]], by=["category_id"])
    assert {repr(one["by"]["category_id"]): one["values"]["__count"] for one in found} == {
        repr([seen, "Seen tag"]): 1,
        "False": 2,
    }
    for one in found:
        [ids] = ok(api.get(f"{MODEL}/search", domain=one["domain"])).values()
        assert len(ids) == one["values"]["__count"]


def test_translated_texts(api, odoo):
    """Groups have the values of the language; en_US is always there."""
    domain = [["code", "in", ["BE", "NL"]]]
    answer = ok(api.get("res.country/group", domain=domain, by="name", context={"lang": "en_US"}))
    assert [one["by"]["name"] for one in answer["groups"]] == ["Belgium", "Netherlands"]
    for one in answer["groups"]:
        [ids] = ok(api.get("res.country/search", domain=one["domain"])).values()
        assert len(ids) == 1
