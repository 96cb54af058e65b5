"""Upserts by values (docs/reference/objects.rst)."""

import secrets

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem


@pytest.fixture
def mark():
    """Text that no other test uses."""
    return secrets.token_hex(6)


def upsert(api, match, vals, model="res.partner", **kwargs):
    return api.put(model, json={"match": match, "vals": vals}, **kwargs)


def named(odoo, mark):
    arguments = [[("email", "like", mark)], ["email", "name", "city", "active"]]
    context = {"active_test": False}
    rows = odoo.call("res.partner", "search_read", arguments, order="id", context=context)
    return {row["email"].partition("@")[0]: row for row in rows}


def contact(mark, name, **vals):
    return {"email": f"{name}@{mark}.example", "name": name, **vals}


def test_created_updated_unchanged(api, odoo, mark):
    first = [contact(mark, name, city="Namur") for name in ("ada", "eve", "bob")]
    made = ok(upsert(api, ["email"], first))
    assert made == {"created": made["ids"], "updated": [], "unchanged": [], "ids": made["ids"]}
    assert len(set(made["ids"])) == 3
    second = [
        contact(mark, "bob", city="Namur"),
        contact(mark, "new", city="Mons"),
        contact(mark, "ada", city="Liège"),
    ]
    again = ok(upsert(api, ["email"], second))
    ada, eve, bob = made["ids"]
    [new] = again["created"]
    assert again == {"created": [new], "updated": [ada], "unchanged": [bob], "ids": [bob, new, ada]}
    rows = named(odoo, mark)
    assert {name: row["city"] for name, row in rows.items()} == {
        "ada": "Liège",
        "eve": "Namur",
        "bob": "Namur",
        "new": "Mons",
    }
    assert rows["eve"]["id"] == eve


def test_the_same_twice_changes_nothing(api, odoo, server, mark):
    """Seen to fail without the comparison: everything is written."""
    tag = odoo.create("res.partner.category", {"name": mark})
    items = [
        contact(
            mark,
            f"p{number}",
            country_id={"external_id": "base.be"},
            category_id=[[6, 0, [tag]]],
            color=number,
            comment="<p>Hello</p>",
            active=bool(number % 2),
            street=False,
        )
        for number in range(5)
    ]
    made = ok(upsert(api, ["email"], items))
    assert len(made["created"]) == 5
    query = f"SELECT id, write_date, xmin::text FROM res_partner WHERE email LIKE '%%{mark}%%'"
    before = server.sql(query)
    again = ok(upsert(api, ["email"], items))
    assert again["unchanged"] == made["ids"]
    assert server.sql(query) == before


def test_values_that_are_stored_in_another_form(api, odoo, decimal, mark):
    """Numbers are rounded, and text that reads as a number or a date is taken as that."""
    item = contact(mark, "x", **{decimal: 1.23456789012345})
    item["color"] = "3"
    ok(upsert(api, ["email"], [item]))
    assert ok(upsert(api, ["email"], [item]))["updated"] == []
    item["color"] = 4
    assert len(ok(upsert(api, ["email"], [item]))["updated"]) == 1


def test_only_values_that_differ_are_written(api, odoo, mark):
    """Seen to fail without the comparison."""
    ok(upsert(api, ["email"], [contact(mark, "ada", city="Namur")]))
    [record] = [row["id"] for row in named(odoo, mark).values()]
    rule = {
        "name": "No city",
        "model_id": odoo.search("ir.model", [("model", "=", "res.partner")])[0],
        "domain_force": f"[('city','!=','Forbidden {mark}')]",
    }
    odoo.write("res.partner", record, {"city": f"Forbidden {mark}"})
    rules = odoo.create("ir.rule", {**rule, "perm_read": False, "groups": [(6, 0, [])]})
    try:
        same = contact(mark, "ada", city=f"Forbidden {mark}")
        assert ok(upsert(api, ["email"], [same]))["unchanged"] == [record]
        problem(upsert(api, ["email"], [{**same, "name": "Eve"}]), 403, "access_error")
    finally:
        odoo.unlink("ir.rule", rules)


def test_a_mapping_and_both_dialects(api, odoo, mark):
    vals = contact(mark, "ada")
    made = ok(api.put("res.partner", match="email", vals=vals))
    assert len(made["created"]) == 1
    again = ok(api.put("res.partner", match=["email"], vals=[vals]))
    assert again["unchanged"] == made["ids"]
    assert ok(api.put("res.partner?match=email,name", json={"vals": vals})) == again


