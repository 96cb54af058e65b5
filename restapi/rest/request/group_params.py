"""Parameters of ``/group``: lists of fields with a granularity or a function, and conditions on groups."""

import re
from typing import Any, List, NamedTuple, Sequence

from ...exceptions import InvalidParameter
from ...odoo_types import Value
from . import literals, params

MAX_BY = 8
MAX_AGGREGATES = 50
MAX_HAVING = 50
DEFAULT_LIMIT = 1000
MAX_LIMIT = 10_000
COUNT = "__count"
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")

_PART = r"[A-Za-z_]\w*"
# Dots lead to an error that says more.
_TERM = re.compile(rf"(?P<name>{_PART}(?:\.{_PART})*)(?::(?P<part>{_PART}))?", re.ASCII)
_LIST = re.compile(r"[\w\s,.:]*", re.ASCII)


class Spec(NamedTuple):
    """A field with what follows it after a colon.

    :param text: as the client wrote it, which is its key in the answer
    :param name: the name of the field, or ``__count``
    :param part: a granularity or a function; empty if there is none
    """

    text: str
    name: str
    part: str


class Having(NamedTuple):
    """A condition on groups: an aggregate is compared with a number."""

    aggregate: Spec
    operator: str
    value: float


def parse_spec(value: Value, name: str) -> Spec:
    """``create_date:month`` or ``country_id``."""
    match = _TERM.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise InvalidParameter(name, "%.80r is not a field such as create_date:month." % (value,))
    return Spec(match.group(0), match.group("name"), match.group("part") or "")


def parse_by(value: Value, name: str) -> List[Spec]:
    return _specs(value, name, MAX_BY)


def parse_aggregates(value: Value, name: str) -> List[Spec]:
    return _specs(value, name, MAX_AGGREGATES)


def parse_having(value: Value, name: str) -> List[Having]:
    """Conditions such as ``[('amount_total:sum','>',1000)]``."""
    value = _literal(value, name)
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(name, "it must be a list such as [('__count','>',1)].")
    _check_length(value, name, MAX_HAVING)
    return [_condition(item, name) for item in value]


def parse_limit(value: Value, name: str) -> int:
    limit = params.parse_count(value, name)
    if limit is None:
        return DEFAULT_LIMIT
    if limit > MAX_LIMIT:
        raise InvalidParameter(name, "at most %d groups are answered at once." % MAX_LIMIT)
    return limit


def _specs(value: Value, name: str, greatest: int) -> List[Spec]:
    if isinstance(value, str) and _LIST.fullmatch(value):
        value = [part for part in value.split(",") if part.strip()]
    value = _literal(value, name)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(
            name, "it must be a list such as ['country_id','create_date:month']."
        )
    _check_length(value, name, greatest)
    return list(dict.fromkeys(parse_spec(item, name) for item in value))


def _literal(value: Value, name: str) -> Any:
    return literals.parse(value, name) if isinstance(value, str) else value


def _check_length(value: Sequence[Any], name: str, greatest: int) -> None:
    if len(value) > greatest:
        raise InvalidParameter(name, "it has more than %d items." % greatest)


def _condition(item: Value, name: str) -> Having:
    if not isinstance(item, (list, tuple)) or len(item) != 3:
        raise InvalidParameter(
            name, "%.80r is not a condition such as ('__count','>',1)." % (item,)
        )
    aggregate, operator, value = item
    if operator not in OPERATORS:
        problem = "%.80r is not one of the operators %s." % (operator, " ".join(OPERATORS))
        raise InvalidParameter(name, problem)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not abs(value) < 10**30:  # also NaN
        raise InvalidParameter(name, "%.80r is not a number to compare with." % (value,))
    return Having(parse_spec(aggregate, name), operator, value)


def _schema(greatest: int) -> Any:
    pattern = r"^[A-Za-z_][A-Za-z0-9_]*(:[A-Za-z_][A-Za-z0-9_]*)?$"
    return {"type": "array", "items": {"type": "string", "pattern": pattern}, "maxItems": greatest}


BY = params.Param(
    "by",
    parse_by,
    _schema(MAX_BY),
    "fields to group by, such as ``country_id,create_date:month``; without it, one group of all records",
    default=(),
)
AGGREGATES = params.Param(
    "aggregates",
    parse_aggregates,
    _schema(MAX_AGGREGATES),
    "what to compute for each group, such as ``amount_total:sum,__count``; ``__count`` by default",
    default=(Spec(COUNT, COUNT, ""),),
)
HAVING = params.Param(
    "having",
    parse_having,
    {"type": "array", "items": {}, "maxItems": MAX_HAVING},
    "conditions that groups must fulfil, such as ``[('__count','>',1)]``",
    default=(),
)
ORDER = params.Param(
    "order",
    params.parse_text,
    {**params.TEXT, "example": "__count desc"},
    "terms of ``by`` and ``aggregates``, such as ``amount_total:sum desc``; the order of ``by`` if not given",
)
LIMIT = params.Param(
    "limit",
    parse_limit,
    {"type": "integer", "minimum": 0, "maximum": MAX_LIMIT},
    "maximum number of groups; %d by default" % DEFAULT_LIMIT,
    default=DEFAULT_LIMIT,
)
OFFSET = params.OFFSET._replace(description="number of groups to skip")
