"""Two models whose names give the same class, with fields that generators of code may stumble over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.harness.rpc import OdooClient

MODELS = ("x_awk.ward", "x_awk__ward")  # ``x_awk_ward`` would have the table of the first
CHOICES = 1000  # more than any of Odoo's own: there are 600 time zones
LABEL = '<b>Bold</b> */ "quoted" \\ `code`'
HELP = '<script>alert(1)</script> *emphasis* \\ */ """ \\u0041 ${name} #{name}'


@contextmanager
def awkward_models(odoo: OdooClient) -> Iterator[None]:
    made = [_model(odoo, name) for name in MODELS]
    try:
        yield
    finally:
        odoo.unlink("ir.model", made)


def _model(odoo: OdooClient, name: str) -> int:
    model = odoo.create("ir.model", {"name": name, "model": name, "state": "manual"})
    # before the fields: the workers load these anew, and with them the rights, which 19.0 caches too soon
    rights = dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True)
    odoo.create("ir.model.access", {"name": name, "model_id": model, "group_id": False, **rights})
    _field(odoo, model, "x_class", LABEL, ttype="char")
    _field(odoo, model, "x_choice", LABEL, ttype="selection", **_selection(odoo))
    return model


def _field(odoo: OdooClient, model: int, name: str, label: str, **vals: Any) -> None:
    described = {"model_id": model, "name": name, "field_description": label, "help": HELP}
    odoo.create("ir.model.fields", {**described, **vals})


def _selection(odoo: OdooClient) -> dict[str, Any]:
    """Choices such as ``+1`` and ``-2``, and how the series takes them."""
    values = {
        (f"+{number}" if number % 2 else f"-{number}"): f"Choice {number} {LABEL}"
        for number in range(CHOICES)
    }
    fields = odoo.call("ir.model.fields", "fields_get", [["selection_ids"]])
    if "selection_ids" not in fields:
        return {"selection": str(list(values.items()))}
    rows = [
        (0, 0, {"value": value, "name": name, "sequence": at})
        for at, (value, name) in enumerate(values.items())
    ]
    return {"selection_ids": rows}
