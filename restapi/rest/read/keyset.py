"""Keyset pagination: a page begins after the values of the last record before it, not after a number of
records. So its time doesn't depend on its depth, and other records may come and go meanwhile.

Values are compared in SQL, as texts that PostgreSQL has written and reads again: the ORM cuts datetimes to
seconds, and Python would sort texts in another way than the database.
"""

from typing import Any, List, NamedTuple, Optional, Sequence

from ...compat import access, searching
from ...exceptions import InvalidParameter
from ...odoo_types import Field, Model, Records, SearchQuery
from .. import fields
from ..errors import odoo_errors

TYPES = (
    *("boolean", "char", "date", "datetime", "float", "html", "integer", "many2one_reference"),
    *("monetary", "reference", "selection", "text"),
)


class Term(NamedTuple):
    """A column to sort by.

    :param has_nulls: whether it may be NULL; booleans are sorted as if NULL were false
    """

    name: str
    type: str
    is_descending: bool
    nulls_first: bool

    @property
    def has_nulls(self) -> bool:
        return self.name != "id" and self.type != "boolean"

    @property
    def column(self) -> str:
        """The column in SQL, in a table that is filled in later."""
        column = '{table}."%s"' % self.name
        return "COALESCE(%s, FALSE)" % column if self.type == "boolean" else column

    @property
    def sql(self) -> str:
        nulls = "FIRST" if self.nulls_first else "LAST"
        return "%s%s%s" % (
            self.column,
            " DESC" if self.is_descending else "",
            " NULLS " + nulls if self.has_nulls and self.nulls_first != self.is_descending else "",
        )


class Condition(NamedTuple):
    sql: str
    params: Sequence[str] = ()


Terms = Sequence[Term]
Values = Sequence[Optional[str]]


class Order(str):
    """A sort order of which ``models.base`` knows that Odoo's query shall begin after a record.

    It goes through each model's own ``search`` as any other text.

    :param is_used: whether it has arrived in a query
    """

    terms: Terms
    condition: Optional[Condition]
    is_used: bool

    def __new__(cls, terms: Terms, condition: Optional[Condition] = None) -> "Order":
        names = (term.name + (" desc" if term.is_descending else "") for term in terms)
        order = super().__new__(cls, ", ".join(names))
        order.terms, order.condition, order.is_used = terms, condition, False
        return order

    def add_to(self, model: Model, query: SearchQuery) -> Any:
        """Add the condition to a query of Odoo's; returns what sorts it."""
        _check_columns(model, self.terms)
        self.is_used = True
        table = '"%s"' % model._table
        if self.condition:
            sql = self.condition.sql.format(table=table)
            searching.add_condition(query, sql, list(self.condition.params))
        return searching.sort_clause(", ".join(term.sql.format(table=table) for term in self.terms))


def terms(model: Model, order: Optional[str]) -> List[Term]:
    """The columns of a checked sort order; ``id`` is the last one, in the direction of the one before.

    :raises InvalidParameter: a term can't be continued by a cursor
    """
    found: List[Term] = []
    for text in order.split(", ") if order else ():
        name, *words = text.lower().split()
        name = text.split()[0]
        if name not in model._fields or not _is_column(model, model._fields[name]):
            raise _refused(model, name)
        is_descending = "desc" in words
        nulls_first = "first" in words if "nulls" in words else is_descending
        found.append(Term(name, model._fields[name].type, is_descending, nulls_first))
        if name == "id":
            return found
    is_descending = bool(found) and found[-1].is_descending
    return [*found, Term("id", "integer", is_descending, is_descending)]


def _is_column(model: Model, field: Field) -> bool:
    if field.name == "id":
        return True
    is_own = field.store and field.column_type and not field.inherited
    is_plain = field.type in TYPES and not field.company_dependent
    is_translated = getattr(field, "translate", False)
    return bool(is_own and is_plain and not is_translated and not searching.is_query(model))


