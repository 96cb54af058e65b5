"""Numbers, values and pages of groups of records (docs/reference/groups.rst)."""

import re
from collections import defaultdict
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.harness.batch import send, statuses
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

MODEL = "res.partner"
REF = "GROUPED ANSWERS"
DOMAIN = [["ref", "=", REF]]
FUNCTIONS = ("sum", "avg", "min", "max", "count", "count_distinct")
COUNT = 40


@pytest.fixture(scope="module")
def partners(odoo, server, decimal):
    """Contacts whose employees may see all but those with the colour 3."""
    countries = [odoo.ref("base.be"), odoo.ref("base.fr"), odoo.ref("base.nl"), False]
    made = [
        odoo.create(
            MODEL,
            {
                "name": f"Answer {n:02}",
                "ref": REF,
                "is_company": n % 3 == 0,
                "country_id": countries[n % 4],
                "color": n % 5,
                "type": ["contact", "invoice"][n // 10 % 2],
                decimal: n / 4 - 3,
            },
        )
        for n in range(COUNT)
    ]
    for n, partner in enumerate(made):
        moment = f"2026-{n % 12 + 1:02}-01 {n % 24:02}:59:59.{n:06}"
        server.sql("UPDATE res_partner SET create_date = %s WHERE id = %s", [moment, partner])
    [model] = odoo.search("ir.model", [("model", "=", MODEL)])
    domain = f"['|', ('ref', '!=', '{REF}'), ('color', '!=', 3)]"
    rule = odoo.create("ir.rule", {"name": "Grouped", "model_id": model, "domain_force": domain})
    yield made
    odoo.unlink("ir.rule", rule)


def group(api: Objects, **params):
    return ok(api.post(f"{MODEL}/group", json={"domain": DOMAIN, **params}))["groups"]


def test_the_answer(api, odoo, partners):
    """The shape of the contract."""
    belgium = odoo.ref("base.be")
    [found] = ok(
        api.get(
            f"{MODEL}/group",
            domain=[*DOMAIN, ["country_id", "=", belgium], ["create_date", "<", "2026-01-31"]],
            by=["country_id", "create_date:month"],
            aggregates=["color:sum", "__count"],
            context={"tz": "Europe/Brussels"},
        )
    )["groups"]
    ids = [partners[n] for n in range(0, COUNT, 12)]
    rows = odoo.call(MODEL, "read", [ids, ["color"]])
    visible = [row["color"] for row in rows if row["color"] != 3]
    assert found == {
        "by": {"country_id": [belgium, "Belgium"], "create_date:month": "2026-01-01"},
        "values": {"color:sum": sum(visible), "__count": len(visible)},
        "domain": [
            *DOMAIN,
            ["country_id", "=", belgium],
            ["create_date", "<", "2026-01-31"],
            ["country_id", "=", belgium],
            ["create_date", ">=", "2025-12-31 23:00:00"],
            ["create_date", "<", "2026-01-31 23:00:00"],
        ],
    }


def test_numbers_are_those_of_odoo(employee_api, partners, decimal):
    """Compared as an employee, for whom a record rule hides some. Odoo's `read_group` is called through this
    API, since XML-RPC of 12.0 fails at names of related records."""
    terms = [(name, function) for name in ("color", decimal) for function in FUNCTIONS]
    keys = [f"{name}:{function}" for name, function in terms]
    by = ["country_id", "type", "is_company"]
    ours = group(employee_api, by=by, aggregates=[*keys, "__count"])
    specs = [f"a{n}:{function}({name})" for n, (name, function) in enumerate(terms)]
    arguments = {"domain": DOMAIN, "fields": specs, "groupby": by, "lazy": False}
    theirs = ok(employee_api.post(f"{MODEL}/read_group", json=arguments))["result"]
    expected = {}
    for row in theirs:
        values = {key: row[f"a{n}"] for n, key in enumerate(keys)}
        expected[repr([row[name] for name in by])] = {**values, "__count": row["__count"]}
    assert {repr(list(one["by"].values())): one["values"] for one in ours} == expected
    assert sum(one["values"]["__count"] for one in ours) == COUNT - COUNT // 5


def test_numbers_are_those_of_the_records(api, partners, decimal):
    """Computed again from the records, in local time."""
    [rows] = ok(
        api.get(MODEL, domain=DOMAIN, fields=["create_date", "color", decimal, "is_company"])
    ).values()
    expected = defaultdict(list)
    for row in rows:
        utc = datetime.fromisoformat(row["create_date"]).replace(tzinfo=timezone.utc)
        local = utc.astimezone(ZoneInfo("Asia/Tokyo"))
        expected[f"{local:%Y-%m-%d}", f"{local:%Y}-01-01"].append(row)
    aggregates = [f"color:{name}" for name in FUNCTIONS]
    aggregates += [f"{decimal}:sum", "create_date:min", "create_date:max", "is_company:bool_and"]
    aggregates += ["is_company:bool_or", "is_company:count"]
    found = group(
        api,
        by=["create_date:day", "create_date:year"],
        aggregates=aggregates,
        context={"tz": "Asia/Tokyo"},
    )
    assert [tuple(one["by"].values()) for one in found] == sorted(expected)
    for one in found:
        records = expected[tuple(one["by"].values())]
        colors = [row["color"] for row in records]
        moments = [row["create_date"] for row in records]
        companies = [row["is_company"] for row in records]
        assert one["values"] == {
            "color:sum": sum(colors),
            "color:avg": pytest.approx(sum(colors) / len(colors)),
            "color:min": min(colors),
            "color:max": max(colors),
            "color:count": len(colors),
            "color:count_distinct": len(set(colors)),
            f"{decimal}:sum": pytest.approx(sum(row[decimal] for row in records)),
            "create_date:min": min(moments),
            "create_date:max": max(moments),
            "is_company:bool_and": all(companies),
            "is_company:bool_or": any(companies),
            "is_company:count": len(companies),
        }


def test_of_no_records(api, decimal):
    """Without `by` there is one group, also of nothing; sums are 0, as a reader expects."""
    aggregates = [f"{decimal}:sum", f"{decimal}:avg", "color:max", "name:min", "color:count"]
    domain = [["id", "=", 0]]
    answer = group(api, domain=domain, aggregates=[*aggregates, "__count", "active:bool_and"])
    values = dict.fromkeys((*aggregates, "active:bool_and"), False)
    values |= {f"{decimal}:sum": 0.0, "color:count": 0, "__count": 0}
    assert answer == [{"by": {}, "values": values, "domain": domain}]
    assert group(api, domain=domain, by=["color"]) == []
    assert group(api, domain=domain, having=[["__count", ">", 0]]) == []


def test_having(api, partners):
    every = group(api, by=["color"], aggregates=["__count", "id:max"])
    for operator, test in {
        "=": int.__eq__,
        "!=": int.__ne__,
        "<": int.__lt__,
        "<=": int.__le__,
        ">": int.__gt__,
        ">=": int.__ge__,
    }.items():
        limit = every[1]["values"]["id:max"]
        found = group(
            api,
            by=["color"],
            aggregates=["__count", "id:max"],
            having=[["id:max", operator, limit]],
        )
        assert found == [one for one in every if test(one["values"]["id:max"], limit)]
    both = [["id:max", ">", limit], ["color:sum", "<", 10**18]]  # the second is not asked for
    assert group(api, by=["color"], having=both, aggregates=["__count", "id:max"]) == [
        one for one in every if one["values"]["id:max"] > limit
    ]
    assert group(api, by=["color"], having=[["__count", ">", 0.5], ["__count", "<", 0.5]]) == []


def test_orders(api, partners):
    every = group(api, by=["type", "color"], aggregates=["id:max", "__count"])
    keys = [(one["by"]["type"], one["by"]["color"]) for one in every]
    assert keys == sorted(keys)
    assert len(keys) == 8
    found = group(api, by=["type", "color"], order="color desc", aggregates=["id:max", "__count"])
    assert found == sorted(every, key=lambda one: (-one["by"]["color"], one["by"]["type"]))
    found = group(
        api, by=["type", "color"], order="__count DESC, id:max", aggregates=["id:max", "__count"]
    )
    assert found == sorted(
        every, key=lambda one: (-one["values"]["__count"], one["values"]["id:max"])
    )


def links(answer):
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"])}


def test_pages(api, http, partners):
    path, by = f"{MODEL}/group", ["country_id", "create_date:month"]
    every = group(api, by=by)
    answer = api.get(path, domain=DOMAIN, by=by, limit=5, headers={"Prefer": "count=exact"})
    assert answer.headers["X-Total-Count"] == str(len(every))
    assert answer.headers["Preference-Applied"] == "count=exact"
    seen = ok(answer)["groups"]
    while "next" in links(answer):
        answer = http.get(links(answer)["next"], token=api.token)
        seen += ok(answer)["groups"]
    assert seen == every
    assert set(links(answer)) == {"first", "prev"}
    assert ok(api.get(path, domain=DOMAIN, by=by, limit=0))["groups"] == []
    assert group(api, by=by, offset=len(every)) == []


def test_pages_of_a_post(api, http, partners):
    """The same body is sent to the address in `Link`."""
    body = {"domain": DOMAIN, "by": ["color"], "limit": 3}
    answer = api.post(f"{MODEL}/group", json=body)
    seen = ok(answer)["groups"]
    answer = http.post(links(answer)["next"], token=api.token, json=body)
    seen += ok(answer)["groups"]
    assert seen == group(api, by=["color"])
    assert set(links(answer)) == {"first", "prev"}


def test_get_post_and_forms_answer_alike(api, partners):
    params = {"by": "['type']", "aggregates": "color:sum", "domain": repr(DOMAIN)}
    answer = ok(api.get(f"{MODEL}/group", **params))
    assert answer["groups"]
    assert ok(api.post(f"{MODEL}/group", data=params)) == answer
    assert ok(api.post(f"{MODEL}/group", json=params)) == answer
    assert api.request("HEAD", f"{MODEL}/group", **params).status_code == 200


def test_in_a_batch(api, partners):
    path = f"/object/{MODEL}/group"
    body = {"domain": DOMAIN, "by": ["color"]}
    answer = send(
        api,
        {"method": "POST", "path": path, "body": body},
        {"method": "GET", "path": f"{path}?by=type&limit=1"},
    )
    assert statuses(answer) == [200, 200]
    first, second = (part["body"]["groups"] for part in answer.json()["responses"])
    assert first == group(api, by=["color"])
    assert len(second) == 1


def test_weeks_begin_as_in_the_language(api, odoo, partners):
    [language] = odoo.search("res.lang", [("code", "=", "en_US")])
    [row] = odoo.call("res.lang", "read", [[language], ["week_start"]])
    before = row["week_start"]
    # the first of 2026 is a Thursday
    first = [["create_date", "<", "2026-01-02"], *DOMAIN]
    try:
        for day, expected in ((1, "2025-12-29"), (7, "2025-12-28"), (4, "2026-01-01")):
            odoo.write("res.lang", language, {"week_start": type(before)(day)})
            found = group(api, domain=first, by=["create_date:week"], context={"lang": "en_US"})
            assert {one["by"]["create_date:week"] for one in found} == {expected}
    finally:
        odoo.write("res.lang", language, {"week_start": before})


def test_inherited_fields(api, odoo, partners):
    """A field of the model that the model inherits from."""
    found = ok(api.get("res.users/group", domain=[["login", "=", "admin"]], by="type,country_id"))
    [one] = found["groups"]
    [ids] = ok(api.get("res.users/search", domain=one["domain"])).values()
    assert len(ids) == 1


def test_no_more_values_than_allowed(api, odoo, partners):
    """The domain of the request is in each group. Seen to fail without the count of values."""
    domain = ["|"] * 400 + [["id", "!=", number] for number in range(401)]
    body = {"domain": domain, "by": ["id"], "limit": 10_000}
    problem(api.post("ir.model.fields/group", json=body), 400, "invalid_parameter")
    assert len(group(api, domain=domain, by=["id"], limit=10)) == 10
