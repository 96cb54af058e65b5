"""Method calls give no access beyond the caller's rights and scopes (docs/reference/objects.rst)."""

import pytest

from tests.harness.objects import Objects, create_takes
from tests.harness.problems import problem


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Call rights", "is_company": True})


PRIVATE = [
    "_write",
    "__class__",
    "__init__",
    "_cr",
    "_fields",
    "_search",
    "_Write",
    "WRITE",
    "Write",
    "%5Fwrite",
    "%5F_class__",
    "＿write",
    "ｗrite",
    "write%20",
    "write%00",
    "write;",
    "write.__call__",
    "env",
    "pool",
    "id",
    "name",
    "no_such_method",
    "res_partner",
]


@pytest.mark.parametrize("name", PRIVATE)
def test_private_methods(api, odoo, partner, name):
    """Seen to fail without Odoo's check of method names, and without Odoo's rule for public methods."""
    for path in (f"res.partner/{name}", f"res.partner/{partner}/{name}"):
        answer = api.post(path, json={"vals": {"street": "private"}})
        assert answer.status_code in (400, 403, 404), answer.text
        problem(answer, answer.status_code)
    assert odoo.read("res.partner", partner, ["street"])["street"] is False


def test_api_private(api, has):
    """`@api.private` came with 18.0. Seen to fail without Odoo's rule for public methods."""
    expected = 403 if has("@api.private") else 200
    method = "flush_model" if has("flush_model") else "invalidate_cache"
    assert api.post(f"res.partner/{method}", json={"ids": []}).status_code == expected


def test_calls_run_as_the_caller(employee_api, employee, odoo):
    """Seen to fail without the caller's rights: the environment is the superuser's."""
    group = odoo.ref("base.group_system")
    groups = "group_ids" if "group_ids" in odoo.call("res.users", "fields_get") else "groups_id"
    attempts = [
        ("put", f"res.users/{employee.id}", {"vals": {groups: [[4, group]]}}),
        ("put", f"res.groups/{group}", {"vals": {"name": "x"}}),
        ("post", f"res.users/{employee.id}/write", {"vals": {groups: [[4, group]]}}),
        (
            "post",
            "res.users/create",
            {create_takes(employee_api, "res.users"): [{"name": "x", "login": "superuser"}]},
        ),
        ("post", "res.users", {"vals": {"name": "x", "login": "superuser"}}),
        ("post", "ir.config_parameter/set_param", {"key": "x", "value": "y"}),
        ("delete", f"res.users/{odoo.ref('base.user_admin')}", None),
    ]
    for method, path, body in attempts:
        answer = getattr(employee_api, method)(path, **({"json": body} if body else {}))
        problem(answer, 403)
    assert group not in odoo.read("res.users", employee.id, [groups])[groups]
    assert odoo.search("res.users", [("login", "=", "superuser")]) == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("sudo", {}), ("with_user", {"user": 1}), ("with_context", {}), ("with_env", {}), ("su", {})],
)
def test_sudo_lifts_no_rights(employee_api, odoo, name, arguments):
    """If Odoo allows the call, the answer holds nothing but the ids that were sent, and later requests on any
    worker have the caller's rights. Seen to fail without the conversion of returned records to ids: they
    are read with the rights of the environment that the method returned."""
    sent = odoo.search("ir.config_parameter", [])[:3]
    for _ in range(8):  # enough to reach each worker
        body = {"ids": sent, **arguments}
        answer = employee_api.post(f"ir.config_parameter/{name}", json=body)
        if answer.status_code == 200:
            assert answer.json() == {"result": sent}
        else:
            problem(answer, answer.status_code)
            assert answer.status_code in (400, 403, 404)
        problem(employee_api.get("ir.config_parameter/search"), 403)


@pytest.mark.parametrize(
    ("scopes", "path", "body", "missing"),
    [
        ("call", "res.partner/create", {"vals_list": [{"name": "Scoped"}]}, "create"),
        ("call", "res.partner/name_create", {"name": "Scoped"}, "create"),
        ("call", "res.partner/{id}/copy", {}, "create"),
        ("call", "res.partner/{id}/write", {"vals": {"name": "Scoped"}}, "write"),
        ("call", "res.partner/{id}/update", {"values": {"name": "Scoped"}}, "write"),
        ("call", "res.partner/{id}/unlink", {}, "delete"),
        ("call", "res.partner/{id}/read", {}, "read"),
        ("call", "res.partner/search_read", {}, "read"),
        ("call", "res.partner/{id}/onchange", {}, "read"),
        ("call", "res.partner/{id}/get_field_translations", {"field_name": "name"}, "read"),
        ("call", "res.partner/fields_get", {}, "read"),
        ("call create", "res.partner/load", {"fields": ["name"], "data": [["Scoped"]]}, "write"),
        ("read write create delete", "res.partner/{id}/address_get", {}, "call"),
    ],
)
def test_calls_need_scopes(http, odoo, token_of, partner, scopes, path, body, missing):
    """Seen to fail without `caller.require` in the route decorator."""
    limited = Objects(http, token_of(odoo.ref("base.user_admin"), scopes))
    answer = problem(limited.post(path.format(id=partner), json=body), 403, "insufficient_scope")
    assert answer["scope"] == missing
    assert odoo.search("res.partner", [("name", "=", "Scoped")]) == []
    assert odoo.read("res.partner", partner, ["name"])["name"] == "Call rights"