def _refused(model: Model, name: str) -> InvalidParameter:
    with odoo_errors():
        readable = access.accessible_fields(model, "read")
    usable = sorted(name for name in readable if _is_column(model, model._fields[name]))
    return InvalidParameter(
        "order",
        "with a cursor, sort by stored fields of the model itself that are neither relations nor "
        "translated nor company-dependent. '%s' is none; these are: %s."
        % (name, fields.shown_choices(usable)),
    )


def _check_columns(model: Model, used: Terms) -> None:
    """A model's search may pass on the order to another model's, such as ``hr.employee.public``."""
    for term in used:
        field = model._fields.get(term.name)
        if field is None or not _is_column(model, field):
            raise _refused(model, term.name)


def orders(found: Terms, values: Optional[Values]) -> List[Order]:
    """The parts of what follows a record, to be searched one after the other.

    Rows with NULL in the first column are a part of their own, so that each part is one range of an index.

    :param values: the values of the record; None to begin with the first
    """
    if values is None:
        return [Order(found)]
    first, rest = found[0], found[1:]
    is_null, is_not_null = (
        Condition("%s IS %s" % (first.column, null)) for null in ("NULL", "NOT NULL")
    )
    if values[0] is None:
        parts = [Order(rest, _all(is_null, _after(rest, values[1:])))]
        return [*parts, Order(found, is_not_null)] if first.nulls_first else parts
    parts = [Order(found, _in_range(found, values))]
    if first.has_nulls and not first.nulls_first:
        parts.append(Order(rest, is_null))
    return parts


def _in_range(found: Terms, values: Values) -> Condition:
    """What follows these values, of the rows without NULL in the first column."""
    first, rest = found[0], found[1:]
    is_uniform = all(term.is_descending == first.is_descending for term in rest)
    if is_uniform and not any(term.has_nulls for term in rest):
        return _compared(found, values)
    begin = _compared([first], values[:1], "=")
    return _all(begin, _any(_compared([first], values[:1]), _after(rest, values[1:])))


def _after(found: Terms, values: Values) -> Condition:
    """What follows these values in the sort order (the last term is ``id``)."""
    first, rest = found[0], found[1:]
    if not rest:
        return _compared(found, values)
    ties = _after(rest, values[1:])
    is_null = Condition("%s IS NULL" % first.column)
    if values[0] is None:
        if first.nulls_first:
            return _any(Condition("%s IS NOT NULL" % first.column), ties)
        return _all(is_null, ties)
    equal = Condition("%s = %%s" % first.column, [values[0]])
    found_after = _any(_compared([first], values[:1]), _all(equal, ties))
    if first.has_nulls and not first.nulls_first:
        return _any(is_null, found_after)
    return found_after


def _compared(found: Terms, values: Values, or_equal: str = "") -> Condition:
    """A comparison of rows, for terms that all have the same direction and values other than NULL."""
    operator = ("<" if found[0].is_descending else ">") + or_equal
    columns = ", ".join(term.column for term in found)
    places = ", ".join(["%s"] * len(found))
    given = [value for value in values if value is not None]
    return Condition("(%s) %s (%s)" % (columns, operator, places), given)


def _all(*conditions: Condition) -> Condition:
    return _joined(" AND ", conditions)


def _any(*conditions: Condition) -> Condition:
    return _joined(" OR ", conditions)


def _joined(word: str, conditions: Sequence[Condition]) -> Condition:
    sql = word.join("(%s)" % condition.sql for condition in conditions)
    return Condition(sql, [param for condition in conditions for param in condition.params])


def values_of(records: Records, found: Terms, record_id: int) -> List[Optional[str]]:
    """The values of a record that was just found, as PostgreSQL writes them."""
    if found[0].name == "id":
        return [str(record_id)]
    cr = records.env.cr
    if any(term.type == "float" for term in found):
        # PostgreSQL before 12 rounds floats when it writes them
        cr.execute("SELECT set_config('extra_float_digits', '3', TRUE)")
    table = '"%s"' % records._table
    columns = ", ".join("%s::text" % term.column.format(table=table) for term in found)
    # pylint: disable-next=sql-injection; the names of a model's table and columns
    cr.execute("SELECT %s FROM %s WHERE id = %%s" % (columns, table), [record_id])  # noqa: S608
    return list(cr.fetchone())
