"""Which fields to read, through relations too: ``country_id.code``, ``order_line.product_id.name``.

A relation named with a dot is answered as an object, or a list of objects. Each level is one
``read`` for all of its records, so that the number of queries depends on the depth alone. Nothing
is read as superuser: a related record that the caller may not read refuses the request.
"""

from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from ..exceptions import BadRequest
from . import fields, orm
from .errors import odoo_errors

Row = Dict[str, Any]


class Selection(NamedTuple):
    """The fields to read of a model.

    :param names: in the order asked; ``None`` for all that the caller may read
    :param nested: those of them that are relations to follow, and what to read there
    """

    names: Optional[List[str]]
    nested: Dict[str, "Selection"]

    @property
    def plain(self) -> List[str]:
        return [name for name in self.names or () if name not in self.nested]


def select(model: Any, names: Optional[Iterable[str]], depth: int = 1) -> Selection:
    """Check names of fields against a model, and those behind the dots against theirs.

    :raises UnknownField: a model lacks a field
    :raises BadRequest: something follows a dot after a field that is no relation
    :raises odoo.exceptions.AccessError: the caller may not read a related model
    """
    if not names:
        return Selection(None, {})
    if depth > fields.MAX_DEPTH:
        raise BadRequest("'fields' leads through more than %d relations." % fields.MAX_DEPTH)
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
    """
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
    return {"id": row["id"], **{name: row[name] for name in selection.names or ()}}
