"""Properties and JSON fields, where the series has them (16.0 and later)."""

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

NAME = "aa34746a6851ee4e"
DEFINITION = [{"name": NAME, "type": "char", "string": "Badge"}]
BADGE = f"properties.{NAME}"


def types(odoo, *wanted):
    """The fields of these types in the whole database."""
    domain = [("ttype", "in", list(wanted))]
    fields = odoo.call("ir.model.fields", "search_read", [domain, ["model", "name"]])
    return {(field["model"], field["name"]) for field in fields}


@pytest.fixture
def badges(odoo, has):
    """Three partners that can have a badge, as 19.0's can."""
    if not has("properties of partners"):
        pytest.skip("partners have no properties, see below")
    (field,) = odoo.search(
        "ir.model.fields", [("model", "=", "res.partner"), ("name", "=", "properties")]
    )
    model = "properties.base.definition"
    known = odoo.search(model, [("properties_field_id", "=", field)])
    base = known[0] if known else odoo.create(model, {"properties_field_id": field})
    odoo.write(model, base, {"properties_definition": DEFINITION})
    return [odoo.create("res.partner", {"name": "Badge", "ref": "BADGE"}) for _ in range(3)]


def test_a_series_without_properties_and_json(api, odoo, has):
    if has("properties of partners"):
        assert ("res.partner", "properties") in types(odoo, "properties")
        return
    assert types(odoo, "properties", "properties_definition", "json", "serialized") == set()
    problem(api.get("res.partner/search", domain=[("properties.badge", "=", "x")]), 400)


def test_properties_are_stored_and_read(api, odoo, server, badges):
    first, second, _third = badges
    values = {"vals": {"properties": {NAME: "B-7"}}, "fields": ["properties"]}
    row = ok(api.put(f"res.partner/{first}", json=values))["Contact"]
    assert row["properties"] == [{**DEFINITION[0], "value": "B-7"}]
    for one in badges:
        read = ok(api.get(f"res.partner/{one}?fields=properties"))["Contact"]
        assert read["properties"] == odoo.read("res.partner", one, ["properties"])["properties"]
    stored = server.sql(
        "SELECT properties FROM res_partner WHERE id IN %s ORDER BY id", [(first, second)]
    )
    assert stored[0][0] == {NAME: "B-7"}
    assert not (stored[1][0] or {}).get(NAME)
    vals = {"name": "Badge", "ref": "BADGE", "properties": {NAME: "B-8"}}
    made = ok(api.post("res.partner", json={"vals": vals, "fields": ["name"]}))["Contact"]["id"]
    assert odoo.read("res.partner", made, ["properties"])["properties"][0]["value"] == "B-8"
    problem(api.put(f"res.partner/{first}", json={"vals": {"properties": "x"}}), 400)
    assert ok(api.get(f"res.partner/{first}?fields=properties"))["Contact"] == row


@pytest.mark.parametrize(
    "condition",
    [
        (BADGE, "=", "B-7"),
        (BADGE, "!=", "B-7"),
        (BADGE, "in", ["B-7", "B-9"]),
        (BADGE, "not in", ["B-7", "B-9"]),
        (BADGE, "ilike", "b-"),
        (BADGE, "=", False),
        (BADGE, "!=", False),
    ],
    ids=str,
)
def test_searching_by_a_property(api, odoo, badges, condition):
    odoo.write("res.partner", badges[0], {"properties": {NAME: "B-7"}})
    odoo.write("res.partner", badges[1], {"properties": {NAME: "C-1"}})
    domain = [("id", "in", badges), condition]
    wanted = odoo.search("res.partner", domain, order="id")
    assert 0 < len(wanted) < 3
    assert ok(api.get("res.partner/search", domain=domain, order="id")) == {"Contact": wanted}
    assert ok(api.get("res.partner/search_count", domain=domain)) == {"count": len(wanted)}
    rows = ok(api.get("res.partner", domain=domain, fields="id", order="id"))["Contact"]
    assert [row["id"] for row in rows] == wanted


def test_properties_as_a_whole_can_not_be_searched(api, badges):
    for operator, value in (("=", "x"), ("ilike", "B"), ("in", ["x"]), ("=", {NAME: "B-7"})):
        domain = [("properties", operator, value)]
        problem(api.get("res.partner/search", domain=domain), 400, "invalid_domain")


@pytest.mark.parametrize("name", ["aa34746a6851ee4f", "x", "x y", f"{NAME}.x", "", "x\x00"])
def test_a_property_that_no_record_has(api, badges, name):
    """For Odoo it is one without a value: all records would match."""
    path = f"properties.{name}"
    for domain in ([(path, "!=", "B-7")], [(path, "=", False)], [("parent_id." + path, "=", 1)]):
        problem(api.get("res.partner/search", domain=domain), 400)
    problem(api.get("res.partner/search", order=path), 400)
    detail = problem(api.get("res.partner/search", domain=[("properties.x", "!=", 1)]), 400)
    assert "no field 'properties.x'; the field 'properties' of a record names" in detail["detail"]


# ---- JSON

MODEL = "account.analytic.distribution.model"


@pytest.fixture(scope="module")
def analyst(odoo, has, make_user):
    """Who may see to analytic accounts, by Odoo's own RPC."""
    if not has("JSON fields"):
        pytest.skip("there are no JSON fields, see below")
    user = make_user(["base.group_user", "analytic.group_analytic_accounting"])
    return odoo.as_user(user.login, user.password)


@pytest.fixture(scope="module")
def analyst_token(analyst, token_of):
    return token_of(analyst.uid)


