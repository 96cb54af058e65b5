"""Sort orders, and injection through the names of fields (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import ok, search
from tests.harness.problems import problem

SET = ("ref", "=", "SET")
# Features that only some series have.
NULLS, IDS = "nulls first and last in orders", "orders by the id of a many2one"


@pytest.mark.parametrize(
    "order", ["name", "name desc", " name  DESC , id", "country_id, name", "is_company desc,id asc"]
)
def test_orders(api, companies, order):
    assert sorted(search(api, SET, order=order)) == sorted(companies)


def test_the_order_is_applied(api, companies):
    assert search(api, SET, order="name desc, id") == companies[::-1]
    assert search(api, SET, order="is_company desc, name desc") == [
        *companies[9::-1],
        *companies[:9:-1],
    ]


INJECTED_ORDERS = [
    "nam",
    "name up",
    "name;",
    "name desc desc",
    "name,",
    ",",
    "name desc; DROP TABLE x",
    "(select 1)",
    "name, (CASE WHEN true THEN id END)",
    'na"me',
    "name--",
    "id/**/desc",
    "country_id.code",
    "name.x",
    "category_id.name",
    "name nulls first; x",
    "5",
    "[]",
]


@pytest.mark.parametrize("route", ["res.partner/search", "res.partner"])
@pytest.mark.parametrize("order", INJECTED_ORDERS)
def test_injection_through_order(api, companies, route, order):
    """Seen to fail without the check of each sort term."""
    problem(api.get(route, domain=[SET], order=order), 400)


def test_order_with_nulls_and_ids(api, has, companies):
    for order, features in {
        "name nulls first": [NULLS],
        "country_id.id desc, name": [IDS],
        "country_id.id desc nulls last, name": [NULLS, IDS],
    }.items():
        answer = api.get("res.partner/search", domain=[SET], order=order)
        if all(map(has, features)):
            assert sorted(ok(answer)["Contact"]) == sorted(companies)
        else:
            problem(answer, 400, "invalid_parameter")


@pytest.mark.parametrize(
    "field", ["category_id", "child_ids", "image_1920", "commercial_company_name_x"]
)
def test_fields_that_can_not_be_sorted(api, companies, picture, field):
    order = field.replace("image_1920", picture)
    problem(api.get("res.partner/search", domain=[SET], order=order), 400)


INJECTED_FIELDS = [
    "name;",
    "name, (select 1)",
    "['name)']",
    '["name\' OR 1=1"]',
    "['*']",
    "[5]",
    "{'name': 1}",
    "['name:array_agg']",
]


@pytest.mark.parametrize("fields", INJECTED_FIELDS)
def test_injection_through_fields(api, companies, fields):
    problem(api.get("res.partner", domain=[SET], fields=fields), 400)


@pytest.mark.parametrize("groupby", ["name)", "id; select 1", "create_date:month')"])
def test_injection_through_groupby(api, companies, groupby):
    body = {"domain": [], "fields": ["id"], "groupby": [groupby]}
    answer = api.post("res.partner/read_group", json=body)
    assert answer.status_code in (400, 403)
    problem(answer, answer.status_code)
