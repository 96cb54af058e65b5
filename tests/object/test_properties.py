"""Properties and JSON fields, where the series has them (16.0 and later)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


@pytest.fixture
def record(odoo, series):
    """A partner with a property; 19.0's partners have them, defined on the company's."""
    if "properties" not in odoo.call("res.partner", "fields_get"):
        return None
    base = odoo.search("properties.base.definition", [], limit=1)
    definition = [{"name": "aa34746a6851ee4e", "type": "char", "string": "Badge"}]
    if base:
        odoo.write("properties.base.definition", base, {"properties_definition": definition})
    return odoo.create("res.partner", {"name": "Properties"})


def test_properties(api, odoo, record):
    if record is None:
        assert "properties" not in odoo.call("res.partner", "fields_get")
        problem(api.get("res.partner/search", domain=[("properties.badge", "=", "x")]), 400)
        return
    values = {"aa34746a6851ee4e": "B-7"}
    answer = api.put(
        f"res.partner/{record}", json={"vals": {"properties": values}, "fields": ["properties"]}
    )
    assert answer.status_code == 200, answer.text
    problem(api.put(f"res.partner/{record}", json={"vals": {"properties": "x"}}), 400)
    problem(api.get("res.partner/search", domain=[("properties", "=", "x")]), 400)


def test_all_fields_of_any_type_are_json(api, odoo):
    """One record of many models, with all of its fields."""
    for model in ("ir.model.fields", "ir.ui.view", "ir.actions.server", "res.currency", "ir.cron"):
        [ids] = ok(api.get(f"{model}/search?limit=1")).values()
        [row] = ok(api.get(f"{model}/{ids[0]}")).values()
        assert row["id"] == ids[0]
