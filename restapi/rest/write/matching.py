"""Upserts by values: each item changes the one record that has its values, or creates it.

All items are looked up with one search. Only values that differ are written, for all records that get the
same ones at once, and all new records are created together.
"""

from typing import Any, Callable, Dict, Hashable, List, NamedTuple, Optional, Sequence, Tuple

from ...exceptions import Conflict, InvalidParameter
from ...odoo_types import Field, Model, Record, Records, Vals
from .. import fields
from ..errors import odoo_errors
from . import differences, references, values

MAX_ITEMS = 1000
# Types whose values PostgreSQL compares exactly as they were sent.
_EXACT = (
    *("char", "text", "selection", "integer", "date", "datetime"),
    *("many2one", "many2one_reference", "reference"),
)

Key = Tuple[Hashable, ...]
# Checks and converts values for a record, or for a new one if there is none.
Convert = Callable[[Records, Vals, Optional[Records]], Dict[str, Any]]


class AmbiguousMatch(Conflict):
    """Several records have the values of one item."""

    code = "ambiguous_match"

    def __init__(self, model: str, names: Sequence[str], ids: List[int]) -> None:
        super().__init__(
            "Several records of the model '%s' have the same %s as an item, so it is not clear which one "
            "to change: %s. Nothing was done." % (model, ", ".join(names), ", ".join(map(str, ids)))
        )
        self.members["ids"] = ids


class Item(NamedTuple):
    """What is to be done for one item.

    :param record: the record to change; None for a new one
    :param vals: checked values: those that differ from the record's, or all of a new one
    """

    record: Optional[Record]
    vals: Dict[str, Any]


class Upserted(NamedTuple):
    """The ids of records, in the order of their items."""

    created: List[int]
    updated: List[int]
    unchanged: List[int]
    ids: List[int]


def plan(records: Model, names: List[str], rows: Sequence[Vals], convert: Convert) -> List[Item]:
    """What is to be done, once everything is checked.

    :param names: the fields by which records are looked up
    :raises InvalidParameter: a field can't be looked up by, or an item lacks its value; or there are too
        many items, or two for one record
    :raises AmbiguousMatch: several records match one item
    :raises odoo.exceptions.AccessError: the caller may not read one of the fields
    """
    if len(rows) > MAX_ITEMS:
        raise InvalidParameter("vals", "with 'match' the list has at most %d mappings." % MAX_ITEMS)
    _check_fields(records, names)
    rows = references.replaced(records, rows)
    keys = _keys(records, names, rows)
    found = _found(records, names, keys)
    converted = [
        (found.get(key), convert(records, vals, found.get(key))) for key, vals in zip(keys, rows)
    ]
    changes = differences.of(
        records, [(record, vals) for record, vals in converted if record is not None]
    )
    return [
        Item(record, changes[record.id] if record is not None else vals)
        for record, vals in converted
    ]


def carry_out(records: Model, items: Sequence[Item], create: Callable[..., Records]) -> Upserted:
    """Change and create the records.

    :param create: called with the model and a list of values
    """
    for group, vals in _groups(items):
        # a single one with those that it was found with, so that Odoo reads ahead
        written = group[0] if len(group) == 1 else records.browse([one.id for one in group])
        with odoo_errors():
            written.write(vals)
    new = [item.vals for item in items if item.record is None]
    created = create(records, new).ids if new else []
    following = iter(created)
    return Upserted(
        created,
        [item.record.id for item in items if item.record is not None and item.vals],
        [item.record.id for item in items if item.record is not None and not item.vals],
        [next(following) if item.record is None else item.record.id for item in items],
    )


def _check_fields(records: Model, names: Sequence[str]) -> None:
    for name in names:
        field = fields.find(records, name)
        problem = _problem(field)
        if problem:
            raise InvalidParameter("match", "can't match by '%s': it %s." % (name, problem))
    fields.check_readable(records, names)


def _problem(field: Field) -> str:
    """Why no record can be looked up by a field; an empty text if it can."""
    if field.type not in _EXACT:
        return "has a type whose values can't be compared exactly (%s)" % field.type
    if getattr(field, "company_dependent", False):
        return "has a value for each company"
    if not field.store:
        return "is computed, not stored"
    return "is translated" if field.translate else ""


def _keys(records: Model, names: Sequence[str], rows: Sequence[Vals]) -> List[Key]:
    """The values of each item to look for, as Odoo reads them."""
    numbers: Dict[Key, int] = {}
    keys = []
    for number, vals in enumerate(rows):
        key = _key(records, names, vals, number)
        if key in numbers:
            raise InvalidParameter(
                "vals",
                "items %d and %d are for the same record: they have the same %s."
                % (numbers[key] + 1, number + 1, ", ".join(names)),
            )
        numbers[key] = number
        keys.append(key)
    return keys


def _key(records: Model, names: Sequence[str], vals: Vals, number: int) -> Key:
    missing = [name for name in names if name not in vals]
    converted = values.converted(records, {name: vals[name] for name in names if name in vals})
    missing += [name for name, value in converted.items() if not value]
    if missing:
        raise InvalidParameter(
            "vals",
            "item %d needs a value for %s, since 'match' names it." % (number + 1, missing[0]),
        )
    with odoo_errors():
        return tuple(differences.as_read(records, name, converted[name]) for name in names)


def _found(records: Model, names: Sequence[str], keys: Sequence[Key]) -> Dict[Key, Record]:
    """The record of each key that has one, archived ones too.

    :raises AmbiguousMatch: a key has several
    """
    # with several fields, this also finds records that mix the values of several items
    domain = [
        (name, "in", list({key[position] for key in keys})) for position, name in enumerate(names)
    ]
    wanted = set(keys)
    ids: Dict[Key, List[int]] = {}
    with odoo_errors():
        candidates = records.browse(records.with_context(active_test=False).search(domain).ids)
        for row in candidates.read(list(names), load=""):
            key = tuple(row[name] for name in names)
            if key in wanted:
                ids.setdefault(key, []).append(row["id"])
    ambiguous = sorted(record_id for some in ids.values() if len(some) > 1 for record_id in some)
    if ambiguous:
        raise AmbiguousMatch(records._name, names, ambiguous)
    # of one recordset, so that Odoo reads them together
    by_id = {record.id: record for record in candidates}
    return {key: by_id[some[0]] for key, some in ids.items()}


def _groups(items: Sequence[Item]) -> List[Tuple[List[Record], Dict[str, Any]]]:
    """The records that get the same values, with these values."""
    groups: Dict[Hashable, Tuple[List[Record], Dict[str, Any]]] = {}
    for item in items:
        if item.record is None or not item.vals:
            continue
        group = groups.setdefault(_group_key(item.record, item.vals), ([], item.vals))
        group[0].append(item.record)
    return list(groups.values())


def _group_key(record: Record, vals: Dict[str, Any]) -> Hashable:
    if any(record._fields[name].type in ("one2many", "many2many") for name in vals):
        return record.id  # commands may create a record for each
    return repr(sorted(vals.items()))
