"""Nested reads: relations as objects, with a fixed number of queries per level (docs/reference/objects.rst)."""

import re

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


@pytest.fixture(scope="module")
def families(odoo):
    """Thirty parents with a country and two children each."""
    vals = {"country_id": odoo.ref("base.be"), "ref": "NESTED"}
    return [
        odoo.create(
            "res.partner",
            {
                **vals,
                "name": f"Parent {number:02}",
                "child_ids": [(0, 0, {"name": f"Child {number:02}-{n}"}) for n in range(2)],
            },
        )
        for number in range(30)
    ]


def test_many2one_and_x2many(api, odoo, families):
    fields = ["country_id.code", "name", "child_ids.name", "child_ids.parent_id.ref"]
    record = ok(api.get(f"res.partner/{families[3]}", fields=fields))["Contact"]
    assert list(record) == ["id", "country_id", "name", "child_ids"]
    assert record["country_id"] == {"id": odoo.ref("base.be"), "code": "BE"}
    assert [child["name"] for child in record["child_ids"]] == ["Child 03-0", "Child 03-1"]
    parent = {"id": families[3], "ref": "NESTED"}
    assert [child["parent_id"] for child in record["child_ids"]] == [parent, parent]


def test_empty_relations(api, odoo):
    partner = odoo.create("res.partner", {"name": "Alone"})
    fields = "country_id.code,child_ids.name,country_id.currency_id.name"
    record = ok(api.get(f"res.partner/{partner}?fields={fields}"))["Contact"]
    assert record == {"id": partner, "country_id": False, "child_ids": []}


def test_answers_to_writes(api, families):
    path = f"res.partner/{families[0]}"
    record = ok(api.put(path, vals={"street": "x"}, fields=["country_id.code", "street"]))[
        "Contact"
    ]
    assert record["country_id"]["code"] == "BE"
    vals = [{"name": "x", "parent_id": families[0]}]
    [record] = ok(api.post("res.partner", vals=vals, fields=["parent_id.name"]))["Contact"]
    assert record["parent_id"]["name"] == "Parent 00"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("name.x", "not a relation"),
        ("country_id.cod", "'code'"),
        ("contry_id.code", "'country_id'"),
        ("country_id.code.x", "not a relation"),
        (".".join(["parent_id"] * 12), "8 steps"),
        ("country_id.", "name"),
        (".code", "name"),
    ],
)
def test_invalid_paths(api, families, fields, message):
    answer = api.get(f"res.partner/{families[0]}", fields=repr([fields]))
    assert message in problem(answer, 400)["detail"]


def queries(server, api, **params):
    """The number of queries of one request, as counted in Odoo's log."""
    server.mark_log()
    ok(api.get("res.partner", **params))
    [count] = re.findall(r'"GET /restapi/[^"]*" 200 - (\d+) ', server.log_since_mark())
    return int(count)


def test_the_number_of_queries_depends_on_the_depth(server, api, families, has):
    fields = ["name", "country_id.code", "child_ids.name", "child_ids.parent_id.name"]
    counts = {}
    for number in (1, 1, 10, 30):  # the first request warms the caches
        params = {"ids": families[:number], "fields": fields}
        counts[number] = [queries(server, api, **params) for _ in range(4)][-1]
    assert counts[10] == counts[30]
    # with a single record, Odoo needs no query to find out to which record a line belongs
    assert counts[1] == counts[30] - has("fewer queries for the lines of a single record")
    flat = queries(server, api, ids=families, fields=["name"])
    assert counts[30] - flat <= 4 * 4  # four levels


def test_related_models_without_access(employee_api, api, odoo, employee):
    path = f"res.users/{employee.id}"
    name = "group_ids" if "group_ids" in odoo.call("res.users", "fields_get") else "groups_id"
    ok(api.get(path, fields=[f"{name}.name"]))
    for nested in ("company_id.parent_id.name", "company_id.currency_id.name"):
        ok(employee_api.get(path, fields=[nested]))
    problem(
        employee_api.get("res.country/1", fields=["currency_id.rate_ids.company_id.chart"]), 400
    )


def test_related_records_without_access(employee_api, odoo, employee, companies):
    """As in Odoo, the name of a related record is visible, but its fields are not."""
    model = odoo.search("ir.model", [("model", "=", "res.country")])[0]
    belgium = odoo.ref("base.be")
    rule = odoo.create(
        "ir.rule",
        {
            "name": "x",
            "model_id": model,
            "domain_force": f"[('id','!=',{belgium})]",
            "groups": [(6, 0, [odoo.ref("base.group_user")])],
        },
    )
    try:
        path = f"res.partner/{companies[10]}"
        plain = ok(employee_api.get(path, fields=["country_id"]))["Contact"]
        assert plain["country_id"] == [belgium, "Belgium"]
        problem(employee_api.get(path, fields=["country_id.code"]), 403, "access_error")
    finally:
        odoo.unlink("ir.rule", rule)
