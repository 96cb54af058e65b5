"""SQL for grouping the records that a search finds, and times in time zones, for all series.

Up to 16.0 Odoo's ``read_group`` gives localised labels instead of dates, has no ``having``, skips an aggregate
of a field that is grouped by, begins each week on Monday, and up to 14.0 doesn't group by many2many fields. So
the records are grouped here as Odoo does since 17.0: by a statement on top of the ORM's own search, which
applies access rights, record rules and the models' own rules.
"""

import importlib
from datetime import datetime, timezone
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple, cast

from odoo import models, release, tools

from ..odoo_types import Domain, Env, Field, Model
from . import flush_all
from .searching import HAS_WHERE_CALC

try:
    import pytz
except ImportError:  # 20.0, which needs a Python that has zoneinfo
    pytz = None

# 17.0 and later build statements of objects that carry their parameters.
_HAS_SQL = hasattr(models.BaseModel, "_field_to_sql")
# Up to 13.0 a search returns ids, later a query unless the model has a search of its own.
_HAS_QUERY = release.version_info[0] >= 14

# Odoo's query, of which each series has another class.
Query = Any


class Statement(NamedTuple):
    """A part of a SQL statement, with the values of its placeholders."""

    code: str
    params: Sequence[Any] = ()


def found_records(model: Model, domain: Domain, names: Sequence[str]) -> Statement:
    """A SELECT of the records that Odoo's search finds, with ``id`` and these fields as columns.

    :param names: fields with a column, of the model itself or of one that it inherits from
    """
    flush_all(model.env)
    query = _query(model, domain)
    if _HAS_SQL:
        return _select(query, [_aliased(model, name, query) for name in ("id", *names)])
    columns = [
        '%s AS "%s"' % (model._inherits_join_calc(model._table, name, query), name)
        for name in ("id", *names)
    ]
    tables, conditions, params = query.get_sql()
    # up to 13.0 a joined one2many repeats records
    distinct = "DISTINCT " if not _HAS_QUERY and "," in tables else ""
    where = " WHERE " + conditions if conditions else ""
    code = "SELECT %s%s FROM %s%s" % (distinct, ", ".join(columns), tables, where)  # noqa: S608 - Odoo's
    return Statement(code, params)


def visible_ids(model: Model, field: Field) -> Optional[Statement]:
    """A SELECT of the ids of those records of a relation that a caller sees in it; None if all of them are.

    :param model: the model that the many2many field belongs to
    """
    env = model.env
    context = {**env.context, **(field.context or {})}
    comodel = env[field.comodel_name].with_env(env(context=context))
    query = _query(comodel, [])
    if _HAS_SQL:
        return _select(query, [_aliased(comodel, "id", query)]) if query.where_clause else None
    tables, conditions, params = query.get_sql()
    if not conditions:
        return None
    code = 'SELECT "%s".id FROM %s WHERE %s' % (comodel._table, tables, conditions)  # noqa: S608 - Odoo's
    return Statement(code, params)


def rows(env: Env, statement: Statement) -> List[Tuple[Any, ...]]:
    """The rows of a statement that only reads."""
    env.cr.execute(statement.code, list(statement.params))
    return env.cr.fetchall()


def week_start(env: Env) -> int:
    """The first day of the week in the language of the context, from 1 for Monday to 7."""
    get_lang = getattr(tools.misc, "get_lang", None)
    if get_lang is not None:
        return int(get_lang(env).week_start)
    # 12.0, by the rule of the others
    installed = [code for code, _name in env["res.lang"].get_installed()]
    wanted = (env.context.get("lang"), env.user.company_id.partner_id.lang, "en_US")
    code = next((code for code in wanted if code in installed), installed[0])
    return int(env["res.lang"]._lang_get(code).week_start)


def to_utc(local: datetime, zone: str) -> datetime:
    """A local time in UTC: the first of two when clocks were put back, the time after the gap's beginning
    when they were put forward."""
    if pytz is None:
        aware = local.replace(tzinfo=importlib.import_module("zoneinfo").ZoneInfo(zone))
        return aware.astimezone(timezone.utc).replace(tzinfo=None)
    found = pytz.timezone(zone)
    try:
        aware = found.localize(local, is_dst=None)
    except pytz.AmbiguousTimeError:
        aware = min(found.localize(local, is_dst=is_dst) for is_dst in (True, False))
    except pytz.NonExistentTimeError:
        aware = found.localize(local, is_dst=False)
    return cast(datetime, aware.astimezone(pytz.utc).replace(tzinfo=None))


def _query(model: Model, domain: Domain) -> Query:
    """Odoo's query of a search with the rights of the caller, without an order."""
    if not _HAS_QUERY and not _has_own_search(model):
        query = model._where_calc(list(domain))
        model._apply_ir_rules(query, "read")
        return query
    found = model._search(list(domain), order="id")
    if HAS_WHERE_CALC and isinstance(found, (list, tuple)):
        # models with rules of their own search in two steps, up to 16.0
        return model._where_calc([("id", "in", list(found))], active_test=False)
    found.order = None
    return found


def _has_own_search(model: Model) -> bool:
    """Whether an addon extends the search of the model."""
    classes = type(model).__mro__
    return any("_search" in vars(found) for found in classes if found is not models.BaseModel)


if _HAS_SQL:

    def _aliased(model: Model, name: str, query: Query) -> Any:
        column = model._field_to_sql(model._table, name, query)
        return tools.SQL("%s AS %s", column, tools.SQL.identifier(name))


def _select(query: Query, columns: List[Any]) -> Statement:
    found = query.select(*columns)
    # 20.0 has only the tuple
    code, params, *_fields = getattr(found, "_sql_tuple", None) or (found.code, found.params)
    return Statement(code, params)
