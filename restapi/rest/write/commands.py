"""Changes to x2many fields: as verbs, ``{"add": [1], "remove": [2]}``, or as Odoo's command tuples.

Verbs become commands in the order below: removals come first, so that records added by the same request
stay.

Odoo unlinks, changes and deletes any record that a command names. Here the record must be in the relation.
"""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from ...exceptions import InvalidParameter, UnknownRecord, nearest
from ...odoo_types import Field as OdooField
from ...odoo_types import Model, Records, Value
from .. import fields, orm
from ..errors import odoo_errors
from ..request import record_ids

Command = Tuple[int, int, Any]
ConvertVals = Callable[[Model, Dict[str, Any], str, Optional[Records]], Dict[str, Any]]


class Field(NamedTuple):
    """The relation that a change applies to.

    :param comodel: the model of the related records
    :param path: the place of the change in the request, for messages
    """

    comodel: Model
    path: str

    def below(self, part: str) -> "Field":
        return self._replace(path="%s.%s" % (self.path, part))

    def refuse(self, problem: str) -> InvalidParameter:
        return InvalidParameter(self.path, problem)


class Vals(NamedTuple):
    """Unchecked values of a related record, and their place in the request."""

    path: str
    vals: Dict[str, Any]


class NotInRelation(UnknownRecord):
    """A change names records that are not in the relation, whether or not they exist."""

    def __init__(self, target: Field, ids: List[int]) -> None:
        super().__init__(target.comodel._name, ids)
        self.detail = (
            "Parameter '%s': these records are not in the relation, so it can't be used to remove, "
            "change or delete them: %s. Nothing was done." % (target.path, ", ".join(map(str, ids)))
        )


# Odoo's numbers for commands; 14.0 and later also name them (odoo.fields.Command).
CREATE, UPDATE, DELETE, UNLINK, LINK, CLEAR, SET = range(7)


def commands(
    owners: Records, field: OdooField, value: Value, path: str, convert_vals: ConvertVals
) -> List[Command]:
    """Convert a client's value for an x2many field into Odoo's commands.

    ``None`` and ``False`` empty the field, a list of ids replaces its content.

    :param owners: the records that are written; an empty recordset for a new record
    :param path: the place of the value in the request, for messages
    :param convert_vals: converts the values of a related record, as ``values.converted`` does
    :raises InvalidParameter: the value is invalid
    :raises UnknownRecord: it names a record that doesn't exist, or is not in the relation but must be
    """
    target = Field(fields.related_model(owners, field), path)
    if value is None or value is False or value == "":
        return [(CLEAR, 0, 0)]
    if isinstance(value, dict):
        result = _from_verbs(target, value)
    elif isinstance(value, (list, tuple)):
        result = _from_list(target, value)
    else:
        raise target.refuse('it takes a mapping such as {"add": [1], "remove": [2]}, or commands.')
    _check_existing(target.comodel, result)
    _check_members(target, owners, field, result)
    return [_with_converted_vals(target, command, convert_vals) for command in result]


def _with_converted_vals(target: Field, command: Command, convert_vals: ConvertVals) -> Command:
    number, record_id, unchecked = command
    if not isinstance(unchecked, Vals):
        return command
    written = target.comodel.browse(record_id) if number == UPDATE else None
    vals = convert_vals(target.comodel, unchecked.vals, unchecked.path, written)
    return number, record_id, vals


# ---- verbs


def _from_verbs(target: Field, changes: Dict[str, Any]) -> List[Command]:
    for verb in changes:
        if verb not in _VERBS:
            hint = nearest(str(verb), _VERBS) or "use %s." % ", ".join(_VERBS)
            raise target.refuse("there is no '%s'; %s" % (verb, hint))
    result: List[Command] = []
    for verb, make in _VERBS.items():
        if verb in changes:
            result += make(target.below(verb), changes[verb])
    return result


def _set(target: Field, value: Value) -> List[Command]:
    return [(SET, 0, _ids(target, value))]


def _remove(target: Field, value: Value) -> List[Command]:
    return [(UNLINK, record_id, 0) for record_id in _ids(target, value)]


def _delete(target: Field, value: Value) -> List[Command]:
    return [(DELETE, record_id, 0) for record_id in _ids(target, value)]


