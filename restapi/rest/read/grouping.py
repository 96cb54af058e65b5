"""What to group by and what to compute, checked against the model."""

import re
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from ...exceptions import InvalidParameter, nearest
from ...odoo_types import Field, Model
from .. import fields, orm
from ..request.group_params import COUNT, Having, Spec
from . import periods

TEXTS = ("char", "text")
NUMBERS = ("integer", "float", "monetary", "many2one_reference")
DATES = ("date", "datetime")
GROUPABLE = ("boolean", "many2one", "many2many", "reference", "selection", *DATES, *NUMBERS, *TEXTS)

_COUNTS = ("count", "count_distinct")
_EXTREMES = ("min", "max")
_OF_NUMBERS = ("sum", "avg", *_EXTREMES, *_COUNTS)
_OF_BOOLEANS = ("bool_and", "bool_or", *_COUNTS)
_OF_VALUES = (*_EXTREMES, *_COUNTS)
_ORDER_TERM = re.compile(
    r"(?P<term>[\w:]+)(?:\s+(?P<direction>asc|desc))?", re.ASCII | re.IGNORECASE
)


class By(NamedTuple):
    """A field to group by.

    :param key: its key in the answer
    :param granularity: the length of the periods; empty if it isn't a date
    """

    key: str
    field: Field
    granularity: str


class Aggregate(NamedTuple):
    """A number or value that is computed for each group.

    :param key: its key in the answer
    :param field: None for the number of records
    """

    key: str
    function: str
    field: Optional[Field]


class Grouping(NamedTuple):
    """Checked parameters of a request.

    :param having: aggregates with the operator and the number that they are compared with
    :param order: keys of ``by`` and ``aggregates``, and whether each descends
    """

    by: List[By]
    aggregates: List[Aggregate]
    having: List[Tuple[Aggregate, str, float]]
    order: List[Tuple[str, bool]]


def checked_grouping(
    model: Model,
    by: Sequence[Spec],
    aggregates: Sequence[Spec],
    having: Sequence[Having],
    order: Optional[str],
) -> Grouping:
    """The parameters, checked against the model.

    :raises InvalidParameter: a field can't be grouped by, or has no such granularity or function
    :raises UnknownField: the model lacks a field
    :raises odoo.exceptions.AccessError: the caller may not read a field
    """
    groups = [_by(model, spec) for spec in by]
    values = [_aggregate(model, spec, "aggregates") for spec in aggregates]
    conditions = [_having(model, condition) for condition in having]
    used = [group.field for group in groups]
    used += [value.field for value in values if value.field]
    used += [value.field for value, _operator, _number in conditions if value.field]
    _check_readable(model, used)
    return Grouping(groups, values, conditions, _order(order or "", groups, values))


def _check_readable(model: Model, used: List[Field]) -> None:
    """Refuse what Odoo's ``read`` of a record would refuse, by the models' own rules too."""
    for field in used:
        if field.type == "many2many":
            fields.check_model(model.env[field.comodel_name])
    names = sorted({field.name for field in used})
    fields.check_readable(model, names)
    orm.read(model.browse(), names or ["id"])


def _by(model: Model, spec: Spec) -> By:
    field = _stored(model, spec, "by")
    if field.type not in DATES:
        if spec.part:
            raise InvalidParameter(
                "by", "'%s': only dates and times have a granularity." % spec.text[:80]
            )
        return By(spec.text, field, "")
    granularity = spec.part or periods.DEFAULT
    known = [name for name in periods.GRANULARITIES if name != periods.HOUR or field.type != "date"]
    if granularity not in known:
        hint = nearest(granularity, known) or "it has %s." % ", ".join(known)
        raise InvalidParameter(
            "by", "'%s' has no granularity '%s'; %s" % (field.name, granularity[:80], hint)
        )
    return By(spec.text, field, granularity)


def _stored(model: Model, spec: Spec, parameter: str) -> Field:
    """The field of a term, if all series can group by it or aggregate it."""
    if "." in spec.name:
        raise InvalidParameter(
            parameter,
            "'%.80s' follows a relation; only fields of the model itself can be used." % spec.name,
        )
    field = fields.find(model, spec.name)
    column = field.base_field if field.inherited else field
    many = field.type == "many2many"
    problem = ""
    if not (column.store and (column.column_type or (many and field.store))):
        problem = "it is not stored"
    elif getattr(column, "company_dependent", False):
        problem = "its values depend on the company"
    elif field.type not in GROUPABLE or callable(field.translate):
        problem = "its type is %s" % field.type
    if problem:
        raise InvalidParameter(
            parameter,
            "the field '%s' can't be used: %s. Stored fields of these types can: %s."
            % (field.name, problem, ", ".join(sorted(GROUPABLE))),
        )
    return field


def _aggregate(model: Model, spec: Spec, parameter: str) -> Aggregate:
    if spec.text == COUNT:
        return Aggregate(COUNT, "count", None)
    field = _stored(model, spec, parameter)
    known = functions(field)
    if spec.part not in known:
        problem = (
            "'%s' needs a function after a colon" if not spec.part else "'%s' has no such function"
        )
        choices = ", ".join("%s:%s" % (field.name, name) for name in known)
        offered = "use %s or __count." % choices if known else "count by it with __count."
        raise InvalidParameter(parameter, "%s; %s" % (problem % spec.text[:80], offered))
    return Aggregate(spec.text, spec.part, field)


def functions(field: Field) -> Sequence[str]:
    """The aggregate functions that the values of a stored field have."""
    if field.type == "many2many":
        return ()
    if field.name == "id" or field.type in (*TEXTS, *DATES, "selection"):
        return _OF_VALUES
    if field.type == "boolean":
        return _OF_BOOLEANS
    return _OF_NUMBERS if field.type in NUMBERS[:3] else _COUNTS


def is_number(aggregate: Aggregate) -> bool:
    """Whether its values are numbers."""
    field = aggregate.field
    return field is None or aggregate.function in _COUNTS or field.type in NUMBERS


def _having(model: Model, condition: Having) -> Tuple[Aggregate, str, float]:
    aggregate = _aggregate(model, condition.aggregate, "having")
    if not is_number(aggregate):
        raise InvalidParameter("having", "'%s' is not a number." % aggregate.key)
    return aggregate, condition.operator, condition.value


def _order(order: str, by: List[By], aggregates: List[Aggregate]) -> List[Tuple[str, bool]]:
    """The terms of an order, with all keys of ``by`` at its end, so that no two groups are equal in it."""
    known = [item.key for item in by] + [item.key for item in aggregates]
    if order.count(",") >= fields.MAX_ORDER_TERMS:
        raise InvalidParameter("order", "it has more than %d terms." % fields.MAX_ORDER_TERMS)
    found: Dict[str, bool] = {}
    for text in order.split(",") if order else ():
        match = _ORDER_TERM.fullmatch(text.strip())
        term = match.group("term") if match else text.strip()
        if not match or term not in known:
            hint = nearest(term, known) or "use %s." % ", ".join(known)
            raise InvalidParameter(
                "order", "'%s' is in neither 'by' nor 'aggregates'; %s" % (term[:80], hint)
            )
        found.setdefault(term, (match.group("direction") or "asc").lower() == "desc")
    for item in by:
        found.setdefault(item.key, False)
    return list(found.items())
