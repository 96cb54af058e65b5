"""Which fields to read, through relations too: ``country_id.code``, ``order_line.product_id.name``.

A relation named with a dot is answered as an object, or a list of objects. Each level is one
``read`` for all of its records, so that the number of queries depends on the depth alone. Nothing
is read as superuser: a related record that the caller may not read refuses the request.
"""

import contextlib
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from odoo.exceptions import AccessError

from ..exceptions import BadRequest
from . import fields, orm
from .errors import odoo_errors

Row = Dict[str, Any]


class Selection(NamedTuple):
    """The fields to read of a model.

    :param names: in the order asked
    :param nested: those of them that are relations to follow, and what to read there
    :param by_default: the client named none, so that these are all
    """

    names: List[str]
    nested: Dict[str, "Selection"]
    by_default: bool = False

    @property
    def plain(self) -> List[str]:
        return [name for name in self.names if name not in self.nested]


def select(model: Any, names: Optional[Iterable[str]], depth: int = 1) -> Selection:
    """Check names of fields against a model, and those behind the dots against theirs.

    Without names it is all that the caller may read.

    :raises UnknownField: a model lacks a field
    :raises BadRequest: something follows a dot after a field that is no relation
    :raises odoo.exceptions.AccessError: the caller may not read a related model
    """
    if not names:
        return Selection(fields.readable(model), {}, True)
    if depth > fields.MAX_DEPTH:
        raise BadRequest("A dotted name in 'fields' has at most %d steps." % fields.MAX_DEPTH)
    below: Dict[str, List[str]] = {}
    for name in names:
        head, _, rest = name.partition(".")
        fields.find(model, head)
        below.setdefault(head, [])
        if rest:
            below[head].append(rest)
    nested = {}
    for head, rests in below.items():
        if rests:
            comodel = fields.related_model(model, model._fields[head])
            fields.check_model(comodel)
            nested[head] = select(comodel, rests, depth + 1)
    return Selection(list(below), nested)


def read(records: Any, selection: Selection) -> List[Row]:
    """The records' values, in their order; ``id`` is always among them.

    :raises UnknownRecord: one of the records is not there
    :raises odoo.exceptions.AccessError: the caller may not read one of them, or one that is related
    """
    if selection.by_default:
        return _read_all(records, selection.names)
    if not selection.nested:
        return orm.read(records, selection.names)
    rows = {row["id"]: row for row in orm.read(records, selection.plain or ["id"])}
    with odoo_errors():
        # without names of related records, which cost a query for each model
        links = records.read(list(selection.nested), load="")
    for name, below in selection.nested.items():
        related = _related(records, name, below, links)
        for link in links:
            rows[link["id"]][name] = _replaced(link[name], related)
    return [_ordered(rows[record_id], selection) for record_id in records.ids]


def _read_all(records: Any, names: List[str]) -> List[Row]:
    """All fields, without those whose computation needs rights that the caller lacks."""
    try:
        return orm.read(records, names)
    except AccessError:
        stored = [name for name in names if records._fields[name].store]
    # if it is the records that are refused, this refuses them
    rows = {row["id"]: row for row in orm.read(records, stored)}
    for name in names:
        if name in stored:
            continue
        with contextlib.suppress(AccessError):
            for row in orm.read(records, [name]):
                rows[row["id"]].update(row)
    return list(rows.values())


def _related(records: Any, name: str, below: Selection, links: List[Row]) -> Dict[int, Row]:
    """All that is related through one field, read at once, by id."""
    ids: Dict[int, None] = {}
    for link in links:
        value = link[name]
        ids.update(dict.fromkeys(value if isinstance(value, (list, tuple)) else [value]))
    ids.pop(False, None)
    comodel = records.env[records._fields[name].comodel_name]
    return {row["id"]: row for row in read(comodel.browse(list(ids)), below)}


def _replaced(value: Any, related: Dict[int, Row]) -> Any:
    if isinstance(value, (list, tuple)):
        return [related[record_id] for record_id in value]
    return related[value] if value else False


def _ordered(row: Row, selection: Selection) -> Row:
    return {"id": row["id"], **{name: row[name] for name in selection.names}}
