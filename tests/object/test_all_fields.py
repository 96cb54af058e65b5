"""Records with all their fields: addons keep values in computed fields that JSON has no form for."""

import pytest

from tests.harness.objects import ok


@pytest.mark.parametrize("which", ["invoices", "lines", "partners", "users"])
def test_without_fields(api, odoo, billing, which):
    kind, operator, sent = billing.sent
    model, domain = {
        "invoices": (billing.model, [(kind, operator, sent)]),
        "lines": (billing.lines, [(f"{billing.line_of}.{kind}", operator, sent)]),
        "partners": ("res.partner", []),
        "users": ("res.users", []),
    }[which]
    (record,) = odoo.search(model, domain, limit=1)
    (row,) = ok(api.get(f"{model}/{record}")).values()
    assert row["id"] == record
    assert "create_date" in row