def test_several_fields(api, odoo, mark):
    """Also when records mix the values of several items."""
    for city, name in (("Namur", "ada"), ("Mons", "eve"), ("Namur", "eve")):
        vals = {"ref": f"{city} {mark}", "function": name, "name": f"{city} {name}"}
        odoo.create("res.partner", vals)
    items = [
        {"ref": f"Namur {mark}", "function": "ada", "name": "1"},
        {"ref": f"Mons {mark}", "function": "eve", "name": "2"},
        {"ref": f"Mons {mark}", "function": "ada", "name": "3"},
    ]
    done = ok(upsert(api, ["ref", "function"], items))
    assert (len(done["updated"]), len(done["created"])) == (2, 1)
    rows = odoo.call("res.partner", "search_read", [[("ref", "like", mark)], ["name"]])
    assert sorted(row["name"] for row in rows) == ["1", "2", "3", "Namur eve"]


def test_by_a_many2one_and_a_date(api, odoo, mark):
    parent = odoo.create("res.partner", {"name": mark})
    item = {"parent_id": parent, "name": "Child", "city": "Namur"}
    made = ok(upsert(api, ["parent_id", "name"], [item]))
    assert ok(upsert(api, ["parent_id", "name"], [item]))["unchanged"] == made["created"]
    text = {"parent_id": str(parent), "name": "Child", "city": "Mons"}
    assert ok(upsert(api, ["parent_id", "name"], [text]))["updated"] == made["created"]
    currency = odoo.create("res.currency", {"name": "T1X", "symbol": "x"})
    rate = {"currency_id": currency, "name": "2026-11-24", "rate": 1.5}
    made = ok(upsert(api, ["currency_id", "name"], rate, model="res.currency.rate"))
    again = ok(upsert(api, ["currency_id", "name"], rate, model="res.currency.rate"))
    assert again["unchanged"] == made["created"]


def test_archived_records_count(api, odoo, mark):
    record = odoo.create("res.partner", {**contact(mark, "ada"), "active": False})
    done = ok(upsert(api, ["email"], [contact(mark, "ada", city="Mons")]))
    assert done["updated"] == [record]
    assert named(odoo, mark)["ada"]["active"] is False


def test_ambiguous_values(api, odoo, mark):
    """Seen to fail without the refusal."""
    twins = [odoo.create("res.partner", contact(mark, "twin")) for _ in range(2)]
    items = [contact(mark, "other"), contact(mark, "twin", city="Mons")]
    body = problem(upsert(api, ["email"], items), 409, "ambiguous_match")
    assert body["ids"] == twins
    assert set(named(odoo, mark)) == {"twin"}
    assert not any(row["city"] for row in named(odoo, mark).values())


def test_two_items_for_one_record(api, odoo, mark):
    items = [contact(mark, "ada"), contact(mark, "eve"), contact(mark, "ada", city="x")]
    detail = problem(upsert(api, ["email"], items), 400, "invalid_parameter")["detail"]
    assert "items 1 and 3" in detail
    assert named(odoo, mark) == {}


@pytest.mark.parametrize("value", [None, False, "", "missing"])
def test_values_that_are_missing(api, odoo, mark, value):
    item = {"email": value, "name": mark}
    if value == "missing":
        del item["email"]
    detail = problem(upsert(api, ["email"], [item]), 400, "invalid_parameter")["detail"]
    assert "item 1 needs a value for email" in detail
    assert odoo.search("res.partner", [("name", "=", mark)]) == []


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("res.partner", "child_ids"),
        ("res.partner", "category_id"),
        ("res.partner", "contact_address"),
        ("res.partner", "property_product_pricelist"),
        ("res.currency.rate", "rate"),
        ("res.partner", "active"),
        ("res.country", "name"),
        ("res.users", "email"),
    ],
)
def test_fields_that_can_not_be_matched(api, model, field):
    answer = upsert(api, [field], [{field: "x", "name": "x"}], model=model)
    body = problem(answer, 400)
    assert body["code"] in ("invalid_parameter", "unknown_field")
    if body["code"] == "invalid_parameter":
        assert body["parameter"] == "match"


