"""The limit on the size of one answer.

Related records are read once but written wherever they are referred to, so a dotted name can multiply
a few records into gigabytes. The values are counted before any are written.
"""

from typing import Any, Dict, Mapping

from ...exceptions import BadRequest, InvalidParameter
from ...odoo_types import Env, Result

DEFAULT = 500_000  # values; docs, *Limits*, says how much memory they take
LEAST = 10_000
CHARACTERS = 20  # characters of a text that count as one value

_SCALARS = frozenset([bool, int, float, type(None)])


class TooManyValues(InvalidParameter):
    """The answer would have more values than allowed.

    :param advice: what the client can do about it; a sentence
    """

    def __init__(self, limit: int, advice: str, parameter: str = "fields") -> None:
        problem = "the answer would have more than %d values (long texts count more than once). %s"
        super().__init__(parameter, problem % (limit, advice))


FEWER_NAMES = "Request fewer dotted names, or read the related records separately."


def limit(env: Env) -> int:
    """The number of values that the system parameter allows; the default if it isn't a valid number."""
    from ...compat import number  # imported here so that unit tests need no Odoo

    return number(env, "restapi.max_nested_values", DEFAULT, LEAST, 10**18)


def check(values: int, allowed: int, advice: str = FEWER_NAMES, parameter: str = "fields") -> None:
    """:raises TooManyValues: there are more values than allowed"""
    if values > allowed:
        raise TooManyValues(allowed, advice, parameter)


def weight(value: Result) -> int:
    """The number of values that the value of a field counts as."""
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
    """The weight of a record's values; field names don't count."""
    return sum(map(weight, row.values()))


def check_result(env: Env, value: Result) -> None:
    """:raises BadRequest: a method's result has more values than the system parameter allows"""
    check_weight(value, limit(env))


def check_weight(value: Result, allowed: int) -> None:
    """:raises BadRequest: a method's result has more values than allowed"""
    if _shared_weight(value, {}) > allowed:
        raise BadRequest(
            "The method's result has more than %d values (long texts count more than once): request "
            "fewer records or fields." % allowed
        )


def _shared_weight(value: Result, weights: Dict[int, int]) -> int:
    """The weight of a value that may contain the same object several times, or itself.

    :param weights: weights by ``id()``; empty at first
    """
    if not isinstance(value, (list, tuple, Mapping)):
        return weight(value)
    if id(value) not in weights:
        weights[id(value)] = 0
        items = value.values() if isinstance(value, Mapping) else value
        weights[id(value)] = 1 + len(value) + sum(_shared_weight(item, weights) for item in items)
    return weights[id(value)]
