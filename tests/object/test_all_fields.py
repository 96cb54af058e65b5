"""Records with all their fields: addons keep values in computed fields that JSON has no form for."""

import pytest

from tests.harness.objects import ok


@pytest.mark.parametrize(
    ("model", "domain"),
    [
        ("account.move", [("move_type", "=", "out_invoice")]),
        ("account.move.line", [("move_id.move_type", "=", "out_invoice")]),
        ("res.partner", []),
        ("res.users", []),
    ],
)
def test_without_fields(api, odoo, model, domain):
    (record,) = odoo.search(model, domain, limit=1)
    (row,) = ok(api.get(f"{model}/{record}")).values()
    assert row["id"] == record
    assert "create_date" in row
