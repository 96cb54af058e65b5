"""Fields that can't be written are refused by name; answers hold what is stored (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import create_takes, ok
from tests.harness.problems import problem

MODEL = "res.partner"
# Fields of partners that Odoo fills in, or that are computed without an inverse.
READONLY = {
    "id": 7,
    "create_date": "2001-01-01 00:00:00",
    "create_uid": 1,
    "write_date": "2001-01-01 00:00:00",
    "write_uid": 1,
    "contact_address": "Other",
    "email_formatted": "Other",
}


def refused(answer, name):
    assert problem(answer, 400, "readonly_field")["field"] == name


@pytest.fixture
def partner(odoo):
    return odoo.create(MODEL, {"name": "Readonly", "child_ids": [(0, 0, {"name": "Child"})]})


@pytest.mark.parametrize("name", READONLY)
def test_partners(api, odoo, partner, name):
    """Seen to fail without the check for fields that can't be written."""
    vals = {"name": "Confirmed", name: READONLY[name]}
    refused(api.put(f"{MODEL}/{partner}", json={"vals": vals}), name)
    refused(api.put(MODEL, json={"ids": [partner], "vals": vals}), name)
    refused(api.post(MODEL, json={"vals": vals}), name)
    refused(api.post(MODEL, json={"vals": [{"name": "Confirmed"}, vals]}), name)
    assert odoo.search(MODEL, [("name", "=", "Confirmed")]) == []


@pytest.mark.parametrize("name", ["create_date", "email_formatted"])
def test_through_relations(api, odoo, partner, name):
    """Seen to fail without the check for fields that can't be written."""
    [child] = odoo.read(MODEL, partner, ["child_ids"])["child_ids"]
    vals = {"name": "Confirmed", name: READONLY[name]}
    changes = [
        {"create": [vals]},
        {"update": {str(child): vals}},
        [[0, 0, vals]],
        [[1, child, vals]],
        {"create": [{"name": "Confirmed", "child_ids": [[0, 0, vals]]}]},
    ]
    for change in changes:
        sent = {"vals": {"child_ids": change}}
        refused(api.put(f"{MODEL}/{partner}", json=sent), name)
    assert odoo.search(MODEL, [("name", "=", "Confirmed")]) == []


@pytest.mark.parametrize("name", ["create_date", "email_formatted"])
def test_through_calls(api, odoo, partner, vals_argument, name):
    """Seen to fail without the check of values in the arguments of methods."""
    vals = {"name": "Confirmed", name: READONLY[name]}
    refused(api.post(f"{MODEL}/{partner}/write", json={vals_argument: vals}), name)
    for value in (vals, [vals]):
        argument = create_takes(api, MODEL)
        refused(api.post(f"{MODEL}/create", json={argument: value}), name)
    assert odoo.search(MODEL, [("name", "=", "Confirmed")]) == []
    ok(api.post(f"{MODEL}/{partner}/write", json={vals_argument: {"name": "Called"}}))
    assert odoo.read(MODEL, partner, ["name"])["name"] == "Called"


def test_fields_of_users_related_to_partners(api, employee):
    """A field that is related to a read-only field. Seen to fail without the check of the field that a
    field is related to."""
    path = f"res.users/{employee.id}"
    refused(api.put(path, vals={"email_formatted": "Other"}), "email_formatted")
    [user] = ok(api.put(path, vals={"street": "Related"})).values()
    assert user["street"] == "Related"


@pytest.mark.parametrize("name", ["client_id", "client_secret", "generation"])
def test_applications(api, odoo, register, name):
    """The server chooses these values. Seen to fail without the list of fields that the server sets."""
    application = odoo.search("restapi.application", [("client_id", "=", register().client_id)])[0]
    sent = {"name": "Confirmed", name: 5 if name == "generation" else "x" * 40}
    refused(api.put(f"restapi.application/{application}", vals=sent), name)
    refused(api.post("restapi.application", vals={"user_id": odoo.uid, **sent}), name)
    assert odoo.search("restapi.application", [("name", "=", "Confirmed")]) == []


@pytest.mark.parametrize(("name", "value"), [("checksum", "x"), ("file_size", 5)])
def test_files(api, odoo, name, value):
    """Seen to fail without the check for fields that can't be written."""
    file = odoo.create("ir.attachment", {"name": "x", "datas": "eA=="})
    refused(api.put(f"ir.attachment/{file}", vals={name: value}), name)


def test_fields_that_only_forms_show_as_readonly(api, odoo, partner):
    """As with Odoo's own RPC, a stored field can be written even if it is computed."""
    for name in ("commercial_company_name", "company_name"):
        answer = ok(api.put(f"{MODEL}/{partner}", vals={name: "Stored"}, fields=[name]))
        assert answer["Contact"][name] == "Stored"
        assert odoo.read(MODEL, partner, [name])[name] == "Stored"


def test_a_computed_field_that_the_model_converts(api, odoo, has):
    """Up to 18.0 units of measure convert ``factor_inv``, a computed field, to ``factor``."""
    if not has("unit categories"):
        units = odoo.call("uom.uom", "fields_get", [["factor"]], attributes=["store"])
        assert units["factor"]["store"]
        return
    category = odoo.create("uom.category", {"name": "Of test"})
    vals = {"name": "Ten", "category_id": category, "factor_inv": 10, "uom_type": "reference"}
    made = ok(api.post("uom.uom", vals={**vals, "factor_inv": 1}, fields=["factor"]))
    [unit] = [record["id"] for record in made.values()]
    answer = ok(api.put(f"uom.uom/{unit}", vals={"factor_inv": 1.0, "name": "One"}))
    [record] = answer.values()
    assert record["factor_inv"] == 1.0


def test_answers_hold_what_is_stored(api, odoo):
    """Odoo accepts a field that exists for a form only, and discards it. Seen to fail without the second
    read after a write."""
    vals = {"name": "Fresh", "res_model_change": True}
    fields = ["res_model_change"]
    made = ok(api.post("mail.activity.type", vals=vals, fields=fields))
    [record] = made.values()
    assert record["res_model_change"] is False
    for path, params in ((f"/{record['id']}", {}), ("", {"ids": [record["id"]]})):
        [found] = ok(
            api.put(f"mail.activity.type{path}", vals=vals, fields=fields, **params)
        ).values()
        one = found if isinstance(found, dict) else found[0]
        assert one["res_model_change"] is False