@pytest.fixture
def analytic_api(http, analyst_token):
    return Objects(http, analyst_token)


@pytest.fixture(scope="module")
def accounts(analyst):
    """Two of them; what is distributed to them stands in a JSON field. Once for all tests, as each
    plan is a new field, for which every worker of Odoo loads all models again."""
    plan = analyst.create("account.analytic.plan", {"name": "Plan"})
    return [
        analyst.create("account.analytic.account", {"name": f"Analytic {number}", "plan_id": plan})
        for number in range(2)
    ]


@pytest.fixture
def distributions(analytic_api, accounts):
    """To the first account, to both, and to none."""
    first, second = accounts
    shares = [{str(first): 100.0}, {str(first): 40.0, str(second): 60.0}, False]
    ids = []
    for share in shares:
        body = {"vals": {"analytic_distribution": share}, "fields": ["analytic_distribution"]}
        [row] = ok(analytic_api.post(MODEL, json=body)).values()
        assert row["analytic_distribution"] == share
        ids.append(row["id"])
    return ids


def test_json_is_stored_and_read(analytic_api, analyst, server, accounts, distributions):
    for one in distributions:
        [row] = ok(analytic_api.get(f"{MODEL}/{one}?fields=analytic_distribution")).values()
        assert row == analyst.read(MODEL, one, ["analytic_distribution"])
    share = {str(accounts[1]): 12.5}
    body = {"vals": {"analytic_distribution": share}, "fields": ["analytic_distribution"]}
    [row] = ok(analytic_api.put(f"{MODEL}/{distributions[0]}", json=body)).values()
    assert row["analytic_distribution"] == share
    query = "SELECT analytic_distribution FROM account_analytic_distribution_model WHERE id = %s"
    assert server.sql(query, [distributions[0]]) == [(share,)]
    body["vals"] = {"analytic_distribution": None}
    [row] = ok(analytic_api.put(f"{MODEL}/{distributions[0]}", json=body)).values()
    assert row["analytic_distribution"] is False
    assert server.sql(query, [distributions[0]]) == [(None,)]


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        ("ilike", "Analytic 1", [1]),
        ("ilike", "ANALYTIC", [0, 1]),
        ("not ilike", "1", [0, 2]),
        ("ilike", "nobody", []),
        ("not ilike", "nobody", [0, 1, 2]),
    ],
)
def test_searching_json_that_has_a_method_for_it(
    analytic_api, analyst, distributions, operator, value, found
):
    domain = [("id", "in", distributions), ("analytic_distribution", operator, value)]
    wanted = analyst.search(MODEL, domain, order="id")
    assert ok(analytic_api.get(f"{MODEL}/search", domain=domain, order="id")) == {
        "Analytic Distribution Model": wanted
    }
    assert wanted == [distributions[index] for index in found]


def test_searching_json_by_ids(analytic_api, analyst, accounts, distributions):
    first, second = accounts
    for operator, value, found in (
        ("in", [second], [1]),
        ("in", [first, second], [0, 1]),
        ("not in", [second], [0, 2]),
        ("=", first, [0, 1]),
        ("!=", first, [2]),
    ):
        domain = [("id", "in", distributions), ("analytic_distribution", operator, value)]
        wanted = analyst.search(MODEL, domain, order="id")
        assert wanted == [distributions[index] for index in found]
        [ids] = ok(analytic_api.get(f"{MODEL}/search", domain=domain, order="id")).values()
        assert ids == wanted


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("=", False),
        ("!=", False),
        ("=", "Analytic 1"),
        ("!=", "Analytic 1"),
        ("not in", ["Analytic 1"]),
        ("in", [False]),
        ("not in", [1, None]),
        ("=", True),
        ("=", {"1": 100}),
        ("<", 5),
        ("=", 1.5),
        ("child_of", 1),
        ("like", 5),
    ],
)
def test_what_that_method_does_not_mean(analytic_api, distributions, operator, value):
    """19.0 finds no record by an exact name, and all that have none."""
    domain = [("analytic_distribution", operator, value)]
    problem(analytic_api.get(f"{MODEL}/search", domain=domain), 400, "invalid_domain")


def test_what_that_method_refuses_is_odoos_own_error(analytic_api, distributions):
    domain = [("analytic_distribution", "=like", "Analytic")]
    problem(analytic_api.get(f"{MODEL}/search", domain=domain), 403, "user_error")


def test_json_without_a_method_can_only_be_asked_whether_it_is_set(api, odoo, has):
    if not has("JSON fields"):
        assert types(odoo, "json") == set()
        return
    model, name = "mail.scheduled.message", "send_context"
    assert (model, name) in types(odoo, "json")
    assert ok(api.get(f"{model}/search", domain=[(name, "=", False)])) == {
        "Scheduled Message": odoo.search(model, [(name, "=", False)])
    }
    for operator, value in (("=", "x"), ("in", [1]), ("ilike", "x"), ("!=", {"a": 1})):
        domain = [(name, operator, value)]
        problem(api.get(f"{model}/search", domain=domain), 400, "invalid_domain")


def test_all_fields_of_any_type_are_json(api, odoo):
    """One record of many models, with all of its fields."""
    for model in ("ir.model.fields", "ir.ui.view", "ir.actions.server", "res.currency", "ir.cron"):
        [ids] = ok(api.get(f"{model}/search?limit=1")).values()
        [row] = ok(api.get(f"{model}/{ids[0]}")).values()
        assert row["id"] == ids[0]
