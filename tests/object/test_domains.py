"""Which records a domain matches (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import ok, search
from tests.harness.problems import problem

SET = ("ref", "=", "SET")
LITERALLY = "conditions taken literally"


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ([], 12),
        ([("is_company", "=", True)], 10),
        ([("is_company", "=", 1)], 10),
        ([("is_company", "!=", True)], 2),
        (["!", ("is_company", "=", True)], 2),
        (["|", ("name", "=", "Person 0"), ("name", "=", "Person 1")], 2),
        (["&", ("name", "=", "Person 0"), ("name", "=", "Person 1")], 0),
        ([("name", "=", "Person 0"), ("is_company", "=", False)], 1),
        ([("name", "in", ["Person 0", "Person 1"])], 2),
        ([("name", "not in", ["Person 0"])], 11),
        ([("name", "in", [])], 0),
        ([("name", "like", "Person")], 2),
        ([("name", "ILIKE", "person")], 2),
        ([("name", "not  ilike", "person")], 10),
        ([("name", "=like", "Person _")], 2),
        ([("name", "<>", "Person 0")], 11),
        ([("country_id.code", "=", "BE")], 2),
        ([("country_id", "=", "Belgium")], 2),
        ([("country_id", "=", False)], 10),
        ([("country_id", "=", None)], 10),
        ([("country_id", "in", [False])], 10),
        ([("country_id.currency_id.name", "=", "EUR")], 2),
        ([("parent_id", "=?", False)], 12),
        ([("country_id.code", "=?", "BE")], 2),
        ([("create_date", ">", "2020-01-01")], 12),
        ([("create_date", ">", "2020-01-01 10:00:00")], 12),
        ([("create_date", ">", "2020-01-01T10:00:00+02:00")], 12),
        ([("color", ">=", 0)], 12),
        ([("color", "=", 0.0)], 12),
        ([("color", "in", [0])], 12),
        ([("color", "in", [0, 1])], 12),
        ([("color", "not in", [0])], 0),
        ([("color", "not in", [0.0, 7])], 0),
        (["!", ("color", "in", [0, 1])], 0),
        ([("country_id", "in", [False, "Belgium"])], 12),
        ([("country_id", "not in", [False])], 2),
        ([("country_id", "not in", [False, "France"])], 2),
        ([("country_id", "not in", ["Belgium", "France"])], 10),
        ([("country_id", "in", ["Belgium", "France", 999999])], 2),
        ([("child_ids", "in", [False])], 12),
        ([("child_ids", "not in", [False])], 0),
        ([("category_id", "not in", [False])], 0),
        ([("category_id", "in", [False, 1])], 12),
        ([("parent_id", "=?", 999999)], 0),
        ([("color", "=?", 0)], 12),
        ([("color", "=?", 5)], 0),
        ([(1, "=", 1)], 12),
        ([(0, "=", 1)], 0),
        (["!", (1, "=", 1)], 0),
        ([("child_ids", "=", False)], 12),
    ],
)
def test_matching_records(api, companies, conditions, count):
    assert len(search(api, SET, *conditions)) == count


def test_a_missing_file(api, odoo, companies, picture):
    # some series make one up
    odoo.call("res.partner", "write", [companies[:10], {picture: False}])
    assert search(api, SET, (picture, "=", False), ("is_company", "=", True)) == companies[:10]


def test_hierarchies(api, odoo, companies):
    child = odoo.create("res.partner", {"name": "Below", "parent_id": companies[0]})
    assert set(search(api, ("id", "child_of", companies[0]))) == {companies[0], child}
    assert set(search(api, ("id", "child_of", [companies[0]]))) == {companies[0], child}
    assert set(search(api, ("parent_id", "child_of", "Company 00"))) >= {child}
    assert set(search(api, ("id", "parent_of", child))) == {companies[0], child}


def test_nested_domains(api, has, companies):
    domain = [SET, ("country_id", "any", [("code", "=", "BE")])]
    if not has("any operator in domains"):
        answer = api.get("res.partner/search", domain=domain)
        assert "'any'" in problem(answer, 400, "invalid_domain")["detail"]
        return
    assert len(search(api, *domain)) == 2
    assert len(search(api, SET, ("country_id", "not any", [("code", "=", "BE")]))) == 10
    for nested in ([("cod", "=", "BE")], [("code", "=")], "code", [("code", "any", [])]):
        answer = api.get("res.partner/search", domain=[SET, ("country_id", "any", nested)])
        problem(answer, 400)
    problem(api.get("res.partner/search", domain=[("country_id", "any!", [])]), 400)


def test_date_parts(api, has, companies):
    domain = [SET, ("create_date.year_number", ">", 2000)]
    answer = api.get("res.partner/search", domain=domain)
    if not has("date parts in domains"):
        problem(answer, 400, "invalid_domain")
        return
    assert len(ok(answer)["Contact"]) == 12
    problem(api.get("res.partner/search", domain=[("create_date.yaer_number", "=", 1)]), 400)
    problem(api.get("res.partner/search", domain=[("create_date.year_number", "=", "x")]), 400)


def test_relative_dates(api, has, companies):
    answer = api.get("res.partner/search", domain=[SET, ("create_date", ">", "today -7d")])
    if not has("relative dates in domains"):
        problem(answer, 400, "invalid_domain")
    else:
        assert len(ok(answer)["Contact"]) == 12


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (("name", "not in", ["Belgium"]), -1),
        (("name", "in", [False, "Belgium"]), 1),
        (("name", "not in", [False, "Belgium"]), -1),
        (("name", "=?", "Belgium"), 1),
        (("name", "=?", False), 0),
    ],
)
def test_conditions_on_translated_fields(api, condition, count):
    everything = len(search(api, model="res.country"))
    wanted = count if count > 0 else everything + count
    assert len(search(api, condition, model="res.country")) == wanted


def test_any_on_the_record_itself(api, has, companies):
    answer = api.get(
        "res.partner/search_count", domain=[SET, ("id", "any", [("name", "=", "Person 0")])]
    )
    if has(LITERALLY):
        assert ok(answer) == {"count": 1}
    else:
        problem(answer, 400, "invalid_domain")
