"""Ids of records."""

from typing import Optional

from ...odoo_types import Value
from . import literals

MAX_ID = 2**31 - 1  # the maximum of PostgreSQL's integer


def as_id(value: Value) -> Optional[int]:
    """The value if it can be the id of a record, else None."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_ID:
        return None
    return value


def from_text(value: Value) -> Optional[int]:
    """As ``as_id``, also for an id written as text, as the keys of JSON objects are."""
    if isinstance(value, str) and literals.is_whole(value) and len(value) <= len(str(MAX_ID)):
        value = int(value)
    return as_id(value)
