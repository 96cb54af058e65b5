"""A user who may not read a field may not search, sort or group by it either (CVE-2024-36259).

Up to 16.0 Odoo checks the groups of fields only when it reads them. Then each search answers one
guess about the value.
"""

import ast

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

SECRET = "ZZ-SECRET"


@pytest.fixture(scope="module")
def field(has):
    """A stored field of partners, restricted to a group that manages access rights."""
    return "signup_token" if has("signup_token") else "signup_type"


@pytest.fixture(scope="module")
def secret(odoo, field):
    partner = odoo.create("res.partner", {"name": "Oracle", field: SECRET})
    odoo.create("res.partner", {"name": "Oracle's child", "parent_id": partner})
    return partner


@pytest.fixture
def with_field(field):
    """Replaces `x_secret` in a test's arguments by the field's name."""

    def with_field(value):
        return ast.literal_eval(repr(value).replace("x_secret", field))

    return with_field


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
def test_domains(employee_api, secret, with_field, route, domain):
    """Seen to fail without the check of the field's groups."""
    refused(employee_api.get(route, domain=with_field(domain)))


@pytest.mark.parametrize("order", ["x_secret", "name, x_secret desc"])
def test_orders(employee_api, secret, with_field, order):
    for route in ("res.partner/search", "res.partner"):
        refused(employee_api.get(route, domain=[], order=with_field(order)))


@pytest.mark.parametrize("fields", ["x_secret", "name,x_secret", "parent_id.x_secret"])
def test_fields(employee_api, secret, with_field, fields):
    fields = with_field(fields)
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
        ("read_group", {"domain": [], "fields": ["largest:max(x_secret)"], "groupby": ["name"]}),
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
def test_calls(employee_api, secret, with_field, has, method, arguments):
    """Seen to fail without the check of the field's groups."""
    if method.startswith("search_panel") and not has("search_panel_select_range"):
        pytest.skip("the series has no such method")
    answer = employee_api.post(f"res.partner/{method}", json=with_field(arguments))
    refused(answer)


def test_an_order_within_groups(employee_api, secret, with_field, has):
    """Up to 18.0 `web_read_group` can also read the records of each group."""
    if not has("records in web_read_group") or not has("search_panel_select_range"):
        pytest.skip("the series has no such argument or method")
    arguments = {"fields": ["name"], "groupby": ["type"], "expand": True}
    arguments |= {"domain": [], "expand_orderby": with_field("x_secret")}
    refused(employee_api.post("res.partner/web_read_group", json=arguments))


@pytest.fixture(scope="module")
def editor_token(make_user, token_of):
    """A user who may create partners, but not manage access rights."""
    return token_of(make_user(["base.group_user", "base.group_partner_manager"]).id)


def test_writes(http, editor_token, odoo, field):
    """Up to 16.0 Odoo's `create` does not check the groups of fields at all."""
    editor = Objects(http, editor_token)
    assert editor.post("res.partner", vals={"name": "Plain"}, fields="name").status_code == 200
    refused(editor.post("res.partner", vals={"name": "x", field: "y"}, fields="name"))
    nested = {"name": "x", "child_ids": {"create": [{"name": "z", field: "y"}]}}
    refused(editor.post("res.partner", vals=nested, fields="name"))
    assert odoo.search("res.partner", [(field, "=", "y")]) == []


def test_users_with_access_may_search_and_sort(api, secret, field):
    domain = [(field, "=", SECRET)]
    assert ok(api.get("res.partner/search", domain=domain, order=field)) == {"Contact": [secret]}
