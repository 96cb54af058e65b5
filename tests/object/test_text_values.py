"""Web form libraries send every value as text. It is converted or refused, and no condition silently
matches nothing because of its type (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


@pytest.fixture(scope="module")
def belgium(odoo):
    return odoo.ref("base.be")


@pytest.fixture(scope="module")
def partner(odoo, belgium, decimal):
    tag = odoo.create("res.partner.category", {"name": "Text"})
    vals = {"name": "Text", "country_id": belgium, "color": 3, "is_company": True}
    vals[decimal] = 50.5
    return odoo.create("res.partner", {**vals, "category_id": [(6, 0, [tag])]})


@pytest.fixture(scope="module")
def tag(odoo, partner):
    return odoo.read("res.partner", partner, ["category_id"])["category_id"][0]


@pytest.mark.parametrize(
    ("vals", "stored"),
    [
        ({"country_id": "{be}"}, {"country_id": "be"}),
        ({"country_id": ""}, {"country_id": False}),
        ({"color": "7"}, {"color": 7}),
        ({"color": ""}, {"color": 0}),
        ({"partner_latitude": "50.5"}, {"partner_latitude": 50.5}),
        ({"is_company": "False"}, {"is_company": False}),
        ({"is_company": "true"}, {"is_company": True}),
        ({"is_company": "0"}, {"is_company": False}),
        ({"is_company": ""}, {"is_company": False}),
        ({"category_id": ["{tag}"]}, {"category_id": ["tag"]}),
        ({"category_id": ""}, {"category_id": []}),
        ({"category_id": {"add": ["{tag}"]}}, {"category_id": ["tag"]}),
        ({"type": "invoice"}, {"type": "invoice"}),
        ({"type": ""}, {"type": False}),
        ({"name": "5"}, {"name": "5"}),
        ({"ref": ""}, {"ref": ""}),
        ({"zip": "True"}, {"zip": "True"}),
    ],
    ids=str,
)
def test_text_in_values(api, odoo, belgium, tag, decimal, vals, stored):
    """Seen to fail with 400 for ids and booleans."""
    partner = odoo.create("res.partner", {"name": "x", "category_id": [(6, 0, [tag])]})
    sent = repr(vals).replace("{be}", str(belgium)).replace("{tag}", str(tag))
    sent = sent.replace("partner_latitude", decimal)
    stored = {name.replace("partner_latitude", decimal): one for name, one in stored.items()}
    ok(api.put(f"res.partner/{partner}?vals={sent}"))
    row = odoo.read("res.partner", partner, list(stored))
    meant = {"be": belgium, "tag": tag}
    for name, value in stored.items():
        found = row[name][0] if name == "country_id" and row[name] else row[name]
        if isinstance(value, list):
            assert found == [meant.get(one, one) for one in value]
        elif name == "ref":
            assert not found
        else:
            assert found == meant.get(value, value) if isinstance(value, str) else found == value


@pytest.mark.parametrize(
    ("vals", "message"),
    [
        ({"country_id": "Belgium"}, "takes the id"),
        ({"country_id": "2.0"}, "takes the id"),
        ({"color": "three"}, "takes a number"),
        ({"color": "1_0"}, "takes a number"),
        ({"is_company": "yes"}, "True or False"),
        ({"type": "nonsense"}, "'contact', 'invoice'"),
        ({"type": 5}, "'contact', 'invoice'"),
        ({"category_id": ["VIP"]}, "search for the name"),
        ({"child_ids": [{"name": "x"}]}, '{"create": [{'),
    ],
    ids=str,
)
def test_text_that_can_not_be_converted_is_refused(api, odoo, partner, vals, message):
    """The error names the field and says what to write."""
    before = odoo.read("res.partner", partner, ["write_date"])
    body = problem(api.put(f"res.partner/{partner}", json={"vals": vals}), 400)
    assert message in body["detail"]
    if not isinstance(vals[next(iter(vals))], list):
        assert body["field"] == next(iter(vals))
        assert body["parameter"] == "vals"
    assert odoo.read("res.partner", partner, ["write_date"]) == before


@pytest.mark.parametrize(
    "condition",
    [
        "('country_id','=','{be}')",
        "('country_id.id','=','{be}')",
        "('country_id','in',['{be}'])",
        "('country_id','in',['{be}',''])",
        "('category_id','child_of','{tag}')",
        "('country_id','!=','')",
        "('color','=','3')",
        "('color','>','2')",
        "('color','in',['3','4'])",
        "('is_company','=','True')",
        "('is_company','=','1')",
        "('is_company','!=','false')",
        "('id','=','{me}')",
        "('id','in',['{me}'])",
        "('country_id','=','Belgium')",
        "('country_id','ilike','elgiu')",
        "('parent_id','=','')",
        "('partner_latitude','=','50.5')",
        "('type','=','contact')",
        "('category_id','in',['{tag}'])",
    ],
)
def test_text_in_domains(api, belgium, partner, tag, decimal, condition):
    """Seen to fail: 200 without a record, or 400."""
    filled = condition.replace("{be}", str(belgium)).replace("{me}", str(partner))
    filled = filled.replace("{tag}", str(tag)).replace("partner_latitude", decimal)
    found = ok(api.get("res.partner/search", domain=f"[('id','=',{partner}),{filled}]"))
    assert found["Contact"] == [partner], filled


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("('type','=','nonsense')", "'contact', 'invoice'"),
        ("('type','in',['contact','x'])", "'contact', 'invoice'"),
        ("('color','=','three')", "whole number"),
        ("('color','=','3.5')", "whole number"),
        ("('is_company','=','yes')", "True or False"),
        ("('id','=','x')", "an id"),
        ("('create_date','>','soon')", "is not a date and time such as 2024-05-01T10:00:00Z."),
    ],
)
def test_conditions_that_can_not_be_converted(api, condition, message):
    detail = problem(api.get("res.partner/search", domain=f"[{condition}]"), 400)["detail"]
    assert message in detail
    assert not detail.endswith("..")


@pytest.mark.parametrize("place", ["query", "form", "json"])
def test_quoted_literals_everywhere(api, partner, place):
    """`order="name"` works as well as `order=name`. Seen to fail with 400 for `order` and `limit`."""
    sent = {"domain": f"\"[('id','=',{partner})]\"", "order": '"name"', "limit": "'5'"}
    assert ok(api.get("res.partner", **sent, fields="'name'"))["Contact"][0]["name"] == "Text"
    vals = "\"{'city':'Gent'}\""
    path = f"res.partner/{partner}"
    sent = {"vals": vals, "fields": "'city'", "context": "'{}'"}
    passed = {"query": sent, "form": {"data": sent}, "json": {"json": sent}}[place]
    assert ok(api.put(path, **passed))["Contact"]["city"] == "Gent"
    # but not inside values
    answer = ok(api.put(path, json={"vals": {"city": "'Gent'"}, "fields": "city"}))
    assert answer["Contact"]["city"] == "'Gent'"


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("res.partner?limit=abc", 400, "whole number"),
        ("res.partner?fields=*", 400, "leave out the parameter"),
        ("res.partner?domain=[('name','=','a&('b','=','c')]", 400, "%26"),
        ("res.partner/base.main_partner", 405, "numeric id"),
        ("res.partner/search_read?domain=[]", 405, "GET /object/res.partner"),
        ("res.partner/action_x", 405, "send POST"),
        ("res.partner?context={'lang':'xx_XX'}", 400, "en_US"),
        ("res.partner?context={'tz':'Europe/Brusels'}", 400, "Europe/Brussels"),
    ],
)
def test_helpful_messages(api, path, status, message):
    assert message in problem(api.get(path), status)["detail"]


def test_a_nearly_correct_path(http):
    detail = problem(http.get("/restapi/1.0/objects/res.partner"), 404, "not_found")["detail"]
    assert "'object'" in detail


def test_a_renamed_field(api, has):
    if not has("move_type"):
        pytest.skip("the field still has that name")
    body = problem(api.get("account.move?fields=type"), 400, "unknown_field")
    assert "'move_type'" in body["detail"]


def test_a_valid_context(api, partner):
    context = {"lang": "en_US", "tz": "Europe/Brussels"}
    ok(api.get(f"res.partner/{partner}", context=context, fields="name"))
    ok(api.get(f"res.partner/{partner}", context={"lang": False, "tz": ""}, fields="name"))


@pytest.mark.parametrize(
    "condition", [("color", "=", "1e999"), ("color", "in", ["-1e999"])], ids=str
)
def test_an_infinite_number_in_a_domain(api, condition):
    """Seen to fail with 500."""
    problem(api.get("res.partner/search", domain=[condition]), 400, "invalid_domain")


def test_an_infinite_number_as_the_name_of_a_record(api):
    """Seen to fail with 500."""
    domain = [("country_id", "=", "1e999")]
    assert ok(api.get("res.partner/search_count", domain=domain)) == {"count": 0}
