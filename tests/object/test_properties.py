"""Properties, where the series has them (docs/reference/objects.rst)."""

from typing import Any, NamedTuple

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

NAME = "aa34746a6851ee4e"
DEFINITION = [{"name": NAME, "type": "char", "string": "Badge"}]


class Owner(NamedTuple):
    """A model whose records can have a badge, which is a property.

    :param through: a relation whose records have the same properties
    :param vals: values of a record that can have a badge
    """

    model: str
    field: str
    through: str
    vals: dict[str, Any]

    @property
    def badge(self) -> str:
        return f"{self.field}.{NAME}"


@pytest.fixture(scope="module")
def owner(odoo, has):
    """Partners from 19.0 on; before, products, whose category defines their properties."""
    if not has("properties"):
        pytest.skip("the series has no properties, which a test below checks")
    if has("properties of partners"):
        return _partners(odoo)
    return _products(odoo)


def _partners(odoo):
    (field,) = odoo.search(
        "ir.model.fields", [("model", "=", "res.partner"), ("name", "=", "properties")]
    )
    model = "properties.base.definition"
    known = odoo.search(model, [("properties_field_id", "=", field)])
    base = known[0] if known else odoo.create(model, {"properties_field_id": field})
    odoo.write(model, base, {"properties_definition": DEFINITION})
    return Owner("res.partner", "properties", "parent_id", {"name": "Badge", "ref": "BADGE"})


def _products(odoo):
    vals = {"name": "Badges", "product_properties_definition": DEFINITION}
    category = odoo.create("product.category", vals)
    through = "product_variant_ids.product_tmpl_id"
    vals = {"name": "Badge", "categ_id": category}
    return Owner("product.template", "product_properties", through, vals)


@pytest.fixture
def badges(odoo, owner):
    return [odoo.create(owner.model, owner.vals) for _ in range(3)]


def test_a_series_without_properties(api, odoo, has):
    found = odoo.fields_of_types("properties", "properties_definition")
    if has("properties"):
        assert found
        return
    assert found == set()
    problem(api.get("res.partner/search", domain=[("properties.badge", "=", "x")]), 400)


def test_properties_are_stored_and_read(api, odoo, server, owner, badges):
    model, name = owner.model, owner.field
    first, second, _third = badges
    values = {"vals": {name: {NAME: "B-7"}}, "fields": [name]}
    [row] = ok(api.put(f"{model}/{first}", json=values)).values()
    assert row[name] == [{**DEFINITION[0], "value": "B-7"}]
    for one in badges:
        [read] = ok(api.get(f"{model}/{one}?fields={name}")).values()
        assert read[name] == odoo.read(model, one, [name])[name]
    table = model.replace(".", "_")
    stored = server.sql(f"SELECT {name} FROM {table} WHERE id IN %s ORDER BY id", [(first, second)])
    assert stored[0][0] == {NAME: "B-7"}
    assert not (stored[1][0] or {}).get(NAME)
    vals = {**owner.vals, name: {NAME: "B-8"}}
    [made] = ok(api.post(model, json={"vals": vals, "fields": ["name"]})).values()
    assert odoo.read(model, made["id"], [name])[name][0]["value"] == "B-8"
    problem(api.put(f"{model}/{first}", json={"vals": {name: "x"}}), 400)
    [again] = ok(api.get(f"{model}/{first}?fields={name}")).values()
    assert again == row


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("=", "B-7"),
        ("!=", "B-7"),
        ("in", ["B-7", "B-9"]),
        ("not in", ["B-7", "B-9"]),
        ("ilike", "b-"),
        ("=", False),
        ("!=", False),
    ],
    ids=str,
)
def test_searching_by_a_property(api, odoo, owner, badges, operator, value):
    odoo.write(owner.model, badges[0], {owner.field: {NAME: "B-7"}})
    odoo.write(owner.model, badges[1], {owner.field: {NAME: "C-1"}})
    domain = [("id", "in", badges), (owner.badge, operator, value)]
    wanted = odoo.search(owner.model, domain, order="id")
    assert 0 < len(wanted) < 3
    [found] = ok(api.get(f"{owner.model}/search", domain=domain, order="id")).values()
    assert found == wanted
    assert ok(api.get(f"{owner.model}/search_count", domain=domain)) == {"count": len(wanted)}
    [rows] = ok(api.get(owner.model, domain=domain, fields="id", order="id")).values()
    assert [row["id"] for row in rows] == wanted


def test_a_field_of_properties_can_not_be_searched_as_a_whole(api, owner, badges):
    for operator, value in (("=", "x"), ("ilike", "B"), ("in", ["x"]), ("=", {NAME: "B-7"})):
        domain = [(owner.field, operator, value)]
        problem(api.get(f"{owner.model}/search", domain=domain), 400, "invalid_domain")


@pytest.mark.parametrize("name", ["aa34746a6851ee4f", "x", "x y", f"{NAME}.x", "", "x\x00"])
def test_an_undefined_property(api, owner, badges, name):
    """Odoo would treat it as a property without a value, and find all records."""
    route, path = f"{owner.model}/search", f"{owner.field}.{name}"
    for domain in (
        [(path, "!=", "B-7")],
        [(path, "=", False)],
        [(f"{owner.through}.{path}", "=", 1)],
    ):
        problem(api.get(route, domain=domain), 400)
    problem(api.get(route, order=path), 400)
    detail = problem(api.get(route, domain=[(f"{owner.field}.x", "!=", 1)]), 400)
    message = f"no field '{owner.field}.x'; read the field '{owner.field}' of a record for"
    assert message in detail["detail"]
