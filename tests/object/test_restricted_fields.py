"""Who may not read a field may not search, sort or group by it either (CVE-2024-36259).

Up to 16.0 Odoo checks the groups of fields when it reads them only; a yes or no for each guess
tells the value.
"""

import ast

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

SECRET = "ZZ-SECRET"


@pytest.fixture(scope="module")
def field(has):
    """A stored field of partners that is for those who manage access rights."""
    return "signup_token" if has("signup_token") else "signup_type"


@pytest.fixture(scope="module")
def secret(odoo, field):
    partner = odoo.create("res.partner", {"name": "Oracle", field: SECRET})
    odoo.create("res.partner", {"name": "Oracle's child", "parent_id": partner})
    return partner


@pytest.fixture
def named(field):
    """Writes the field's name where a test has `x_secret`."""

    def named(value):
        return ast.literal_eval(repr(value).replace("x_secret", field))

    return named


def refused(answer):
    body = problem(answer, 403, "access_error")
    assert SECRET not in answer.text
    return body


DOMAINS = [
    [("x_secret", "=", SECRET)],
    [("x_secret", "=like", "Z%")],
    [("x_secret", "!=", False)],
    ["!", ("x_secret", "=", "x")],
    ["|", ("name", "=", "x"), ("x_secret", "=", SECRET)],
    [("parent_id.x_secret", "=", SECRET)],
    [("child_ids.parent_id.x_secret", "=like", "Z%")],
    [("x_secret", "=?", False)],
    [("x_secret", "in", [])],
]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("route", ["res.partner/search", "res.partner/search_count", "res.partner"])
def test_domains(employee_api, secret, named, route, domain):
    """Seen to fail without the question for the field's groups."""
    refused(employee_api.get(route, domain=named(domain)))


@pytest.mark.parametrize("order", ["x_secret", "name, x_secret desc"])
def test_orders(employee_api, secret, named, order):
    for route in ("res.partner/search", "res.partner"):
        refused(employee_api.get(route, domain=[], order=named(order)))


@pytest.mark.parametrize("fields", ["x_secret", "name,x_secret", "parent_id.x_secret"])
def test_fields(employee_api, secret, named, fields):
    fields = named(fields)
    refused(employee_api.get(f"res.partner?fields={fields}"))
    refused(employee_api.get(f"res.partner/{secret}?fields={fields}"))


def test_all_fields(employee_api, secret, field):
    record = ok(employee_api.get(f"res.partner/{secret}"))["Contact"]
    assert field not in record
    assert field not in ok(employee_api.get("res.partner/fields_get"))["fields"]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search", {"domain": [["x_secret", "=like", "Z%"]]}),
        ("search_count", {"domain": [["parent_id.x_secret", "=", SECRET]]}),
        ("search_read", {"domain": [["x_secret", "=", SECRET]], "fields": ["name"]}),
        ("search_read", {"domain": [], "fields": ["name"], "order": "x_secret"}),
        ("search", {"domain": [], "order": "x_secret desc"}),
        ("name_search", {"name": "", "args": [["x_secret", "=", SECRET]]}),
        ("read_group", {"domain": [], "fields": ["id"], "groupby": ["x_secret"]}),
        ("read_group", {"domain": [], "fields": ["x_secret:max"], "groupby": ["name"]}),
        ("read_group", {"domain": [], "fields": ["told:max(x_secret)"], "groupby": ["name"]}),
        (
            "search_panel_select_range",
            {
                "field_name": "parent_id",
                "expand": True,
                "comodel_domain": [["x_secret", "=", SECRET]],
            },
        ),
        *(
            (
                "search_panel_select_multi_range",
                {"field_name": name, "enable_counters": True, "group_domain": domain},
            )
            for name, domain in (
                ("parent_id", [["x_secret", "=like", "Z%"]]),
                ("category_id", {"1": [["x_secret", "=like", "Z%"]]}),
            )
        ),
        (
            "read_progress_bar",
            {"domain": [], "group_by": "type", "progress_bar": {"field": "x_secret", "colors": {}}},
        ),
    ],
)
def test_calls(employee_api, secret, named, has, method, arguments):
    """Seen to fail without the question for the field's groups."""
    if method.startswith("search_panel") and not has("search_panel_select_range"):
        pytest.skip("there is no such method")
    answer = employee_api.post(f"res.partner/{method}", json=named(arguments))
    refused(answer)


def test_an_order_within_groups(employee_api, secret, named, has):
    """Up to 18.0 `web_read_group` reads the records of each group too."""
    if not has("records in web_read_group") or not has("search_panel_select_range"):
        pytest.skip("there is no such argument or method")
    arguments = {"fields": ["name"], "groupby": ["type"], "expand": True}
    arguments |= {"domain": [], "expand_orderby": named("x_secret")}
    refused(employee_api.post("res.partner/web_read_group", json=arguments))


@pytest.fixture(scope="module")
def editor_token(make_user, token_of):
    """May create partners, and may not manage access rights."""
    return token_of(make_user(["base.group_user", "base.group_partner_manager"]).id)


def test_writes(http, editor_token, odoo, field):
    """Up to 16.0 Odoo's create does not look at the groups of fields at all."""
    editor = Objects(http, editor_token)
    assert editor.post("res.partner", vals={"name": "Plain"}, fields="name").status_code == 200
    refused(editor.post("res.partner", vals={"name": "x", field: "y"}, fields="name"))
    nested = {"name": "x", "child_ids": {"create": [{"name": "z", field: "y"}]}}
    refused(editor.post("res.partner", vals=nested, fields="name"))
    assert odoo.search("res.partner", [(field, "=", "y")]) == []


def test_who_may_read_it_may_search_by_it(api, secret, field):
    domain = [(field, "=", SECRET)]
    assert ok(api.get("res.partner/search", domain=domain, order=field)) == {"Contact": [secret]}
