"""Searching for all series: operators and dates in domains, and sort orders."""

import importlib
from typing import Any, FrozenSet, Iterable, List, Optional, Sequence, Tuple, cast

from odoo import fields, models, release, tools

from ..odoo_types import Env, Field, Model, SearchQuery

try:  # 19.0: relative dates in domains
    from odoo.tools.date_utils import parse_date
except ImportError:
    parse_date = None

# Searches before 19.0, which has Domain objects, drop some conditions; see rest.domains.rewriting.
LOSES_CONDITIONS = not hasattr(fields, "Domain")


def _operators() -> Iterable[str]:
    """The operators of conditions, from Odoo if it has a list, else those of 19.0."""
    for module, name in (
        ("odoo.orm.domains", "CONDITION_OPERATORS"),
        ("odoo.osv.expression", "TERM_OPERATORS"),
    ):
        try:
            return cast(Iterable[str], getattr(importlib.import_module(module), name))
        except (ImportError, AttributeError):
            continue
    texts = ("like", "ilike", "=like", "=ilike")
    return (
        *("=", "!=", "<", "<=", ">", ">=", "=?", "in", "not in", "any", "not any"),
        *(*texts, *("not %s" % text for text in texts), "child_of", "parent_of"),
    )


# Without internal operators of Odoo, and the one for access rights in 20.0, which takes no value.
DOMAIN_OPERATORS = frozenset(_operators()) - {"any!", "not any!", "==", "<>", "access"}

# Parts of dates that domains can use, as in ``date.month_number`` (18.0 and later).
try:
    from odoo.orm.utils import READ_GROUP_NUMBER_GRANULARITY as _DATE_PARTS
except ImportError:
    _DATE_PARTS = getattr(models, "READ_GROUP_NUMBER_GRANULARITY", {})
DATE_PARTS = frozenset(_DATE_PARTS)

# 17.0 and later sort by properties, and with ``nulls first`` or ``nulls last``.
HAS_RICH_ORDER = hasattr(models.BaseModel, "_order_field_to_sql")

# 18.0 and later sort by the id of a many2one. The method is there since 17.0, for properties.
HAS_ORDER_BY_ID = release.version_info[0] >= 18

# 17.0 and later search and read in one query.
HAS_SEARCH_FETCH = hasattr(models.BaseModel, "search_fetch")


# The field's own search method accepts any operator.
ANY_OPERATOR: FrozenSet[str] = frozenset()


def json_operators(model: Model, field: Field, is_joined: bool) -> Optional[FrozenSet[str]]:
    """The operators that a JSON field can be searched with; None if it can't be searched.

    Of Odoo's own fields only ``analytic_distribution`` can: in 19.0 the field has a search method, in 18.0
    the model converts the condition to SQL, and in 16.0 and 17.0 the model's search replaces the field.

    :param is_joined: the condition is run as a join, which bypasses the model's own search
    """
    # the search method of a related field is generic, and only passes the condition on
    if field.search and not field.related:
        return ANY_OPERATOR
    if field.name != "analytic_distribution":
        return None
    if hasattr(model, "_search_distribution_analytic_account_ids"):
        return ANY_OPERATOR
    if is_joined or not hasattr(model, "_apply_analytic_distribution_domain"):
        return None
    takes_ids = hasattr(model, "_query_analytic_accounts")
    return frozenset(["ilike", "not ilike", *(["in"] if takes_ids else [])])


def has_property(model: Model, path: str) -> bool:
    """Whether some record defines the property; 17.0 and later can search and sort by properties."""
    definition_of = getattr(model, "get_property_definition", None)
    try:
        return bool(definition_of and definition_of(path))
    except ValueError:  # not a valid property name
        return False


# Up to 18.0 all conditions of searches and groupings pass through it; up to 16.0 it doesn't check groups.
HAS_WHERE_CALC = hasattr(models.BaseModel, "_where_calc")


def is_searchable(field: Field) -> bool:
    """Whether a field can be searched by: it is stored, or it has a search method."""
    if hasattr(field, "_description_searchable"):
        return bool(field._description_searchable)
    return bool(field.store or field.search or getattr(field, "compute_sql", None))


def is_sortable(model: Model, field: Field) -> bool:
    """Whether Odoo can sort by a field; up to 16.0 it silently ignores fields that it can't sort by."""
    sortable = field._description_sortable
    if callable(sortable):
        return bool(sortable(model.env))
    # 12.0 and 13.0 report stored many2many fields as sortable too, and then ignore them
    return bool(sortable and (field.column_type or field.inherited))


def is_relative_date(env: Env, value: str) -> bool:
    """Whether it is a relative date such as ``today -1d``, which 19.0 and later accept in domains."""
    if parse_date is None:
        return False
    try:
        parse_date(value, env)
    except (ValueError, IndexError, KeyError, OverflowError):
        return False
    return True


# 20.0 hands over tables that know their query.
HAS_TABLE_SQL = hasattr(models, "TableSQL")


def order_and_query(arguments: Sequence[Any]) -> Tuple[Optional[str], SearchQuery]:
    """The order and the query among the arguments of ``_order_to_sql``."""
    first, second = arguments[:2]
    return (second, first._query) if HAS_TABLE_SQL else (first, second)


def add_condition(query: SearchQuery, sql: str, params: List[str]) -> None:
    """Add a condition in SQL to a query of the ORM."""
    if HAS_RICH_ORDER:
        query.add_where(tools.SQL(sql, *params))  # pylint: disable=sql-injection; as below
    elif hasattr(query, "add_where"):
        query.add_where(sql, params)
    else:  # up to 13.0
        query.where_clause.append(sql)
        query.where_clause_params.extend(params)


def sort_clause(sql: str) -> Any:
    """What sorts a query, in the form in which this series' ORM makes it."""
    # pylint: disable-next=sql-injection; the names of a model's table and columns
    return tools.SQL(sql) if HAS_RICH_ORDER else " ORDER BY %s " % sql


def is_query(model: Model) -> bool:
    """Whether a model is read from a query and not from a table; 14.0 and later have such models."""
    if getattr(model, "_table_query", None):
        return True
    # 20.0, where such models say what they are read from by this property
    own, base = (getattr(cls, "_table_sql", None) for cls in (type(model), models.BaseModel))
    return own is not base


def may_find_fewer(model: Model) -> bool:
    """Whether a search may find fewer records than its limit although there are more.

    Some models leave out what the caller may not read after the query: attachments, messages. Up to 13.0 a
    query may also find a record several times.
    """
    if not HAS_SEARCH_FETCH:
        return True
    names = ("search", "_search", "search_fetch")
    classes = (cls for cls in type(model).__mro__ if cls is not models.BaseModel)
    return any(name in vars(cls) for cls in classes for name in names)
