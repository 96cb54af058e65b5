"""Which fields to read, through relations too: ``country_id.code``, ``order_line.product_id.name``.

A relation named with a dot is answered as an object, or a list of objects. Each level is one
``read`` for all of its records, so that the number of queries depends on the depth alone. Nothing
is read as superuser: a related record that the caller may not read refuses the request.

Related records are read once, and their rows shared by all that refer to them. So what is read
stays small, and what is written can be huge: ``budget`` counts it before.
"""

import contextlib
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from odoo.exceptions import AccessError

from ...exceptions import BadRequest, InvalidParameter
from ...odoo_types import FieldValue, Model, Records, Value
from .. import fields, orm, raw_fields
from ..errors import odoo_errors
from . import budget

Row = Dict[str, Any]

MAX_RELATIONS = 100  # that one request follows; each is a few queries
# Related records that are read at once: as many as Odoo asks the database for, and few where each
# may have a file of many megabytes.
AT_ONCE = 1000
FILES_AT_ONCE = 10


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


def select(model: Model, names: Optional[Iterable[str]], depth: int = 1) -> Selection:
    """Check names of fields against a model, and those behind the dots against theirs.

    Without names it is all that the caller may read.

    :raises UnknownField: a model lacks a field
    :raises BadRequest: something follows a dot after a field that is no relation
    :raises odoo.exceptions.AccessError: the caller may not read a related model
    """
    if not names:
        return Selection(fields.readable(model), {}, True)
    if depth == 1:
        names = list(names)
        _check_relations(names)
    if depth > fields.MAX_DEPTH:
        raise BadRequest("A dotted name in 'fields' has at most %d steps." % fields.MAX_DEPTH)
    below: Dict[str, List[str]] = {}
    for name in names:
        head, _, rest = name.partition(".")
        head = raw_fields.known_as(model, head)
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


def _check_relations(names: List[str]) -> None:
    """:raises InvalidParameter: these names follow too many relations"""
    paths = {name[:end] for name in names for end, char in enumerate(name) if char == "."}
    if len(paths) > MAX_RELATIONS:
        raise InvalidParameter(
            "fields",
            "the names behind dots lead through %d relations, and %d are possible at once."
            % (len(paths), MAX_RELATIONS),
        )


def read(records: Records, selection: Selection) -> List[Row]:
    """The records' values, in their order; ``id`` is always among them.

    :raises UnknownRecord: one of the records is not there
    :raises odoo.exceptions.AccessError: the caller may not read one of them, or one that is related
    :raises TooManyValues: written, they would not fit into memory
    """
    if selection.nested:
        rows, _weights = _weighed(records, selection, budget.limit(records.env), len(records) == 1)
        return [rows[record_id] for record_id in records.ids]
    cells = len(records) * len(selection.names)
    if cells > budget.LEAST and len(records) > 1:
        what = "Name fewer fields, or fewer records at once."
        budget.check(cells, budget.limit(records.env), what)
    if selection.by_default:
        return _read_all(records, selection.names)
    return orm.read(records, selection.names)


def _weighed(
    records: Records, selection: Selection, limit: int, is_alone: bool = False
) -> Tuple[Dict[int, Row], Dict[int, int]]:
    """Rows by id, and how many values each has when it is written with all that is below it.

    Whatever is read is written at least once, so that the sum of a level must not exceed the limit.

    :param is_alone: the record that was asked for is a single one, whose own values don't multiply
    :raises TooManyValues: what is below the records exceeds the limit
    """
    budget.check(0 if is_alone else len(records) * len(selection.names), limit)
    rows: Dict[int, Row] = {}
    weights: Dict[int, int] = {}
    for part in _parts(records, selection.plain):
        for row in orm.read(part, selection.plain or ["id"]):
            rows[row["id"]] = row
            weights[row["id"]] = 0 if is_alone else budget.weight_of_row(row)
        budget.check(sum(weights.values()), limit)
    if not selection.nested:
        return rows, weights
    with odoo_errors():
        # without names of related records, which cost a query for each model
        links = records.read(list(selection.nested), load="")
    for name, below in selection.nested.items():
        ids = _ids(name, links)
        related, below_weights = _weighed(_comodel(records, name).browse(ids), below, limit)
        for link in links:
            rows[link["id"]][name] = _replaced(link[name], related)
            weights[link["id"]] += sum(below_weights[one] for one in _as_ids(link[name]))
        budget.check(sum(weights.values()), limit)
    return {one: _ordered(row, selection) for one, row in rows.items()}, weights


def check_export(records: Records, paths: Value) -> None:
    """Count the lines of Odoo's ``export_data``, which multiplies relations in memory.

    :param paths: such as ``country_id/state_ids/name``
    :raises TooManyValues: they would not fit into memory
    """
    listed = paths if isinstance(paths, (list, tuple)) else ()
    texts = [path for path in listed if isinstance(path, str)]
    names = {".".join([*_relations(records, path.split("/")), "id"]) for path in texts}
    limit = budget.limit(records.env) // max(1, len(texts))
    _weighed(records, select(records, sorted(names)), limit)


def _relations(model: Model, steps: List[str]) -> Iterator[str]:
    """The steps of a path that are relations."""
    for step in steps:
        field = model._fields.get(step)
        if field is None or field.type not in fields.RELATIONAL:
            return
        yield step
        model = model.env[field.comodel_name]


def _parts(records: Records, names: List[str]) -> Iterator[Any]:
    """Records in portions, after each of which is counted what was read. One without records is read as
    well, since Odoo's ``read`` asks for the caller's rights to the fields."""
    has_files = any(records._fields[name].type in ("binary", "image") for name in names)
    size = FILES_AT_ONCE if has_files else AT_ONCE
    for start in range(0, len(records) or 1, size):
        yield records.browse(records.ids[start : start + size])


def read_fitting(records: Records, ids: List[int], size: int, selection: Selection) -> List[Row]:
    """The rows of the first records, as many of them as fit into memory, at least one if there is any.

    :param size: how many to read at most
    :raises TooManyValues: the first record does not fit by itself
    """
    size = min(size, len(ids))
    while True:
        try:
            return read(records.browse(ids[:size]), selection)
        except budget.TooManyValues:
            if size <= 1:
                raise
            size //= 2


def _read_all(records: Records, names: List[str]) -> List[Row]:
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


def _comodel(records: Records, name: str) -> Model:
    return records.env[records._fields[name].comodel_name]


def _as_ids(value: FieldValue) -> Sequence[int]:
    """The ids in a value of a relation, as ``read`` without names gives it."""
    if isinstance(value, (list, tuple)):
        return value
    return (value,) if value else ()


def _ids(name: str, links: List[Row]) -> List[int]:
    """All that is related through one field, each once."""
    return list(dict.fromkeys(one for link in links for one in _as_ids(link[name])))


def _replaced(value: FieldValue, related: Dict[int, Row]) -> FieldValue:
    if isinstance(value, (list, tuple)):
        return [related[record_id] for record_id in value]
    return related[value] if value else False


def _ordered(row: Row, selection: Selection) -> Row:
    return {"id": row["id"], **{name: row[name] for name in selection.names}}
