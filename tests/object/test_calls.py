"""Method calls: the methods that Odoo's RPC exposes, with named arguments (docs/reference/objects.rst)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Calls", "is_company": True})


@pytest.fixture
def server_action(odoo):
    """`server_action(code)`: the id of a server action that runs the code."""
    model = odoo.search("ir.model", [("model", "=", "res.partner")])[0]
    made = []

    def server_action(code: str) -> int:
        vals = {"name": "x", "model_id": model, "state": "code", "code": code}
        made.append(odoo.create("ir.actions.server", vals))
        return made[-1]

    yield server_action
    odoo.unlink("ir.actions.server", made)


def test_a_method_of_the_model(api, partner):
    body = {"name": "Calls", "operator": "=", "limit": 1}
    assert ok(api.post("res.partner/name_search", json=body))["result"] == [[partner, "Calls"]]


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("load", {"fields": ["id", "nmae"], "data": [["calls.x", "Calls"]]}),
        ("load", {"fields": ["name", "child_ids/nmae"], "data": [["Calls", "x"]]}),
        ("export_data", {"ids": [1], "fields_to_export": [".id", "nmae"]}),
        ("export_data", {"ids": [1], "fields_to_export": ["parent_id/nmae"]}),
    ],
)
def test_an_unknown_field_of_an_import_or_export(api, method, body):
    answer = problem(api.post(f"res.partner/{method}", json=body), 400, "unknown_field")
    assert answer["detail"] == "Model 'res.partner' has no field 'nmae'; did you mean 'name'?"


def test_ids_in_an_import_and_an_export(api, odoo):
    """Records by external id and by number, in each spelling that Odoo accepts."""
    belgium = odoo.ref("base.be")
    fields = [
        "id",
        "name",
        "country_id/id",
        "state_id/.id",
        "parent_id:id",
        "user_id.id",
        "child_ids/name",
    ]
    row = ["calls.imported", "Imported", "base.be", "", "", "", ""]
    answer = ok(api.post("res.partner/load", json={"fields": fields, "data": [row]}))["result"]
    assert answer["messages"] == []
    (partner,) = answer["ids"]
    body = {"ids": [partner], "fields_to_export": ["id", ".id", "country_id/.id", "country_id/id"]}
    exported = ok(api.post("res.partner/export_data", json=body))["result"]["datas"]
    assert exported == [["calls.imported", str(partner), str(belgium), "base.be"]]


@pytest.mark.parametrize("names", [5, True, 0.5])
def test_an_export_whose_fields_are_no_list(api, partner, names):
    """Seen to fail with 500."""
    body = {"ids": [partner], "fields_to_export": names}
    problem(api.post("res.partner/export_data", json=body), 403, "odoo_error")


def test_a_method_of_one_record(api, odoo, partner):
    path = f"res.partner/{partner}/address_get"
    assert ok(api.post(path, json={"adr_pref": ["invoice"]}))["result"]["invoice"] == partner


def test_a_method_of_records(api, odoo, partner):
    assert ok(api.post("res.partner/toggle_active", json={"ids": [partner]})) == {"result": None}
    assert odoo.search("res.partner", [("id", "=", partner)]) == []


def test_forms_and_queries_in_both_dialects(api, partner):
    for value in ("['invoice']", '["invoice"]'):
        path = f"res.partner/{partner}/address_get"
        assert ok(api.post(path, data={"adr_pref": value}))["result"]["invoice"] == partner
        assert ok(api.post(path, adr_pref=value))["result"]["invoice"] == partner
    found = ok(api.post("res.partner/name_search", data={"name": "Calls", "limit": "1"}))["result"]
    assert len(found) == 1


@pytest.mark.parametrize("text", ["123", "1e3", "True", "None", "'q'", "[draft] x", "(see)", " x"])
def test_text_of_a_json_body_stays_text(api, odoo, text):
    """Seen to fail: it was parsed as a literal as well. Some texts were refused, others became another value
    or were lost."""
    made, _name = ok(api.post("res.partner/name_create", json={"name": text}))["result"]
    assert odoo.read("res.partner", made, ["name"])["name"] in (text, text.strip())


def test_a_query_beside_a_json_body_is_read_as_text(api, partner):
    body = {"name": "Calls", "operator": "="}
    (found,) = ok(api.post("res.partner/name_search?limit=1", json=body))["result"]
    assert found[1] == "Calls"


@pytest.mark.parametrize("domain", ["[('id','=',1)]", {"id": 1}, 1])
def test_a_domain_that_is_no_list_is_refused(api, domain):
    problem(api.post("res.partner/search", json={"domain": domain}), 400, "invalid_domain")


def test_records_in_results_become_ids(api, partner):
    domain = [["id", "=", partner]]
    assert ok(api.post("res.partner/search", json={"domain": domain}))["result"] == [partner]
    copy = ok(api.post(f"res.partner/{partner}/copy", json={}))["result"]
    assert copy not in (partner, [partner])


def test_create_returns_an_id(api, odoo):
    argument = "vals_list"
    result = ok(api.post("res.partner/create", json={argument: [{"name": "Created"}]}))["result"]
    assert odoo.read("res.partner", result[0], ["name"])["name"] == "Created"


def test_the_context_is_applied(api, partner):
    body = {"context": {"active_test": False}, "domain": [["id", "=", partner]]}
    ok(api.put(f"res.partner/{partner}", vals={"active": False}))
    assert ok(api.post("res.partner/search_count", json=body))["result"] == 1
    assert ok(api.post("res.partner/search_count", json={"domain": body["domain"]}))["result"] == 0


@pytest.mark.parametrize(
    ("path", "body", "code", "message"),
    [
        ("res.partner/{id}/address_get", {"adr_prefs": []}, "unknown_parameter", "'adr_pref'"),
        ("res.partner/{id}/toggle_active", {"x": 1}, "unknown_parameter", "This method"),
        ("ir.model.data/check_object_reference", {"module": "x"}, "missing_parameter", "'xml_id'"),
        ("res.partner/address_get", {}, "bad_request", "method of records"),
        ("res.partner/{id}/name_search", {}, "bad_request", "without ids"),
        ("res.partner/search", {"domain": [["nam", "=", 1]]}, "unknown_field", "'name'"),
        ("res.partner/search", {"domain": [["name", "="]]}, "invalid_domain", "three parts"),
        ("res.partner/address_get", {"ids": "x"}, "invalid_parameter", "ids"),
        ("res.partner/address_get", {"ids": ["x"]}, "invalid_parameter", "ids"),
    ],
)
def test_arguments_are_bound_before_the_call(api, partner, path, body, code, message):
    answer = problem(api.post(path.format(id=partner), json=body), 400, code)
    assert message in answer["detail"]


def test_an_unknown_record_is_named(api, odoo, partner):
    answer = api.post("res.partner/toggle_active", json={"ids": [partner, 99999]})
    assert problem(answer, 404, "unknown_record")["ids"] == [99999]
    assert odoo.read("res.partner", partner, ["active"])["active"] is True


@pytest.fixture
def user_error(has):
    """The name of `UserError` in the code of server actions."""
    return "UserError" if has("UserError in server actions") else "Warning"


def test_a_method_that_writes_and_then_raises(api, odoo, partner, server_action, user_error):
    """Seen to fail without passing errors to Odoo, which rolls back and retries: they are answered at once."""
    code = (
        f"env['res.partner'].browse({partner}).write({{'street': 'half'}})\nraise {user_error}('x')"
    )
    answer = api.post(f"ir.actions.server/{server_action(code)}/run", json={})
    problem(answer, 403, "user_error")
    assert odoo.read("res.partner", partner, ["street"])["street"] is False


def test_a_result_that_json_can_not_represent(api, odoo, partner, server_action, user_error):
    code = f"env['res.partner'].browse({partner}).write({{'street': 'half'}})\naction = {{'x': {user_error}}}"
    answer = api.post(f"ir.actions.server/{server_action(code)}/run", json={})
    assert "JSON" in problem(answer, 403)["detail"]
    assert odoo.read("res.partner", partner, ["street"])["street"] is False


def test_a_method_that_succeeds_writes(api, odoo, partner, server_action):
    code = f"env['res.partner'].browse({partner}).write({{'street': 'whole'}})"
    ok(api.post(f"ir.actions.server/{server_action(code)}/run", json={}))
    assert odoo.read("res.partner", partner, ["street"])["street"] == "whole"
