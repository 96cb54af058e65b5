"""Domains that find exactly the records of a group."""

from datetime import date, datetime
from typing import Any, Dict, List, Sequence

from ...compat import grouping as odoo_sql
from ...exceptions import InvalidParameter
from ...odoo_types import Domain, FieldValue, Model
from ..errors import odoo_errors
from ..request.group_params import COUNT, MAX_LIMIT
from . import group_statement, periods
from .grouping import DATES, NUMBERS, TEXTS, Aggregate, By, Grouping


class Conditions:
    """Makes conditions for the groups of one request.

    :param domain: the validated domain of the request
    """

    def __init__(self, model: Model, domain: Domain) -> None:
        self.model = model
        self.domain = domain
        self.without: Dict[str, Sequence[Any]] = {}

    def of(self, item: By, value: FieldValue) -> List[Any]:
        """The conditions for a value, as the statement returns it; None for no value."""
        field = item.field
        if field.type == "many2many" and value is None:
            if item.key not in self.without:
                self.without[item.key] = self._without_related(item)
            return [self.without[item.key]]
        if field.type == "many2many":
            return [(field.name, "in", [value])]
        if field.type in DATES and value is not None:
            return self._period(item, value)
        if field.type in NUMBERS and field.name != "id" and value == 0:
            return [(field.name, "in", [0, False])]
        if field.type in TEXTS and value is None:
            return [(field.name, "in", ["", False])]
        return [(field.name, "=", False if value is None else value)]

    def _period(self, item: By, start: date) -> List[Any]:
        end = periods.end(start, item.granularity)
        conditions = [(item.field.name, ">=", self._limit(item, start))]
        if end is not None:
            conditions.append((item.field.name, "<", self._limit(item, end)))
        return conditions

    def _limit(self, item: By, moment: date) -> str:
        """A limit of a period, as domains have it: datetimes in UTC."""
        if item.field.type == "date":
            return periods.label(moment, "day")
        zone = self.model.env.context.get("tz")
        local = datetime(*moment.timetuple()[:6])
        return periods.label(odoo_sql.to_utc(local, zone) if zone else local, periods.HOUR)

    def _without_related(self, item: By) -> Sequence[Any]:
        """The condition for records without a related record that the caller sees.

        A record that has archived ones only, or others' only, is among them, but ``=`` doesn't find it.
        """
        name = item.field.name
        wanted = Grouping([item], [Aggregate(COUNT, "count", None)], [], [(item.key, True)])
        groups = group_statement.statement(self.model, self.domain, wanted)
        rows = odoo_sql.rows(self.model.env, group_statement.page(groups, 0, MAX_LIMIT + 1))
        empty: Any = (name, "=", False)
        with odoo_errors():
            found = self.model.search_count([*self.domain, empty])
        if found == sum(count for value, count in rows if value is None):
            return empty
        if len(rows) > MAX_LIMIT:
            raise InvalidParameter(
                "by", "'%s' has more than %d different values here." % (name, MAX_LIMIT)
            )
        return name, "not in", [value for value, _count in rows if value is not None]
