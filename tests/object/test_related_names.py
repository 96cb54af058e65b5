"""Names of related records equal those of Odoo's own `read`, but cost less (rest/read/related_names.py)."""

import pytest

from tests.harness.objects import Objects, ok

# Records of the demo data only: those of other tests have control characters, which XML-RPC changes.
LIMIT = 40
MODELS = ["res.partner", "res.users", "ir.model.fields", "ir.model.access", "account.account"]


@pytest.mark.parametrize("model", MODELS)
def test_names_equal_those_of_odoos_read(api: Objects, odoo, model):
    described = odoo.call(model, "fields_get", [], attributes=["type", "store"])
    names = sorted(
        name
        for name, field in described.items()
        if field["type"] in ("many2one", "char", "many2many") and field["store"]
    )
    theirs = odoo.call(model, "search_read", [[]], fields=names, limit=LIMIT, order="id")
    assert any(isinstance(row[name], list) for row in theirs for name in names)
    ours = ok(api.get(model, fields=",".join(names), limit=str(LIMIT), order="id"))
    (rows,) = ours.values()
    assert rows == theirs
    ids = ",".join(str(row["id"]) for row in theirs)
    (rows,) = ok(api.get(model, ids=ids, fields=",".join(names))).values()
    assert rows == theirs


def test_names_of_records_without_access(employee_api: Objects, odoo, employee):
    """Whoever may read a record sees the names of the records it refers to, as in Odoo's own answers."""
    as_employee = odoo.as_user(employee.login, employee.password)
    names = ["name", "create_uid", "company_id"]
    (rows,) = ok(
        employee_api.get("res.partner", fields=",".join(names), limit=str(LIMIT), order="id")
    ).values()
    theirs = as_employee.call(
        "res.partner", "search_read", [[]], fields=names, limit=LIMIT, order="id"
    )
    assert rows == theirs
