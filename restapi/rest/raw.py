"""Attachments have fields with bytes as they are; over this API all bytes of records are base64."""

import base64
from typing import Any, Dict, List

MODEL = "ir.attachment"
FIELDS = ("raw", "db_datas")


def in_base64(records: Any, rows: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """Rows as JSON can hold them."""
    if records._name == MODEL:
        for row in rows:
            for name in FIELDS:
                if isinstance(row.get(name), bytes):
                    row[name] = base64.b64encode(row[name]).decode()
    return rows


def as_datas(model: Any, vals: Dict[str, Any]) -> Dict[str, Any]:
    """Values to write: ``raw`` in base64 is what Odoo takes under another name."""
    if model._name != MODEL:
        return vals
    return {("datas" if name == "raw" else name): value for name, value in vals.items()}
