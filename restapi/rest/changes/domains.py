"""Domains for changes: only conditions on what a change of the record's own rows can change."""

from typing import Any, Sequence

from ...exceptions import InvalidDomain
from ...odoo_types import Model, Value
from .. import fields

_BY_ID = ("=", "!=", "in", "not in")
_OWN = "use stored fields of the record itself."


def check(model: Model, domain: Sequence[Any]) -> None:
    """Check that a record can't begin or cease to match without a change that its model's triggers note.

    :param domain: a valid domain
    :raises InvalidDomain: a condition depends on other records, or on a field that is not stored
    """
    for term in domain:
        if not isinstance(term, str):
            _check_condition(model, *term)


def _check_condition(model: Model, path: Value, operator: str, value: Value) -> None:
    if not isinstance(path, str):  # a constant
        return
    name, dot, _rest = path.partition(".")
    field = fields.find(model, name)
    if dot or field.type == "one2many":
        raise InvalidDomain("A change elsewhere could change who matches '%s': %s" % (path, _OWN))
    if not field.store or getattr(field, "company_dependent", False):
        raise InvalidDomain("Field '%s' is not stored with the record: %s" % (name, _OWN))
    if getattr(field, "translate", False):
        raise InvalidDomain("Field '%s' is translated: %s" % (name, _OWN))
    if field.type in fields.RELATIONAL and not _is_by_id(operator, value):
        raise InvalidDomain(
            "'%s' must be compared with ids, by %s: the names of others can change."
            % (name, ", ".join(_BY_ID))
        )


def _is_by_id(operator: str, value: Value) -> bool:
    values = value if isinstance(value, (list, tuple, set)) else [value]
    return operator.lower() in _BY_ID and not any(isinstance(item, str) for item in values)
