"""Groups of records with aggregates, as the answer has them."""

from datetime import date, datetime
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

from ...compat import grouping as odoo_sql
from ...odoo_types import Domain, FieldValue, Model
from ..errors import odoo_errors
from . import budget, group_statement, periods, related_names
from .group_domains import Conditions
from .grouping import DATES, By, Grouping

_RELATIONS = ("many2one", "many2many")
_Row = Tuple[Any, ...]


class Page(NamedTuple):
    """A page of groups.

    :param more: whether another page follows
    :param total: the number of all groups, if it is wanted
    """

    groups: List[Dict[str, Any]]
    more: bool
    total: Optional[int]


def page(
    model: Model,
    grouping: Grouping,
    sent: Sequence[Any],
    domain: Domain,
    offset: int,
    limit: int,
    wants_total: bool,
) -> Page:
    """A page of groups of the records that a search finds.

    :param sent: the domain as the client sent it
    :param domain: the same, validated
    :raises TooManyValues: the answer would have more values than allowed
    """
    with odoo_errors():
        statement = group_statement.statement(model, domain, grouping)
        wanted = group_statement.page(statement, offset, limit + 1)
        rows = odoo_sql.rows(model.env, wanted) if limit else []
        total = None
        if wants_total:
            [(total,)] = odoo_sql.rows(model.env, group_statement.total(statement))
        groups = _groups(model, grouping, sent, Conditions(model, domain), rows[:limit])
    return Page(groups, len(rows) > limit > 0, total)


def _groups(
    model: Model,
    grouping: Grouping,
    sent: Sequence[Any],
    conditions: Conditions,
    rows: List[_Row],
) -> List[Dict[str, Any]]:
    shown = [_shown(model, item, [row[n] for row in rows]) for n, item in enumerate(grouping.by)]
    allowed = budget.limit(model.env)
    weight, sent_weight = 0, budget.weight(sent)
    found = []
    for row in rows:
        keyed = list(zip(grouping.by, shown, row))
        own = [term for item, _show, value in keyed for term in conditions.of(item, value)]
        group = {
            "by": {item.key: show(value) for item, show, value in keyed},
            "values": _values(grouping, row),
            "domain": [*sent, *own],
        }
        weight += sent_weight + budget.weight((group["by"], group["values"], own))
        budget.check(weight, allowed, "Request fewer groups.", "limit")
        found.append(group)
    return found


def _shown(model: Model, item: By, values: List[FieldValue]) -> Callable[[Any], FieldValue]:
    """Turns values to group by into those of the answer."""
    if item.field.type in _RELATIONS:
        named = related_names.pairs(model.env[item.field.comodel_name], values)
        return lambda value: named[value or False]
    if item.field.type in DATES:
        return lambda value: False if value is None else periods.label(value, item.granularity)
    return lambda value: False if value is None else value


def _values(grouping: Grouping, row: _Row) -> Dict[str, FieldValue]:
    computed = row[len(grouping.by) :]
    return {item.key: _plain(value) for item, value in zip(grouping.aggregates, computed)}


def _plain(value: FieldValue) -> FieldValue:
    if value is None:
        return False
    if isinstance(value, date):
        granularity = periods.HOUR if isinstance(value, datetime) else "day"
        return periods.label(value, granularity)
    return value