def test_bad_requests(api, odoo, mark):
    item = contact(mark, "ada")
    problem(upsert(api, ["nope"], [item]), 400, "unknown_field")
    problem(upsert(api, [], [item]), 400, "invalid_parameter")
    problem(upsert(api, ["email"], []), 400, "invalid_parameter")
    problem(upsert(api, ["email"], "x"), 400, "invalid_parameter")
    problem(upsert(api, ["email"], [{**item, "nam": "x"}]), 400, "unknown_field")
    problem(upsert(api, ["email"], [item], ids="1"), 400, "invalid_parameter")
    problem(upsert(api, ["email"], [item], fields="id"), 400, "invalid_parameter")
    problem(api.put("res.partner?match=email"), 400, "missing_parameter")
    problem(api.put("res.partner", json={"vals": item}), 400, "missing_parameter")
    problem(api.put("res.partner", json={"ids": [1], "vals": [item]}), 400, "invalid_parameter")
    many = [contact(mark, f"p{number}") for number in range(1001)]
    problem(upsert(api, ["email"], many), 400, "invalid_parameter")
    patched = api.patch("res.partner", json={"match": ["email"], "vals": [item]})
    problem(patched, 400, "unknown_parameter")
    problem(upsert(api, ["x"], [item], model="no.such"), 404, "unknown_model")
    conditional = upsert(api, ["email"], [item], headers={"If-Match": "*"})
    problem(conditional, 412, "precondition_unsupported")
    assert named(odoo, mark) == {}


def test_all_or_nothing(api, odoo, mark):
    ok(upsert(api, ["email"], [contact(mark, "ada")]))
    items = [contact(mark, "ada", city="Mons"), contact(mark, "eve"), contact(mark, "bob")]
    items[2]["name"] = False
    problem(upsert(api, ["email"], items), 403)
    assert set(named(odoo, mark)) == {"ada"}
    assert named(odoo, mark)["ada"]["city"] is False


def test_a_dry_run(api, odoo, mark):
    answer = upsert(api, ["email"], [contact(mark, "ada")], dry_run="1")
    assert answer.headers["X-Dry-Run"] == "true"
    assert len(ok(answer)["created"]) == 1
    assert named(odoo, mark) == {}


@pytest.mark.parametrize("missing", ["read", "create", "write"])
def test_scopes(http, odoo, token_of, mark, missing):
    """Seen to fail without the check of the scope."""
    scopes = " ".join({"read", "create", "write"} - {missing})
    api = Objects(http, token_of(odoo.uid, scopes))
    body = problem(upsert(api, ["email"], [contact(mark, "a")]), 403, "insufficient_scope")
    assert body["scope"] == missing
    assert named(odoo, mark) == {}


def test_odoo_decides(employee_api, odoo, mark):
    odoo.create("res.partner", contact(mark, "ada"))
    problem(upsert(employee_api, ["email"], [contact(mark, "ada")]), 403, "access_error")


def test_fields_that_the_caller_may_not_read(http, make_user, token_of, has, mark):
    """Nobody learns by matching what they may not read."""
    manager = make_user(["base.group_user", "base.group_partner_manager"])
    api = Objects(http, token_of(manager.id))
    field = "signup_token" if has("signup_token") else "signup_type"
    answer = upsert(api, [field], [{field: "x", "name": mark}])
    problem(answer, 403, "access_error")


def test_records_that_the_caller_may_not_read(http, odoo, make_user, token_of, mark):
    """They are as if they weren't there."""
    manager = make_user(["base.group_user", "base.group_partner_manager"])
    hidden = odoo.create("res.partner", contact(mark, "ada"))
    rule = {
        "name": "Hide",
        "model_id": odoo.search("ir.model", [("model", "=", "res.partner")])[0],
        "domain_force": f"[('id','!=',{hidden})]",
        "groups": [(6, 0, [])],
    }
    rules = odoo.create("ir.rule", rule)
    try:
        api = Objects(http, token_of(manager.id))
        done = ok(upsert(api, ["email"], [contact(mark, "ada", city="Mons")]))
        assert (len(done["created"]), done["updated"], done["unchanged"]) == (1, [], [])
    finally:
        odoo.unlink("ir.rule", rules)
    assert odoo.read("res.partner", hidden, ["city"])["city"] is False


def test_a_thousand(api, odoo, mark):
    country = odoo.create("res.country", {"name": mark, "code": "T1"})
    match, model = ["country_id", "code"], "res.country.state"
    items = [
        {"country_id": country, "code": f"S{number}", "name": f"State {number}"}
        for number in range(1000)
    ]
    assert len(ok(upsert(api, match, items, model=model))["created"]) == 1000
    items = [{**item, "name": "Renamed"} for item in items[:999]] + [items[999]]
    done = ok(upsert(api, match, items, model=model))
    assert (len(done["updated"]), len(done["unchanged"])) == (999, 1)
