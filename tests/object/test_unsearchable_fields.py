"""Conditions on fields that can't be searched, directly or through a path, are refused (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


def test_unsearchable_fields(api, odoo):
    """Up to 16.0 Odoo logs an error and answers all records."""
    fields = odoo.call("res.partner", "fields_get", [[], ["searchable", "type"]])
    hopeless = [name for name, about in fields.items() if not about.get("searchable")]
    assert hopeless
    for name in hopeless:
        answer = api.get("res.partner/search", domain=[(name, "=", False)])
        problem(answer, 400, "invalid_domain")


@pytest.mark.parametrize(
    ("model", "path"),
    [("res.company", "country_id.code"), ("res.partner", "same_vat_partner_id.name")],
)
def test_a_path_through_an_unsearchable_field(api, odoo, has, model, path):
    """Odoo up to 18.0 answers all records: it passes over the condition."""
    head = path.split(".")[0]
    if head == "same_vat_partner_id" and not has(head):
        pytest.skip("there is no such field")
    described = odoo.call(model, "fields_get", [[head]], attributes=["searchable"])
    answer = api.get(f"{model}/search", domain=[(path, "=", "ZZ")])
    if described[head]["searchable"]:
        assert ok(answer)[next(iter(answer.json()))] == []
    else:
        problem(answer, 400, "invalid_domain")


@pytest.fixture
def country_code(odoo):
    """A field of rates of currencies: that of their company's country."""
    vals = {
        "name": "x_country_code",
        "field_description": "Country Code",
        "model_id": odoo.search("ir.model", [("model", "=", "res.currency.rate")])[0],
        "ttype": "char",
        "related": "company_id.country_id.code",
        "store": False,
    }
    field = odoo.create("ir.model.fields", vals)
    yield vals["name"]
    odoo.unlink("ir.model.fields", field)


def test_a_related_field_through_an_unsearchable_field(api, odoo, country_code):
    described = odoo.call("res.company", "fields_get", [["country_id"]], attributes=["searchable"])
    answer = api.get("res.currency.rate/search", domain=[(country_code, "=", "ZZ")])
    if described["country_id"]["searchable"]:
        assert list(ok(answer).values()) == [[]]
    else:
        problem(answer, 400, "invalid_domain")
