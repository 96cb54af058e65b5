"""Conditions in a form that Odoo follows to the letter.

Searches before 19.0 lose what stands in a condition: ``False``, ``0`` and names of related records in
lists, and fields on the way of a path that can't be searched by.
"""

from typing import Any, List, Optional, Tuple

from ...compat import searching
from ...exceptions import InvalidDomain
from ...odoo_types import Checked, Field, Model
from ..fields import Target

_MANY = ("one2many", "many2many")


def unsearchable(model: Model, path: str) -> Optional[Field]:
    """The first field on a path that can't be searched by: Odoo would pass over the condition.

    :param path: checked by ``fields.resolve``
    """
    for field in _fields_of(model, path.split(".")):
        if not searching.is_searchable(field):
            return field
        if field.related and not field.store:
            # it says that it can be searched by if the last field that it leads through can
            related = field.related
            names = related if isinstance(related, str) else ".".join(related)
            obstacle = unsearchable(model.env[field.model_name], names)
            if obstacle is not None:
                return obstacle
    return None


def _fields_of(model: Model, names: List[str]) -> List[Field]:
    """The fields of a path, without what follows one that is no relation."""
    found = []
    for name in names:
        field = model._fields[name]
        found.append(field)
        if not field.relational:
            break
        model = model.env[field.comodel_name]
    return found


def to_the_letter(
    model: Model, target: Target, path: str, operator: str, value: Checked
) -> List[Any]:
    """Terms of a domain that mean what one condition says.

    :param value: checked by ``operands.check``
    :raises InvalidDomain: this Odoo can't be asked this
    """
    if operator == "=?":
        return [constant(True)] if value is False else [(path, "=", value)]
    if operator not in ("in", "not in") or not searching.LOSES_CONDITIONS:
        return [(path, operator, value)]
    if target.field.type == "boolean":
        return [(path, operator, value)]
    apart, rest = _apart(target, value)
    if apart and operator == "not in" and _leads_through_many(model, path):
        # two conditions could be met by two records on the way
        raise InvalidDomain(
            "This Odoo can't look for %r in the list of ('%s','not in',…); leave it out or use "
            "'!=' in a condition of its own." % (apart[0], path)
        )
    terms: List[Any] = [(path, "=" if operator == "in" else "!=", one) for one in apart]
    if rest or not terms:
        # a tuple, which up to 15.0 is all that conditions on translated fields can take
        terms.append((path, operator, tuple(rest) if target.field.translate else rest))
    return ["|" if operator == "in" else "&"] * (len(terms) - 1) + terms


def constant(value: bool) -> Tuple[Any, str, Any]:
    """A condition that all records meet, or none: before 19.0 Odoo can't turn its own with ``!``."""
    if searching.LOSES_CONDITIONS:
        return "id", "!=" if value else "=", False
    return int(value), "=", 1


def _apart(target: Target, value: List[Any]) -> Tuple[List[Any], List[Any]]:
    """What needs a term of its own, and the rest of a list."""
    name: Any = str if target.field.relational else ()
    names = [item for item in value if isinstance(item, name)]
    empty = [False] if any(item is False for item in value) else []
    zero = [0] if any(item == 0 and item is not False for item in value) else []
    rest = [item for item in value if item != 0 and not isinstance(item, name)]  # False is 0
    return [*empty, *zero, *names], rest


def _leads_through_many(model: Model, path: str) -> bool:
    return any(field.type in _MANY for field in _fields_of(model, path.split(".")[:-1]))