def _update(target: Field, value: Value) -> List[Command]:
    if not isinstance(value, dict):
        raise target.refuse('it must be a mapping of ids such as {"7": {"name": "x"}}.')
    return [
        (UPDATE, _id(target, key), _vals(target.below(str(key)), vals))
        for key, vals in value.items()
    ]


def _add(target: Field, value: Value) -> List[Command]:
    return [(LINK, record_id, 0) for record_id in _ids(target, value)]


def _create(target: Field, value: Value) -> List[Command]:
    if not isinstance(value, (list, tuple)):
        raise target.refuse('it must be a list of mappings such as [{"name": "x"}].')
    return [(CREATE, 0, _vals(target, vals)) for vals in value]


_VERBS: Dict[str, Callable[[Field, Any], List[Command]]] = {
    "set": _set,
    "remove": _remove,
    "delete": _delete,
    "update": _update,
    "add": _add,
    "create": _create,
}


# ---- command tuples


def _from_list(target: Field, items: Sequence[Value]) -> List[Command]:
    if items and all(isinstance(item, (int, str)) for item in items):
        return [(SET, 0, _ids(target, items))]
    return [_from_tuple(target, item) for item in items]


def _from_tuple(target: Field, item: Value) -> Command:
    if isinstance(item, dict):
        raise target.refuse('to create records from mappings, send {"create": [{…}, {…}]}.')
    if not isinstance(item, (list, tuple)) or not 1 <= len(item) <= 3:
        raise target.refuse("%r is not a command such as (4, 7, 0)." % (item,))
    number, first, second = (*item, 0, 0)[:3]
    if isinstance(number, bool) or number not in range(7):
        raise target.refuse("%r is not a command: commands are numbered 0 to 6." % (item,))
    if number == CREATE:
        return CREATE, 0, _vals(target, second)
    if number == CLEAR:
        return CLEAR, 0, 0
    if number == SET:
        return SET, 0, _ids(target, second)
    record_id = _id(target, first)
    return number, record_id, _vals(target, second) if number == UPDATE else 0


# ---- parts of commands


def _vals(target: Field, vals: Value) -> Vals:
    if not isinstance(vals, dict) or not all(isinstance(name, str) for name in vals):
        raise target.refuse("it needs a mapping of values such as {'name': 'x'}.")
    return Vals(target.path, vals)


def _ids(target: Field, value: Value) -> List[int]:
    if not isinstance(value, (list, tuple)):
        raise target.refuse("it must be a list of ids.")
    return [_id(target, item) for item in value]


def _id(target: Field, value: Value) -> int:
    record_id = record_ids.from_text(value)
    if record_id is None:
        what = (
            "it takes ids; search for the name first" if isinstance(value, str) else "it takes ids"
        )
        raise target.refuse("%r is not a record id: %s." % (value, what))
    return record_id


def _check_existing(comodel: Model, result: List[Command]) -> None:
    """Refuse missing records, which Odoo reports as a violated foreign key or not at all.

    :raises UnknownRecord: a record doesn't exist
    """
    ids = [record_id for number, record_id, _ in result if number in (UPDATE, DELETE, UNLINK, LINK)]
    for number, _, set_ids in result:
        if number == SET:
            ids += set_ids
    if not ids:
        return
    orm.check_ids(comodel, ids)
    with odoo_errors():
        found = comodel.browse(ids)
        missing = found - found.exists()
    if missing:
        raise UnknownRecord(comodel._name, missing.ids)


def _check_members(target: Field, owners: Records, field: OdooField, result: List[Command]) -> None:
    """Refuse to remove, change or delete a record outside the relation.

    The record must be in the relation of at least one of the records that are written, as the caller
    sees it, or an earlier command must have put it there.

    :raises NotInRelation: a record is not in the relation
    """
    if not any(number in (UPDATE, DELETE, UNLINK) for number, _, _ in result):
        return
    with odoo_errors():
        # archived records belong to the relation too
        members: Set[int] = set(owners.with_context(active_test=False).mapped(field.name).ids)
    outside = []
    for number, record_id, set_ids in result:
        if number == LINK:
            members.add(record_id)
        elif number == SET:
            members.update(set_ids)
        elif number in (UPDATE, DELETE, UNLINK) and record_id not in members:
            outside.append(record_id)
    if outside:
        raise NotInRelation(target, outside)
