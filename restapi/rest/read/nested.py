"""Reading of fields, also through relations: ``country_id.code``, ``order_line.product_id.name``.

A relation in a dotted name becomes an object, or a list of objects. Each level takes one ``read`` for
all of its records, so the number of queries depends only on the depth. Nothing is read as superuser: if
the caller may not read a related record, the request fails.

Related records are read once, and all rows that refer to them share theirs. So little is read, but the
output can be huge: ``budget`` counts it beforehand.
"""

import contextlib
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from odoo.exceptions import AccessError

from ...compat import access
from ...exceptions import BadRequest, InvalidParameter
from ...odoo_types import FieldValue, Model, Records, Value
from .. import external_ids, fields, orm, raw_fields
from ..errors import odoo_errors
from ..request.params import EXTERNAL_ID
from . import budget

Row = Dict[str, Any]

MAX_RELATIONS = 100  # followed by one request; each takes a few queries
# Related records that are read at once: as many as Odoo requests from the database in one query, and
# few if each may have a file of many megabytes.
AT_ONCE = 1000
FILES_AT_ONCE = 10


class Selection(NamedTuple):
    """The fields of a model to read.

    :param names: the names in the order of the request; ``@external_id`` may be among them
    :param nested: the relations to follow among them, with the fields to read there
    :param by_default: the client named no fields, so these are all fields
    """

    names: List[str]
    nested: Dict[str, "Selection"]
    by_default: bool = False

    @property
    def plain(self) -> List[str]:
        """The fields that are read as they are."""
        return [name for name in self.fields if name not in self.nested]

    @property
    def fields(self) -> List[str]:
        """The names that are fields of the model."""
        return [name for name in self.names if name != EXTERNAL_ID]

    @property
    def has_external_id(self) -> bool:
        return EXTERNAL_ID in self.names


