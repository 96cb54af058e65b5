"""External ids in values: ``{"external_id": "base.be"}`` stands for a record that the caller may read.

They are replaced by ids before the values are checked, all of a request with one query, so that nothing else
has to know them.
"""

from typing import Any, Callable, Dict, List, NamedTuple, Sequence, Set

from ...odoo_types import Checked, Model, Vals, Value
from .. import external_ids, fields, orm
from ..external_ids import ExternalId, Target, UnknownExternalId
from .commands import CREATE, SET, UPDATE

KEY = "external_id"
_VERBS_OF_IDS = ("set", "add", "remove", "delete")


class _Place(NamedTuple):
    """Where a value stands in place of an id.

    :param model: the model of the record; an empty text if the value says it, as in a reference field
    :param path: its place in the request, for messages
    """

    model: str
    path: str


# Called for each value that stands in place of an id; returns what replaces it.
_Visit = Callable[[Any, _Place], Any]


def replaced(model: Model, rows: Sequence[Vals], path: str = "vals") -> List[Vals]:
    """Values of records, with ids in place of external ids.

    :param path: the place of the values in the request, for messages
    :raises InvalidParameter: a value is not an external id
    :raises UnknownExternalId: an external id names no record of the model, or none that the caller may read
    """
    wanted: Dict[ExternalId, Set[str]] = {}

    def collect(value: Checked, place: _Place) -> Any:
        if _is_reference(value):
            wanted.setdefault(external_ids.parse(value[KEY], place.path), set()).add(place.model)
        return value

    for vals in rows:
        _in_vals(model, vals, path, collect)
    if not wanted:
        return list(rows)
    found = _readable(model, wanted)

    def replace(value: Checked, place: _Place) -> Any:
        return _id(found, value[KEY], place) if _is_reference(value) else value

    return [_in_vals(model, vals, path, replace) for vals in rows]


def _is_reference(value: Value) -> bool:
    return isinstance(value, dict) and set(value) == {KEY}


def _readable(model: Model, wanted: Dict[ExternalId, Set[str]]) -> Dict[ExternalId, Target]:
    """The records that the caller may read, of the models in whose place they stand."""
    targets = {
        external_id: target
        for external_id, target in external_ids.targets(model.env, wanted).items()
        if target.model in model.env.registry and wanted[external_id] & {target.model, ""}
    }
    ids: Dict[str, Set[int]] = {}
    for target in targets.values():
        ids.setdefault(target.model, set()).add(target.record_id)
    readable = {name: orm.readable(model.env[name], ids[name]) for name in ids}
    return {
        external_id: target
        for external_id, target in targets.items()
        if target.record_id in readable[target.model]
    }


def _id(found: Dict[ExternalId, Target], text: str, place: _Place) -> Any:
    """The id of the record; in a reference field also its model."""
    target = found.get(external_ids.parse(text, place.path))
    if target is None or place.model not in (target.model, ""):
        raise UnknownExternalId(place.model, text, place.path)
    return target.record_id if place.model else "%s,%d" % target


def _in_vals(model: Model, vals: Vals, path: str, visit: _Visit) -> Dict[str, Any]:
    return {
        name: _in_field(model, name, value, "%s.%s" % (path, name), visit)
        for name, value in vals.items()
    }


def _in_field(model: Model, name: str, value: Value, path: str, visit: _Visit) -> Any:
    field = model._fields.get(name)
    if field is None:
        return value
    if field.type == "reference":
        return visit(value, _Place("", path))
    if field.type not in fields.RELATIONAL or field.comodel_name not in model.env.registry:
        return value
    if field.type == "many2one":
        return visit(value, _Place(field.comodel_name, path))
    comodel = model.env[field.comodel_name]
    if isinstance(value, dict):
        return _in_verbs(comodel, value, path, visit)
    if isinstance(value, (list, tuple)):
        return [_in_command(comodel, item, path, visit) for item in value]
    return value


def _in_verbs(comodel: Model, changes: Dict[str, Any], path: str, visit: _Visit) -> Dict[str, Any]:
    result = {}
    for verb, value in changes.items():
        below = "%s.%s" % (path, verb)
        result[verb] = value
        if verb in _VERBS_OF_IDS:
            result[verb] = _in_ids(comodel, value, below, visit)
        elif verb == "create" and isinstance(value, (list, tuple)):
            result[verb] = [_in_record(comodel, item, below, visit) for item in value]
        elif verb == "update" and isinstance(value, dict):
            result[verb] = {
                key: _in_record(comodel, item, "%s.%s" % (below, key), visit)
                for key, item in value.items()
            }
    return result


def _in_command(comodel: Model, item: Value, path: str, visit: _Visit) -> Any:
    """An item of a list: an id, or one of Odoo's command tuples."""
    place = _Place(comodel._name, path)
    if not isinstance(item, (list, tuple)):
        return visit(item, place)
    if not 1 <= len(item) <= 3:
        return item  # ``commands`` refuses it
    number, first, second = (*item, 0, 0)[:3]
    if number in (CREATE, UPDATE):
        second = _in_record(comodel, second, path, visit)
    elif number == SET:
        second = _in_ids(comodel, second, path, visit)
    return number, visit(first, place), second


def _in_ids(comodel: Model, value: Value, path: str, visit: _Visit) -> Any:
    if not isinstance(value, (list, tuple)):
        return value
    return [visit(item, _Place(comodel._name, path)) for item in value]


def _in_record(comodel: Model, vals: Value, path: str, visit: _Visit) -> Any:
    return _in_vals(comodel, vals, path, visit) if isinstance(vals, dict) else vals
