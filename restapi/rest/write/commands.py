"""Changes of x2many fields: in words, ``{"add": [1], "remove": [2]}``, or as Odoo's command tuples.

Words become commands in the order below: what is taken away goes first, so that what is added in
the same request stays.

Odoo removes, changes and deletes whatever record a command names. Here it must be in the relation.
"""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from ...exceptions import InvalidParameter, UnknownRecord, nearest
from ...odoo_types import Field as OdooField
from ...odoo_types import Model, Records, Value
from .. import fields, orm
from ..errors import odoo_errors
from ..request import literals
from ..request.params import MAX_ID

Command = Tuple[int, int, Any]
CheckVals = Callable[[Model, Dict[str, Any], str, Optional[Records]], Dict[str, Any]]


class Field(NamedTuple):
    """Where a change belongs.

    :param comodel: the model of the related records
    :param path: where in the request it stands, for messages
    """

    comodel: Model
    path: str

    def below(self, part: str) -> "Field":
        return self._replace(path="%s.%s" % (self.path, part))

    def refuse(self, problem: str) -> InvalidParameter:
        return InvalidParameter(self.path, problem)


class Vals(NamedTuple):
    """Values of a related record that are not checked yet, and where in the request they stand."""

    path: str
    vals: Dict[str, Any]


class NotInRelation(UnknownRecord):
    """A change names records that are there, or not, but in any case not in the relation."""

    def __init__(self, target: Field, ids: List[int]) -> None:
        super().__init__(target.comodel._name, ids)
        self.detail = (
            "Parameter '%s': not in this relation, so that they can't be removed, changed or deleted "
            "by way of it: %s. Nothing was done." % (target.path, ", ".join(map(str, ids)))
        )


# Odoo's numbers of its commands; 14.0 and later also name them (odoo.fields.Command).
CREATE, UPDATE, DELETE, UNLINK, LINK, CLEAR, SET = range(7)


def commands(
    owners: Records, field: OdooField, value: Value, path: str, check_vals: CheckVals
) -> List[Command]:
    """Odoo's commands for what a client sent.

    ``None`` and ``False`` empty the field, a list of ids replaces what it holds.

    :param owners: the records that are written; their empty model for one that is created
    :param path: where in the request it stands, for messages
    :param check_vals: checks the values of a related record, as ``values.check`` does
    :raises InvalidParameter: it is not understood
    :raises UnknownRecord: it names a record that is not there, or not in the relation where it must be
    """
    target = Field(fields.related_model(owners, field), path)
    if value is None or value is False or value == "":
        return [(CLEAR, 0, 0)]
    if isinstance(value, dict):
        made = _from_words(target, value)
    elif isinstance(value, (list, tuple)):
        made = _from_list(target, value)
    else:
        raise target.refuse('it takes a mapping such as {"add": [1], "remove": [2]}, or commands.')
    _check_existing(target.comodel, made)
    _check_members(target, owners, field, made)
    return [_with_checked_vals(target, command, check_vals) for command in made]


def _with_checked_vals(target: Field, command: Command, check_vals: CheckVals) -> Command:
    number, record_id, sent = command
    if not isinstance(sent, Vals):
        return command
    written = target.comodel.browse(record_id) if number == UPDATE else None
    return number, record_id, check_vals(target.comodel, sent.vals, sent.path, written)


# ---- words


def _from_words(target: Field, words: Dict[str, Any]) -> List[Command]:
    for word in words:
        if word not in _WORDS:
            hint = nearest(str(word), _WORDS) or "it has %s." % ", ".join(_WORDS)
            raise target.refuse("there is no '%s'; %s" % (word, hint))
    made: List[Command] = []
    for word, make in _WORDS.items():
        if word in words:
            made += make(target.below(word), words[word])
    return made


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


_WORDS: Dict[str, Callable[[Field, Any], List[Command]]] = {
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
        raise target.refuse('to make new records of mappings, write {"create": [{…}, {…}]}.')
    if not isinstance(item, (list, tuple)) or not 1 <= len(item) <= 3:
        raise target.refuse("%r is no command such as (4, 7, 0)." % (item,))
    number, first, second = (*item, 0, 0)[:3]
    if isinstance(number, bool) or number not in range(7):
        raise target.refuse("%r is no command: they are numbered 0 to 6." % (item,))
    if number == CREATE:
        return CREATE, 0, _vals(target, second)
    if number == CLEAR:
        return CLEAR, 0, 0
    if number == SET:
        return SET, 0, _ids(target, second)
    record_id = _id(target, first)
    return number, record_id, _vals(target, second) if number == UPDATE else 0


# ---- their parts


def _vals(target: Field, vals: Value) -> Vals:
    if not isinstance(vals, dict) or not all(isinstance(name, str) for name in vals):
        raise target.refuse("it must have a mapping of values such as {'name': 'x'}.")
    return Vals(target.path, vals)


def _ids(target: Field, value: Value) -> List[int]:
    if not isinstance(value, (list, tuple)):
        raise target.refuse("it must be a list of ids.")
    return [_id(target, item) for item in value]


def _id(target: Field, value: Value) -> int:
    """An id; keys of JSON objects are text."""
    if isinstance(value, str) and literals.is_whole(value) and len(value) <= len(str(MAX_ID)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_ID:
        what = (
            "it takes ids; search for the name first" if isinstance(value, str) else "it takes ids"
        )
        raise target.refuse("%r is no record id: %s." % (value, what))
    return value


def _check_existing(comodel: Model, made: List[Command]) -> None:
    """Odoo reports a missing record as a violated key, or not at all."""
    ids = [record_id for number, record_id, _ in made if number in (UPDATE, DELETE, UNLINK, LINK)]
    for number, _, named in made:
        if number == SET:
            ids += named
    if not ids:
        return
    orm.check_ids(comodel, ids)
    with odoo_errors():
        found = comodel.browse(ids)
        missing = found - found.exists()
    if missing:
        raise UnknownRecord(comodel._name, missing.ids)


def _check_members(target: Field, owners: Records, field: OdooField, made: List[Command]) -> None:
    """What is removed, changed or deleted must be in the relation of at least one of the records that
    are written, as the caller sees it, or put there by a command before.

    :raises NotInRelation: something is not
    """
    if not any(number in (UPDATE, DELETE, UNLINK) for number, _, _ in made):
        return
    with odoo_errors():
        # archived records are in it as well
        members: Set[int] = set(owners.with_context(active_test=False).mapped(field.name).ids)
    strangers = []
    for number, record_id, named in made:
        if number == LINK:
            members.add(record_id)
        elif number == SET:
            members.update(named)
        elif number in (UPDATE, DELETE, UNLINK) and record_id not in members:
            strangers.append(record_id)
    if strangers:
        raise NotInRelation(target, strangers)