def select(model: Model, names: Optional[Iterable[str]], depth: int = 1) -> Selection:
    """Check the dotted names against the models, and group them by relation.

    Without names, select all fields that the caller may read.

    :raises UnknownField: a model lacks a field
    :raises BadRequest: a dot follows a field that is not a relation
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
        head = raw_fields.current_name(model, head)
        if head != EXTERNAL_ID:
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
    """:raises InvalidParameter: the names follow too many relations"""
    paths = {name[:end] for name in names for end, char in enumerate(name) if char == "."}
    if len(paths) > MAX_RELATIONS:
        raise InvalidParameter(
            "fields",
            "the dotted names follow %d relations; at most %d are allowed."
            % (len(paths), MAX_RELATIONS),
        )


def read(records: Records, selection: Selection) -> List[Row]:
    """The values of the records, in the order of the records; ``id`` is always included.

    :raises UnknownRecord: one of the records doesn't exist
    :raises odoo.exceptions.AccessError: the caller may not read one of them, or a related record
    :raises TooManyValues: the output would have more values than allowed
    """
    if selection.nested:
        rows, _weights = _weighed(records, selection, budget.limit(records.env), len(records) == 1)
        return [rows[record_id] for record_id in records.ids]
    cells = len(records) * len(selection.names)
    if cells > budget.LEAST and len(records) > 1:
        advice = "Request fewer fields, or fewer records at once."
        budget.check(cells, budget.limit(records.env), advice)
    if selection.by_default:
        return _read_all(records, selection.names)
    return _read_plain(records, selection)


def _read_plain(records: Records, selection: Selection) -> List[Row]:
    """The values of all names but the relations to follow."""
    rows = orm.read(records, selection.plain or ["id"])
    if not selection.has_external_id:
        return rows
    if not orm.has_column(records, selection.plain):
        # then Odoo's read doesn't check each model's own rules
        with odoo_errors():
            access.check_reading(records)
    found = external_ids.of_records(records.env, records._name, records.ids)
    for row in rows:
        row[EXTERNAL_ID] = found.get(row["id"], False)
    names = ["id", *(name for name in selection.names if name not in selection.nested)]
    return [{name: row[name] for name in names} for row in rows]


def _weighed(
    records: Records, selection: Selection, limit: int, is_alone: bool = False
) -> Tuple[Dict[int, Row], Dict[int, int]]:
    """Rows by id, and the number of values that each has when it is written with its related records.

    Each row is written at least once, so the sum over a level must not exceed the limit.

    :param is_alone: a single record was requested, whose own values don't count
    :raises TooManyValues: the values exceed the limit
    """
    budget.check(0 if is_alone else len(records) * len(selection.names), limit)
    rows: Dict[int, Row] = {}
    weights: Dict[int, int] = {}
    for batch in _batches(records, selection.plain):
        for row in _read_plain(batch, selection):
            rows[row["id"]] = row
            weights[row["id"]] = 0 if is_alone else budget.weight_of_row(row)
        budget.check(sum(weights.values()), limit)
    if not selection.nested:
        return rows, weights
    with odoo_errors():
        # load="" skips the names of related records, which cost a query for each model
        links = records.read(list(selection.nested), load="")
    for name, below in selection.nested.items():
        ids = _ids(name, links)
        related, below_weights = _weighed(_comodel(records, name).browse(ids), below, limit)
        for link in links:
            rows[link["id"]][name] = _replaced(link[name], related)
            weights[link["id"]] += sum(
                below_weights[related_id] for related_id in _as_ids(link[name])
            )
        budget.check(sum(weights.values()), limit)
    return {record_id: _ordered(row, selection) for record_id, row in rows.items()}, weights


def check_export(records: Records, paths: Value) -> None:
    """Count the values in the lines of Odoo's ``export_data``, which multiplies relations in memory.

    :param paths: paths such as ``country_id/state_ids/name``
    :raises TooManyValues: there would be more values than allowed
    """
    listed = paths if isinstance(paths, (list, tuple)) else ()
    texts = [path for path in listed if isinstance(path, str)]
    names = {".".join([*_relations(records, path.split("/")), "id"]) for path in texts}
    limit = budget.limit(records.env) // max(1, len(texts))
    _weighed(records, select(records, sorted(names)), limit)


def _relations(model: Model, steps: List[str]) -> Iterator[str]:
    """The leading steps of a path that are relations."""
    for step in steps:
        field = model._fields.get(step)
        if field is None or field.type not in fields.RELATIONAL:
            return
        yield step
        model = model.env[field.comodel_name]


def _batches(records: Records, names: List[str]) -> Iterator[Any]:
    """The records in batches, so that the values can be counted after each.

    Without records there is one empty batch, since Odoo's ``read`` checks the caller's rights to the fields.
    """
    has_files = any(records._fields[name].type in ("binary", "image") for name in names)
    size = FILES_AT_ONCE if has_files else AT_ONCE
    for start in range(0, len(records) or 1, size):
        yield records.browse(records.ids[start : start + size])


def read_fitting(records: Records, ids: List[int], size: int, selection: Selection) -> List[Row]:
    """The rows of as many of the first records as the limit allows, at least one if there is any.

    :param size: the greatest number of records to read
    :raises TooManyValues: the first record alone exceeds the limit
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
    """The values of all fields except those whose computation needs rights that the caller lacks."""
    try:
        return orm.read(records, names)
    except AccessError:
        stored = [name for name in names if records._fields[name].store]
    # raises if the caller may not read the records themselves
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
    """The ids in the value of a relation, as ``read`` returns it with ``load=""``."""
    if isinstance(value, (list, tuple)):
        return value
    return (value,) if value else ()


def _ids(name: str, links: List[Row]) -> List[int]:
    """The ids of all records related through one field, without duplicates."""
    return list(dict.fromkeys(record_id for link in links for record_id in _as_ids(link[name])))


def _replaced(value: FieldValue, related: Dict[int, Row]) -> FieldValue:
    if isinstance(value, (list, tuple)):
        return [related[record_id] for record_id in value]
    return related[value] if value else False


def _ordered(row: Row, selection: Selection) -> Row:
    return {"id": row["id"], **{name: row[name] for name in selection.names}}
