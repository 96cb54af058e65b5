"""The statement that groups records: SQL whose names are those of fields, and whose values are parameters."""

from typing import Any, List, Tuple

from ...compat import grouping as odoo_sql
from ...compat.grouping import Statement
from ...odoo_types import Domain, Model
from .grouping import DATES, NUMBERS, TEXTS, Aggregate, By, Grouping

# SQL may have other names than clients use.
_FUNCTIONS = {
    **{
        name: name.upper() + "(%s)"
        for name in ("avg", "min", "max", "count", "bool_and", "bool_or")
    },
    "count_distinct": "COUNT(DISTINCT %s)",
    "sum": "COALESCE(SUM(%s), 0)",  # as Odoo sums up no values
}


def statement(model: Model, domain: Domain, wanted: Grouping) -> Statement:
    """A SELECT of all groups in their order: the values of ``by``, then those of ``aggregates``."""
    terms = [(*_by(model, item), "by%d" % number) for number, item in enumerate(wanted.by)]
    terms += [
        (_aggregate(item), (), "value%d" % number) for number, item in enumerate(wanted.aggregates)
    ]
    columns = ['%s AS "%s"' % (code, alias) for code, _params, alias in terms]
    params: List[Any] = [value for _code, values, _alias in terms for value in values]
    source = odoo_sql.found_records(model, domain, _column_names(wanted))
    joins, joined = _joins(model, wanted)
    select = "SELECT %s FROM (%s) AS found%s"
    parts = [select % (", ".join(columns), source.code, joins)]
    params += [*source.params, *joined]
    if wanted.by:
        parts.append("GROUP BY " + ", ".join('"by%d"' % n for n in range(len(wanted.by))))
    if wanted.having:
        conditions = ["%s %s %%s" % (_aggregate(item), op) for item, op, _number in wanted.having]
        parts.append("HAVING " + " AND ".join(conditions))
        params += [number for _item, _operator, number in wanted.having]
    return Statement(" ".join([*parts, *_order(wanted)]), params)


def page(groups: Statement, offset: int, limit: int) -> Statement:
    return Statement(groups.code + " LIMIT %s OFFSET %s", [*groups.params, limit, offset])


def total(groups: Statement) -> Statement:
    """A SELECT of the number of all groups."""
    code = "SELECT COUNT(*) FROM (%s) AS groups" % groups.code  # noqa: S608 - as above
    return Statement(code, groups.params)


def _order(wanted: Grouping) -> List[str]:
    aliases = {item.key: '"by%d"' % number for number, item in enumerate(wanted.by)}
    for number, item in enumerate(wanted.aggregates):
        aliases[item.key] = '"value%d"' % number
    terms = [aliases[key] + (" DESC" if desc else "") for key, desc in wanted.order]
    return ["ORDER BY " + ", ".join(terms)] if terms else []


def _column_names(wanted: Grouping) -> List[str]:
    """The names of all columns that the statement needs, besides ``id``."""
    computed = [*wanted.aggregates, *(item for item, _operator, _number in wanted.having)]
    used = [item.field for item in wanted.by] + [item.field for item in computed if item.field]
    names = {field.name for field in used if field.type != "many2many"}
    return sorted(names - {"id"})


def _column(name: str) -> str:
    return 'found."%s"' % name


def _aggregate(item: Aggregate) -> str:
    if item.field is None:
        return "COUNT(*)"
    return _FUNCTIONS[item.function] % _column(item.field.name)


def _by(model: Model, item: By) -> Tuple[str, Tuple[Any, ...]]:
    """The value to group by. What ``read`` shows as the same value is one group."""
    field, column = item.field, _column(item.field.name)
    if field.type == "many2many":
        return _joined_column(field.name, field.column2), ()
    if field.type in DATES:
        return _period(model, item, column)
    if field.type == "boolean":
        return "COALESCE(%s, FALSE)" % column, ()
    if field.type in NUMBERS and field.name != "id":
        return "COALESCE(%s, 0)" % column, ()
    if field.type in TEXTS:
        return "NULLIF(%s, '')" % column, ()
    return column, ()


def _period(model: Model, item: By, column: str) -> Tuple[str, Tuple[Any, ...]]:
    """The first day of the period in the time zone and the language of the context."""
    zone = model.env.context.get("tz")
    moment, params = column + "::timestamp", ()  # type: str, Tuple[Any, ...]
    if item.field.type == "datetime" and zone:
        moment, params = "timezone(%%s, timezone('UTC', %s))" % column, (zone,)
    if item.granularity != "week":
        return "date_trunc('%s', %s)" % (item.granularity, moment), params
    # PostgreSQL's weeks begin on Monday
    shift = "INTERVAL '%d days'" % (-(odoo_sql.week_start(model.env) - 1) % 7)
    return "(date_trunc('week', %s + %s) - %s)" % (moment, shift, shift), params


def _joins(model: Model, wanted: Grouping) -> Tuple[str, List[Any]]:
    """The joins with the tables of many2many fields, of related records that the caller sees."""
    code, params = "", []  # type: str, List[Any]
    for item in wanted.by:
        field = item.field
        if field.type != "many2many":
            continue
        condition = "%s = found.id" % _joined_column(field.name, field.column1)
        visible = odoo_sql.visible_ids(model, field)
        if visible is not None:
            column = _joined_column(field.name, field.column2)
            condition += " AND %s IN (%s)" % (column, visible.code)
            params += visible.params
        code += ' LEFT JOIN "%s" AS "of_%s" ON %s' % (field.relation, field.name, condition)
    return code, params


def _joined_column(name: str, column: str) -> str:
    return '"of_%s"."%s"' % (name, column)
