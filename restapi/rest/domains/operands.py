"""The right side of a condition, by the type of its field."""

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
# Values of these kinds are not looked into for numbers and booleans.
_OF_TEXT = ("text", "any", "opaque")
# Only whether they are set can be asked: Odoo ignores all other conditions on them. Of JSON too, or the
# other way round, see ``_searched``.
_OPAQUE = ("binary", "image", "properties", "properties_definition", "serialized")


def check(
    target: Target, path: str, operator: str, value: Value, is_joined: bool = False
) -> Checked:
    """Give back a value that Odoo compares as it was meant.

    :param is_joined: the condition is inside of another's domain, which Odoo joins to its own
    :raises InvalidDomain: the operator or the value does not suit the field
    """
    kind = _kind(target)
    if kind == "json":
        kind = _kind_of_json(target, path, operator, value, is_joined)
    if "like" not in operator:
        value = _meant(kind, value)
    empty = value is None or value is False
    if kind == "opaque" and (operator not in ("=", "!=") or not empty):
        raise _unsuitable(path, operator, value, "only '= False' and '!= False' can be asked of it")
    if kind == "searched" and empty:
        raise _unsuitable(path, operator, value, "whether it is set can't be asked of it")
    if operator in _LISTS:
        if not isinstance(value, (list, tuple)):
            raise _unsuitable(path, operator, value, "'%s' takes a list" % operator)
        return [_one(target, kind, path, operator, item) for item in value]
    if isinstance(value, (list, tuple)) and operator not in _HIERARCHY:
        raise _unsuitable(path, operator, value, "for a list use 'in' or 'not in'")
    if "like" in operator:
        return _pattern(kind, path, operator, value)
    if operator in _HIERARCHY:
        return _relatives(target, kind, path, operator, value)
    by_size = kind not in ("boolean", "opaque", "searched") and target.field.type not in _MANY
    if operator in _COMPARISONS and (empty or not by_size or _is_name(kind, value)):
        raise _unsuitable(path, operator, value, "it can't be compared by size")
    return _one(target, kind, path, operator, value)


def _meant(kind: str, value: Value) -> Value:
    """What a client means that sends everything as text: web forms do."""
    if isinstance(value, (list, tuple)):
        return [_meant(kind, item) for item in value]
    if not isinstance(value, str) or kind in _OF_TEXT:
        return value
    if value == "":
        return False
    with contextlib.suppress(ValueError, OverflowError):  # 1e999 is infinite
        if kind == "boolean":
            return literals.boolean(value)
        if kind not in ("date", "datetime"):
            number = literals.number(value)
            if kind == "number" or number == int(number):
                return number
    return value  # the name of a related record, or what is refused below


def _kind(target: Target) -> str:
    """What values a field is compared with."""
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
    return field_type if field_type in (*_READERS, "json") else "any"


def _kind_of_json(target: Target, path: str, operator: str, value: Value, is_joined: bool) -> str:
    """
    :raises InvalidDomain: this Odoo searches it by other operators
    """
    known = searching.json_operators(target.model, target.field, is_joined or "." in path)
    if known is None:
        return "opaque"
    if known and operator not in known:
        names = " and ".join("'%s'" % name for name in sorted(known))
        raise _unsuitable(path, operator, value, "this Odoo searches it by %s" % names)
    return "searched"


def _one(target: Target, kind: str, path: str, operator: str, value: Value) -> Checked:
    if (value is None or value is False) and kind != "searched":
        return False
    reader = _READERS.get(kind)
    if reader is None:
        return value
    try:
        return reader(target, value)
    except ValueError as error:
        raise _unsuitable(path, operator, value, str(error)) from None


def _is_name(kind: str, value: Value) -> bool:
    """Whether it is the name of a related record: up to 18.0 Odoo compares it by ``=`` only."""
    return kind == "relation" and isinstance(value, str)


def _pattern(kind: str, path: str, operator: str, value: Value) -> str:
    if kind in ("boolean", "opaque"):
        raise _unsuitable(path, operator, value, "its values are no text")
    if not isinstance(value, str):
        raise _unsuitable(path, operator, value, "'%s' takes text" % operator)
    return value


def _relatives(target: Target, kind: str, path: str, operator: str, value: Value) -> Checked:
    if kind != "relation":
        raise _unsuitable(path, operator, value, "'%s' needs a relation" % operator)
    items = value if isinstance(value, (list, tuple)) else [value]
    # Odoo looks each name up by itself
    if sum(isinstance(item, str) for item in items) > MAX_NAMES:
        problem = "'%s' takes %d names at most; ask for ids instead" % (operator, MAX_NAMES)
        raise _unsuitable(path, operator, value, problem)
    for item in items:
        if isinstance(item, bool) or not isinstance(item, (int, str)):
            problem = "'%s' takes an id, a name or a list of these" % operator
            raise _unsuitable(path, operator, value, problem)
    return value


def _text(target: Target, value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError("it must be text or False")
    known = fields.choices(target.model, target.field) if _is_selection(target) else None
    if known is not None and value and value not in known:
        raise ValueError("it must be one of its choices: %s" % fields.shown_choices(known))
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
    """What the method of ``analytic_distribution`` means by these operators: 19.0's finds no exact
    names, and answers all records when asked for those that have none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("it must be an id; for names use 'ilike'")
    return value


def _date(target: Target, value: Value) -> str:
    return _moment(target, value, dates.read_date)


def _datetime(target: Target, value: Value) -> str:
    # a date alone stays one: Odoo completes it by the operator
    short = isinstance(value, str) and len(value.strip()) == 10
    return _moment(target, value, dates.read_date if short else dates.read_datetime)


def _moment(target: Target, value: Value, read: Callable[[str], str]) -> str:
    if not isinstance(value, str):
        raise ValueError("it must be text such as '2024-05-01' or '2024-05-01 10:00:00'")
    try:
        return read(value)
    except ValueError:
        if searching.is_relative_date(target.model.env, value):
            return value
        raise


_READERS: Dict[str, Callable[[Target, Any], Any]] = {
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
        "The condition ('%s','%s',%s) can't be used: %s." % (path, operator, shown, problem)
    )
