"""Examples in the document; they are made up, never read from records."""

from typing import Any, Dict

from ...compat import access
from ...odoo_types import Model
from ..write import writable

# By the names of parameters in the query string.
PARAMETERS: Dict[str, Any] = {
    "aggregates": "id:max,__count",
    "by": "create_date:month",
    "domain": '[["id", ">", 7]]',
    "fields": "id,display_name",
    "ids": "12,17",
    "limit": 10,
    "offset": 20,
    "operation": "read",
    "order": "id desc",
}
_VALUES: Dict[str, Any] = {
    "char": "Example",
    "date": "2026-01-31",
    "datetime": "2026-01-31 09:30:00",
    "float": 9.5,
    "html": "<p>Example</p>",
    "integer": 3,
    "many2one": 7,
    "monetary": 9.5,
    "text": "Example",
}
_NAMES = ("name", "email")


def values(model: Model) -> Dict[str, Any]:
    """Values for a record of the model: its name, and what it requires but doesn't fill in itself."""
    found = {}
    for name in sorted(access.accessible_fields(model, "write")):
        field = model._fields[name]
        is_needed = name in _NAMES or (
            field.required and field.store and not (field.compute or field.related or field.default)
        )
        if is_needed and field.type in _VALUES and not writable.is_readonly(model, field, True):
            found[name] = "jo@example.com" if name == "email" else _VALUES[field.type]
    return found
