"""Chapter 3.4 of the manual: models and fields made over the API can be used at once, on every worker."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

BUILT_IN = {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}


@pytest.fixture
def custom_model(odoo):
    """Removes the model that a test makes."""
    yield
    odoo.unlink(
        "ir.model", odoo.search("ir.model", [("model", "in", ["x_custom", "x_custom_model"])])
    )


@pytest.mark.usefixtures("custom_model")
def test_ir_model(api):
    vals = "{'name':'Custom Model','model':'x_custom_model','state':'manual'}"
    model = ok(api.post(f"ir.model?vals={vals}"))["Models"]
    assert (model["name"], model["model"], model["state"]) == (
        "Custom Model",
        "x_custom_model",
        "manual",
    )
    for _ in range(8):  # enough to reach each worker
        path = "x_custom_model/fields_get?attributes=['string','help','type']"
        fields = ok(api.get(path))["fields"]
        assert set(fields) >= BUILT_IN
        assert fields["create_uid"]["type"] == "many2one"
        assert not [name for name in fields if name.startswith("x_")]


@pytest.mark.usefixtures("custom_model")
def test_ir_model_fields(api):
    vals = "{'name':'Custom Model','model':'x_custom','state':'manual'}"
    model = ok(api.post(f"ir.model?vals={vals}"))["Models"]["id"]
    vals = f"{{'model_id':{model},'name':'x_name','ttype':'char','state':'manual','required':True}}"
    field = ok(api.post(f"ir.model.fields?vals={vals}"))["Fields"]
    assert field["model_id"] == [model, "Custom Model"]
    assert (field["name"], field["ttype"], field["required"]) == ("x_name", "char", True)
    for number in range(8):
        record = ok(api.post("x_custom?vals={'x_name':'test record'}"))["Custom Model"]
        assert record["x_name"] == record["display_name"] == "test record", number


@pytest.mark.usefixtures("custom_model")
def test_odoo_decides_who_creates_models(employee_api, api, odoo):
    """Seen to fail without Odoo's check of the right to create."""
    vals = "{'name':'Custom Model','model':'x_custom','state':'manual'}"
    problem(employee_api.post(f"ir.model?vals={vals}"), 403, "access_error")
    assert odoo.search("ir.model", [("model", "=", "x_custom")]) == []
    ok(api.post(f"ir.model?vals={vals}"))
    problem(employee_api.get("x_custom/search"), 403, "access_error")
    partner = odoo.search("ir.model", [("model", "=", "res.partner")])[0]
    vals = f"{{'model_id':{partner},'name':'x_y','ttype':'char','state':'manual'}}"
    problem(employee_api.post(f"ir.model.fields?vals={vals}"), 403, "access_error")


@pytest.mark.usefixtures("custom_model")
def test_fields_and_rights_in_the_request(api):
    vals = {
        "name": "Custom Model",
        "model": "x_custom",
        "state": "manual",
        "field_id": [(0, 0, {"name": "x_code", "ttype": "char", "field_description": "Code"})],
        "access_ids": [],
    }
    ok(api.post("ir.model", vals=vals))
    problem(api.get("x_custom/search"), 403, "access_error")


@pytest.mark.usefixtures("custom_model")
def test_new_rights_apply_at_once(api, odoo):
    """Seen to fail on 19.0: while Odoo creates the access right, it caches the caller's rights before it
    stores the new ones, and that worker went on to refuse."""
    vals = {"name": "Custom Model", "model": "x_custom", "state": "manual", "access_ids": []}
    field = {"name": "x_name", "ttype": "char", "field_description": "Name"}
    model = ok(api.post("ir.model", vals={**vals, "field_id": [(0, 0, field)]}))["Models"]["id"]
    for _ in range(8):  # enough to fill the cache of each worker
        problem(api.post("x_custom", vals={"x_name": "x"}), 403, "access_error")
    vals = {"name": "x", "model_id": model, "group_id": odoo.ref("base.group_user")}
    vals |= dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True)
    ok(api.post("ir.model.access", vals=vals))
    for _ in range(8):
        ok(api.post("x_custom", vals={"x_name": "x"}))


RIGHTS = ("perm_read", "perm_write", "perm_create", "perm_unlink")


@pytest.mark.usefixtures("custom_model")
@pytest.mark.parametrize("way", ["route", "call", "line"])
def test_changed_rights_apply_at_once(api, odoo, has, way):
    """Seen to fail on 19.0, as above: the worker that had removed a right went on to grant it."""
    field = {"name": "x_name", "ttype": "char", "field_description": "Name"}
    vals = {"name": "Custom Model", "model": "x_custom", "state": "manual", "access_ids": []}
    model = ok(api.post("ir.model", vals={**vals, "field_id": [(0, 0, field)]}))["Models"]["id"]
    rights = {"name": "x", "model_id": model, "group_id": odoo.ref("base.group_user")}
    rights |= dict.fromkeys(RIGHTS, True)
    access = ok(api.post("ir.model.access", json={"vals": rights, "fields": ["name"]}))
    access_id = access["Model Access"]["id"]
    record = ok(api.post("x_custom", vals={"x_name": "x"}))["Custom Model"]["id"]

    def write(may: bool) -> None:
        changed = {"perm_write": may}
        if way == "route":
            ok(api.put(f"ir.model.access/{access_id}", json={"vals": changed}))
        elif way == "call":
            argument = "vals" if has("ir.model.access write() takes vals") else "values"
            ok(api.post(f"ir.model.access/{access_id}/write", json={argument: changed}))
        else:
            lines = {"access_ids": {"update": {str(access_id): changed}}}
            ok(api.put(f"ir.model/{model}", json={"vals": lines, "fields": ["name"]}))

    for may in (False, True, False):
        write(may)
        for _ in range(8):  # enough to reach each worker
            answer = api.put(f"x_custom/{record}", vals={"x_name": "y"})
            assert answer.status_code == (200 if may else 403)
    ok(api.delete(f"ir.model.access/{access_id}"))
    for _ in range(8):
        problem(api.delete(f"x_custom/{record}"), 403, "access_error")
