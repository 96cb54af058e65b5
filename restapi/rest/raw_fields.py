"""Attachments have fields with bytes as they are; over this API all bytes of records are base64."""

import base64
from typing import Any, Dict, List

from ..compat import binary
from ..odoo_types import Model, Records, Vals

MODEL = "ir.attachment"
FIELDS = ("raw", "db_datas")
TYPES = ("binary", "image")


def in_base64(records: Records, rows: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """Rows as JSON can hold them."""
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


def known_as(records: Records, name: str) -> str:
    """What the series calls a field: the content of an attachment, which 1.0's clients know as
    ``datas``, is ``raw`` alone on 20.0."""
    is_gone = name == "datas" and records._name == MODEL and name not in records._fields
    return "raw" if is_gone else name


def as_datas(model: Model, vals: Vals) -> Dict[str, Any]:
    """Values to write: ``raw`` in base64 is what Odoo takes under another name, where it has one."""
    if model._name != MODEL or "datas" not in model._fields:
        return vals
    return {("datas" if name == "raw" else name): value for name, value in vals.items()}
