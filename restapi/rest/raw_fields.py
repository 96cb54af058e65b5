"""Fields of attachments that hold raw bytes; in this API all binary values are base64."""

import base64
from typing import Any, Dict, List

from ..compat import binary
from ..odoo_types import Model, Records, Vals

MODEL = "ir.attachment"
FIELDS = ("raw", "db_datas")
TYPES = ("binary", "image")


def in_base64(records: Records, rows: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """The rows with their bytes in base64, in place."""
    if binary.HAS_OBJECTS:
        return _as_texts(records, rows)
    if records._name == MODEL:
        for row in rows:
            for name in FIELDS:
                if isinstance(row.get(name), bytes):
                    row[name] = base64.b64encode(row[name]).decode()
    return rows


def _as_texts(records: Records, rows: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    names = [name for name in (rows[0] if rows else ()) if records._fields[name].type in TYPES]
    for row in rows:
        for name in names:
            row[name] = binary.as_text(row[name])
    return rows


def current_name(records: Records, name: str) -> str:
    """The name of a field on this series: 20.0 has no ``datas`` of attachments, which clients of 1.0
    use, but only ``raw``."""
    is_removed = name == "datas" and records._name == MODEL and name not in records._fields
    return "raw" if is_removed else name


def as_datas(model: Model, vals: Vals) -> Dict[str, Any]:
    """Values to write: where Odoo has ``datas``, that is the field which takes base64, not ``raw``."""
    if model._name != MODEL or "datas" not in model._fields:
        return vals
    return {("datas" if name == "raw" else name): value for name, value in vals.items()}
