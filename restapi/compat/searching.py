"""What the series differ in about searching: the operators and dates of domains, and orders."""

import importlib
from typing import FrozenSet, Iterable, Optional, cast

from odoo import fields, models, release

from ..odoo_types import Env, Field, Model

try:  # 19.0: relative dates in domains
    from odoo.tools.date_utils import parse_date
except ImportError:
    parse_date = None

# Searches before 19.0, which made domains objects, pass over some conditions; see rest.domains.rewriting.
LOSES_CONDITIONS = not hasattr(fields, "Domain")


def _operators() -> Iterable[str]:
    """What conditions can have: 19.0 tells, and so do the series before; else what 19.0 told."""
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


# Without those of Odoo's own code, and the one of 20.0's rights, which asks for no value.
DOMAIN_OPERATORS = frozenset(_operators()) - {"any!", "not any!", "==", "<>", "access"}

# Parts of dates that domains can ask for, as in ``date.month_number`` (18.0 and later).
try:
    from odoo.orm.utils import READ_GROUP_NUMBER_GRANULARITY as _DATE_PARTS
except ImportError:
    _DATE_PARTS = getattr(models, "READ_GROUP_NUMBER_GRANULARITY", {})
DATE_PARTS = frozenset(_DATE_PARTS)

# 17.0 and later order by properties, and with nulls first or last.
HAS_RICH_ORDER = hasattr(models.BaseModel, "_order_field_to_sql")

# 18.0 and later order by the id of a many2one, by the method that 17.0 orders by properties with.
HAS_ORDER_BY_ID = release.version_info[0] >= 18

# 17.0 and later search and read in one query.
HAS_SEARCH_FETCH = hasattr(models.BaseModel, "search_fetch")


# What the search of JSON fields is asked by, where it takes all that we know of.
ANY_OPERATOR: FrozenSet[str] = frozenset()


def json_operators(model: Model, field: Field, is_joined: bool) -> Optional[FrozenSet[str]]:
    """The operators by which values of a JSON field can be searched; None if they can't be.

    Only ``analytic_distribution`` can, of Odoo's own: in 19.0 the field has a method for it, in 18.0 its
    model makes SQL of the condition, and in 16.0 and 17.0 the model's search takes another field for it.

    :param is_joined: the condition does not come to the model's own search
    """
    # a related field's method is Odoo's own, and only passes the condition on
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
    """Whether any record's properties have it; 17.0 and later can search and order by them."""
    definition_of = getattr(model, "get_property_definition", None)
    try:
        return bool(definition_of and definition_of(path))
    except ValueError:  # no name of a property
        return False


# Up to 18.0 all conditions of searches and groupings go through it, unchecked up to 16.0.
HAS_WHERE_CALC = hasattr(models.BaseModel, "_where_calc")


def is_searchable(field: Field) -> bool:
    """Whether a field says that it can be searched by: it is stored, or there is a way."""
    if hasattr(field, "_description_searchable"):
        return bool(field._description_searchable)
    return bool(field.store or field.search or getattr(field, "compute_sql", None))


def is_sortable(model: Model, field: Field) -> bool:
    """Whether Odoo can order by a field; up to 16.0 it ignores what it can't."""
    sortable = field._description_sortable
    if callable(sortable):
        return bool(sortable(model.env))
    # 12.0 and 13.0 say so of many2many fields too, which are stored, and then ignore them
    return bool(sortable and (field.column_type or field.inherited))


def is_relative_date(env: Env, value: str) -> bool:
    """Whether the series takes a date such as ``today -1d`` in a domain (19.0 and later)."""
    if parse_date is None:
        return False
    try:
        parse_date(value, env)
    except (ValueError, IndexError, KeyError, OverflowError):
        return False
    return True
