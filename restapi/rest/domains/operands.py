"""The value of a condition, checked and converted by the type of its field."""

import contextlib
from typing import Any, Callable, Dict

from ...compat import searching
from ...exceptions import InvalidDomain
from ...odoo_types import Checked, Value
from .. import fields
from ..fields import RELATIONAL, Target
from ..request import dates, literals

MAX_NAMES = 1000

_COMPARISONS = ("<", "<=", ">", ">=")
_HIERARCHY = ("child_of", "parent_of")
_LISTS = ("in", "not in")
_MANY = ("one2many", "many2many")
_TEXTS = ("char", "text", "html", "selection", "reference")
_WHOLE = ("integer", "many2one_reference")
_NUMBERS = ("float", "monetary")
# For these kinds text is never converted to numbers or booleans.
_OF_TEXT = ("text", "any", "opaque")
# Conditions on these can only ask whether a value is set: Odoo ignores all others. For JSON fields see
# ``_kind_of_json``.
_OPAQUE = ("binary", "image", "properties", "properties_definition", "serialized")


def converted_operand(
    target: Target, path: str, operator: str, value: Value, is_joined: bool = False
) -> Checked:
    """The value, converted to what Odoo compares as the client meant it.

    :param is_joined: the condition is part of a nested domain, which Odoo may run as a join
    :raises InvalidDomain: the operator or the value doesn't suit the field
    """
    kind = _kind(target)
    if kind == "json":
        kind = _kind_of_json(target, path, operator, value, is_joined)
    if "like" not in operator:
        value = _parsed(kind, value)
    empty = value is None or value is False
    if kind == "opaque" and (operator not in ("=", "!=") or not empty):
        raise _unsuitable(path, operator, value, "the field supports only '= False' and '!= False'")
    if kind == "searched" and empty:
        raise _unsuitable(
            path, operator, value, "the field can't be searched for being set or empty"
        )
    if operator in _LISTS:
        if not isinstance(value, (list, tuple)):
            raise _unsuitable(path, operator, value, "'%s' takes a list" % operator)
        return [_converted(target, kind, path, operator, item) for item in value]
    if isinstance(value, (list, tuple)) and operator not in _HIERARCHY:
        raise _unsuitable(path, operator, value, "for a list use 'in' or 'not in'")
    if "like" in operator:
        return _pattern(kind, path, operator, value)
    if operator in _HIERARCHY:
        return _relatives(target, kind, path, operator, value)
    has_order = kind not in ("boolean", "opaque", "searched") and target.field.type not in _MANY
    if operator in _COMPARISONS and (empty or not has_order or _is_name(kind, value)):
        raise _unsuitable(path, operator, value, "'%s' can't compare them" % operator)
    return _converted(target, kind, path, operator, value)


def _parsed(kind: str, value: Value) -> Value:
    """Parse numbers and booleans that were sent as text, as web forms do."""
    if isinstance(value, (list, tuple)):
        return [_parsed(kind, item) for item in value]
    if not isinstance(value, str) or kind in _OF_TEXT:
        return value
    if value == "":
        return False
    with contextlib.suppress(ValueError, OverflowError):  # 1e999 is infinite
        if kind == "boolean":
            return literals.parse_boolean(value)
        if kind not in ("date", "datetime"):
            number = literals.parse_number(value)
            if kind == "number" or number == int(number):
                return number
    return value  # the name of a related record, or invalid and refused later


def _kind(target: Target) -> str:
    """The kind of values that the target is compared with."""
    field_type = target.field.type
    if target.part is not None:
        return "any" if field_type == "properties" else "whole"
    if field_type in RELATIONAL or target.field.name == "id":
        return "relation"
    for kind, types in (
        ("text", _TEXTS),
        ("whole", _WHOLE),
        ("number", _NUMBERS),
        ("opaque", _OPAQUE),
    ):
        if field_type in types:
            return kind
    return field_type if field_type in (*_CONVERTERS, "json") else "any"


def _kind_of_json(target: Target, path: str, operator: str, value: Value, is_joined: bool) -> str:
    """
    :raises InvalidDomain: this series of Odoo doesn't search the field with this operator
    """
    supported = searching.json_operators(target.model, target.field, is_joined or "." in path)
    if supported is None:
        return "opaque"
    if supported and operator not in supported:
        names = " and ".join("'%s'" % name for name in sorted(supported))
        raise _unsuitable(path, operator, value, "this series of Odoo searches it by %s" % names)
    return "searched"


