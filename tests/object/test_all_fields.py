"""Reads with all fields: some computed fields hold values that JSON can't represent."""

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


def test_all_fields_of_several_models(api, odoo):
    """One record of many models, with all of its fields."""
    for model in ("ir.model.fields", "ir.ui.view", "ir.actions.server", "res.currency", "ir.cron"):
        [ids] = ok(api.get(f"{model}/search?limit=1")).values()
        [row] = ok(api.get(f"{model}/{ids[0]}")).values()
        assert row["id"] == ids[0]
