"""Rewriting of conditions that Odoo would otherwise misinterpret.

Before 19.0 searches silently drop parts of a condition: ``False``, ``0`` and names of related records in
lists, and unsearchable fields on a path.
"""

from typing import Any, List, Optional, Tuple

from ...compat import searching
from ...exceptions import InvalidDomain
from ...odoo_types import Checked, Field, Model
from ..fields import Target

_MANY = ("one2many", "many2many")


def unsearchable(model: Model, path: str) -> Optional[Field]:
    """The first field on a path that can't be searched by, because of which Odoo would ignore the
    condition; None if there is none.

    :param path: checked by ``fields.resolve``
    """
    for field in _fields_of(model, path.split(".")):
        if not searching.is_searchable(field):
            return field
        if field.related and not field.store:
            # Odoo reports it as searchable if only the last field that it is related through is
            related = field.related
            names = related if isinstance(related, str) else ".".join(related)
            obstacle = unsearchable(model.env[field.model_name], names)
            if obstacle is not None:
                return obstacle
    return None


def _fields_of(model: Model, names: List[str]) -> List[Field]:
    """The fields of a path, up to the first that is not a relation."""
    fields = []
    for name in names:
        field = model._fields[name]
        fields.append(field)
        if not field.relational:
            break
        model = model.env[field.comodel_name]
    return fields


def faithful_terms(
    model: Model, target: Target, path: str, operator: str, value: Checked
) -> List[Any]:
    """Domain terms that Odoo evaluates to exactly what the condition means.

    :param value: a result of ``operands.converted_operand``
    :raises InvalidDomain: this series of Odoo can't express the condition
    """
    if operator == "=?":
        return [constant(True)] if value is False else [(path, "=", value)]
    if operator not in ("in", "not in") or not searching.LOSES_CONDITIONS:
        return [(path, operator, value)]
    if target.field.type == "boolean":
        return [(path, operator, value)]
    separate, rest = _split_list(target, value)
    if separate and operator == "not in" and _leads_through_many(model, path):
        # two different related records could satisfy the two conditions
        raise InvalidDomain(
            "This series of Odoo can't search for %r in the list of ('%s','not in',…); leave it out or "
            "use a separate condition with '!='." % (separate[0], path)
        )
    terms: List[Any] = [(path, "=" if operator == "in" else "!=", item) for item in separate]
    if rest or not terms:
        # a tuple, since up to 15.0 conditions on translated fields take nothing else
        terms.append((path, operator, tuple(rest) if target.field.translate else rest))
    return ["|" if operator == "in" else "&"] * (len(terms) - 1) + terms


def constant(value: bool) -> Tuple[Any, str, Any]:
    """A condition that all records satisfy, or none; before 19.0 Odoo can't negate its own with ``!``."""
    if searching.LOSES_CONDITIONS:
        return "id", "!=" if value else "=", False
    return int(value), "=", 1


def _split_list(target: Target, value: List[Any]) -> Tuple[List[Any], List[Any]]:
    """The items of a list that need a term of their own, and all others."""
    name: Any = str if target.field.relational else ()
    names = [item for item in value if isinstance(item, name)]
    empty = [False] if any(item is False for item in value) else []
    zero = [0] if any(item == 0 and item is not False for item in value) else []
    rest = [item for item in value if item != 0 and not isinstance(item, name)]  # False is 0
    return [*empty, *zero, *names], rest


def _leads_through_many(model: Model, path: str) -> bool:
    return any(field.type in _MANY for field in _fields_of(model, path.split(".")[:-1]))