def _converted(target: Target, kind: str, path: str, operator: str, value: Value) -> Checked:
    if (value is None or value is False) and kind != "searched":
        return False
    convert = _CONVERTERS.get(kind)
    if convert is None:
        return value
    try:
        return convert(target, value)
    except ValueError as error:
        raise _unsuitable(path, operator, value, str(error)) from None


def _is_name(kind: str, value: Value) -> bool:
    """Whether it is the name of a related record, for which Odoo up to 18.0 treats comparisons as ``=``."""
    return kind == "relation" and isinstance(value, str)


def _pattern(kind: str, path: str, operator: str, value: Value) -> str:
    if kind in ("boolean", "opaque"):
        raise _unsuitable(path, operator, value, "the values of the field are not text")
    if not isinstance(value, str):
        raise _unsuitable(path, operator, value, "'%s' takes text" % operator)
    return value


def _relatives(target: Target, kind: str, path: str, operator: str, value: Value) -> Checked:
    if kind != "relation":
        raise _unsuitable(path, operator, value, "'%s' needs a relation" % operator)
    items = value if isinstance(value, (list, tuple)) else [value]
    # Odoo looks up each name with a query of its own
    if sum(isinstance(item, str) for item in items) > MAX_NAMES:
        problem = "'%s' takes at most %d names; use ids instead" % (operator, MAX_NAMES)
        raise _unsuitable(path, operator, value, problem)
    for item in items:
        if isinstance(item, bool) or not isinstance(item, (int, str)):
            problem = "'%s' takes an id, a name or a list of these" % operator
            raise _unsuitable(path, operator, value, problem)
    return value


def _text(target: Target, value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError("it must be text or False")
    choices = fields.choices(target.model, target.field) if _is_selection(target) else None
    if choices is not None and value and value not in choices:
        raise ValueError("it must be one of the choices %s" % fields.shown_choices(choices))
    return value


def _is_selection(target: Target) -> bool:
    return bool(target.field.type == "selection")


def _whole(target: Target, value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value):
        raise ValueError("it must be a whole number or False")
    return int(value)


def _number(target: Target, value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("it must be a number or False")
    return value


def _boolean(target: Target, value: Value) -> bool:
    if not isinstance(value, (bool, int)) or value not in (0, 1):
        raise ValueError("it must be True or False")
    return bool(value)


def _relation(target: Target, value: Value) -> Checked:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("it must be an id, a name or False")
    if target.field.name == "id" and isinstance(value, str):
        raise ValueError("it must be an id")
    return value


def _searched(target: Target, value: Value) -> int:
    """An id for the search method of ``analytic_distribution``. On 19.0 that method doesn't find exact
    names, and returns all records when asked for those without a value."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("it must be an id; for names use 'ilike'")
    return value


def _date(target: Target, value: Value) -> str:
    return _moment(target, value, dates.parse_date)


def _datetime(target: Target, value: Value) -> str:
    # a date stays a date: Odoo adds the time that suits the operator
    is_date = isinstance(value, str) and len(value.strip()) == 10
    return _moment(target, value, dates.parse_date if is_date else dates.parse_datetime)


def _moment(target: Target, value: Value, parse: Callable[[str], str]) -> str:
    if not isinstance(value, str):
        raise ValueError("it must be text such as '2024-05-01' or '2024-05-01 10:00:00'")
    try:
        return parse(value)
    except ValueError:
        if searching.is_relative_date(target.model.env, value):
            return value
        raise


_CONVERTERS: Dict[str, Callable[[Target, Any], Any]] = {
    "text": _text,
    "whole": _whole,
    "number": _number,
    "boolean": _boolean,
    "relation": _relation,
    "searched": _searched,
    "date": _date,
    "datetime": _datetime,
}


def _unsuitable(path: str, operator: str, value: Value, problem: str) -> InvalidDomain:
    shown = repr(value)
    if len(shown) > 80:
        shown = shown[:80] + "…"
    return InvalidDomain(
        "The condition ('%s','%s',%s) is not valid: %s." % (path, operator, shown, problem)
    )
