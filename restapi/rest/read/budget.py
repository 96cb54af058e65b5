"""How much one answer may hold.

Related records are read once and written wherever they are referred to, so that a dotted name can
multiply a few records into gigabytes. What would be written is counted before it is.
"""

from typing import Any, Dict, Mapping

from ...exceptions import BadRequest, InvalidParameter
from ...odoo_types import Env, Result

DEFAULT = 500_000  # values; see docs, Limits, for the memory that they take
LEAST = 10_000
CHARACTERS = 20  # of a text count as one value

_SCALARS = frozenset([bool, int, float, type(None)])


class TooManyValues(InvalidParameter):
    """An answer would not fit into memory.

    :param what: to do about it
    """

    def __init__(self, limit: int, what: str, parameter: str = "fields") -> None:
        problem = "the answer would have more than %d values (texts count by their length). %s"
        super().__init__(parameter, problem % (limit, what))


FEWER_NAMES = "Name fewer fields behind dots, or read the related records by themselves."


def limit(env: Env) -> int:
    """The number of values that a system parameter allows; what is no such number counts as not set."""
    from ...compat import parameter  # here, since all that counts is tested without an Odoo

    text = parameter(env, "restapi.max_nested_values")
    return max(LEAST, int(text)) if text.isdecimal() and len(text) < 19 else DEFAULT


def check(values: int, allowed: int, what: str = FEWER_NAMES) -> None:
    """:raises TooManyValues: it is more than is allowed"""
    if values > allowed:
        raise TooManyValues(allowed, what)


def weight(value: Result) -> int:
    """The number of values that a value of a field counts for."""
    if type(value) in _SCALARS:
        return 1
    if isinstance(value, (str, bytes)):
        return 1 + len(value) // CHARACTERS
    if isinstance(value, (list, tuple)):
        return 1 + sum(map(weight, value))
    if isinstance(value, Mapping):
        return 1 + sum(map(weight, value)) + sum(map(weight, value.values()))
    return 1


def weight_of_row(row: Mapping[str, Any]) -> int:
    """The same of a record's values, whose names are not counted."""
    return sum(map(weight, row.values()))


def check_result(env: Env, value: Result) -> None:
    """:raises BadRequest: what a method returned would not fit into memory as JSON"""
    check_weight(value, limit(env))


def check_weight(value: Result, allowed: int) -> None:
    """The same, of what is allowed."""
    if _shared_weight(value, {}) > allowed:
        raise BadRequest(
            "The method's result has more than %d values (texts count by their length): ask for fewer "
            "records or fields." % allowed
        )


def _shared_weight(value: Result, known: Dict[int, int]) -> int:
    """``weight`` of what may hold a part many times, or itself.

    :param known: weights by identity; empty at first
    """
    if not isinstance(value, (list, tuple, Mapping)):
        return weight(value)
    if id(value) not in known:
        known[id(value)] = 0
        items = value.values() if isinstance(value, Mapping) else value
        known[id(value)] = 1 + len(value) + sum(_shared_weight(item, known) for item in items)
    return known[id(value)]
