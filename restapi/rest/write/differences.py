"""Which of the values for a record differ from those that it has."""

import binascii
import math
from typing import Any, Dict, List, Sequence, Set, Tuple

from ...compat import access, binary
from ...odoo_types import Checked, FieldValue, Model, Record, Records
from ..errors import odoo_errors
from .commands import CLEAR, LINK, SET

_BINARY = ("binary", "image")
_NUMBERS = ("float", "monetary")
_X2MANY = ("one2many", "many2many")
# Odoo stores these in another form than they are sent in, and merges them with what is there.
_ALWAYS = ("properties", "properties_definition")


def of(records: Model, pairs: Sequence[Tuple[Record, Dict[str, Any]]]) -> Dict[int, Dict[str, Any]]:
    """The values that differ, by the ids of the records.

    A value that the caller may not read always counts as different.

    :param pairs: records of the model, with values in the form of Odoo's ``write``
    """
    names = {name for _record, vals in pairs for name in vals}
    with odoo_errors():
        compared = _comparable(records, names)
        stored = _stored(records, [record.id for record, _vals in pairs], compared)
        return {
            record.id: {
                name: value
                for name, value in vals.items()
                if name not in compared or not _is_equal(record, name, value, stored[record.id])
            }
            for record, vals in pairs
        }


def as_read(record: Records, name: str, value: Checked) -> FieldValue:
    """A value in the form of Odoo's ``write``, as Odoo's ``read`` would give it after the write."""
    field = record._fields[name]
    cached = field.convert_to_cache(value, record)
    return field.convert_to_read(field.convert_to_record(cached, record), record, False)


def _comparable(records: Model, names: Set[str]) -> List[str]:
    readable = set(access.accessible_fields(records, "read"))
    return [name for name in sorted(names & readable) if records._fields[name].type not in _ALWAYS]


def _stored(records: Model, ids: List[int], names: List[str]) -> Dict[int, Dict[str, Any]]:
    """The stored values by id, read at once; binary ones later, since they may be long."""
    plain = [name for name in names if records._fields[name].type not in _BINARY]
    rows = records.browse(ids).read(plain, load="") if ids and plain else []
    return {**{record_id: {} for record_id in ids}, **{row["id"]: row for row in rows}}


def _is_equal(record: Record, name: str, value: Checked, row: Dict[str, Any]) -> bool:
    kind = record._fields[name].type
    if kind in _X2MANY:
        return _changes_nothing(value, set(row[name]))
    if kind in _BINARY:
        return _has_content(record, name, value)
    sent, stored = as_read(record, name, value), row[name]
    if kind in _NUMBERS and sent and stored:
        # Odoo's rounding and PostgreSQL's may differ in the last bit
        return math.isclose(sent, stored, rel_tol=1e-14)
    return bool(sent == stored)


def _changes_nothing(commands: Sequence[Tuple[int, int, Any]], members: Set[int]) -> bool:
    """Whether commands leave a relation as it is, as far as that can be known without running them."""
    for number, record_id, ids in commands:
        is_same = (
            (number == LINK and record_id in members)
            or (number == SET and set(ids) == members)
            or (number == CLEAR and not members)
        )
        if not is_same:
            return False
    return True


def _has_content(record: Record, name: str, value: Checked) -> bool:
    sizes = dict.fromkeys(("bin_size", "bin_size_%s" % name), False)
    current = record.with_context(**sizes)[name]
    try:
        return binary.content(current) == binary.content(value or b"")
    except binascii.Error:
        return False
