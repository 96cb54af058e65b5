"""Values in the two dialects: JSON, and Python literals as the 1.0 manual prints them.

``[["name", "=", "x"]]`` and ``[('name','=','x')]`` mean the same. Both are read by the standard
parsers only, after a scan that admits nothing but literals: no name, no operator, no call can
reach ``ast.literal_eval``, and no nesting can exhaust the stack.
"""

import ast
import json
import math
import re
from typing import Any, Dict, List, Tuple, Union

from ...exceptions import InvalidParameter, PayloadTooLarge
from ...odoo_types import Value

MAX_LENGTH = 1024 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 400
# More can't be meant, and many long ones with the same hash would make a mapping of them slow.
MAX_INT_DIGITS = 20
_INT64 = 2**63

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>[\[({])
    | (?P<close>[\])}])
    | (?P<separator>[,:])
    | (?P<value>
        [uU]? (?: '(?:[^'\\\n]|\\.)*' | "(?:[^"\\\n]|\\.)*" )
        | [-+]? (?:\d+(?:\.\d*)?|\.\d+) (?:[eE][-+]?\d+)? (?![\w.])
        | (?:True|False|None|true|false|null) (?!\w)
      )
    """,
    re.VERBOSE | re.ASCII,
)

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


class TwiceNamed(ValueError):
    """A mapping has two values of one name."""


def parse(text: str, name: str) -> Value:
    """Read one value.

    :param name: the parameter's name, for messages
    :raises InvalidParameter: it is neither JSON nor a Python literal, or is nested too deeply
    :raises PayloadTooLarge: it is longer than 1 MiB
    """
    if len(text) > MAX_LENGTH:
        raise PayloadTooLarge("Parameter '%s' is longer than 1 MiB." % name)
    text = text.strip()
    _scan(text, name)
    try:
        value = json.loads(text, object_pairs_hook=unique)
    except TwiceNamed as error:
        raise InvalidParameter(name, "%s." % error) from None
    except ValueError:
        value = _parse_python(text, name)
    return check(value, name)


def unique(pairs: List[Tuple[Any, Any]]) -> Dict[Any, Any]:
    """A mapping of what stands in it; parsers would silently keep the last of two with one name.

    :raises TwiceNamed: there are two
    """
    result = dict(pairs)
    if len(result) != len(pairs):
        raise TwiceNamed("a name stands twice in one object")
    return result


def is_whole(text: str) -> bool:
    """Whether text is ASCII digits alone: Python's own readers also take others, and underscores."""
    return bool(text) and text.isascii() and text.isdigit()


def boolean(text: str) -> bool:
    """The boolean that text is, and nothing else.

    :raises ValueError: it is none
    """
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
    except KeyError:
        raise ValueError("it is neither true nor false") from None


def number(text: str) -> Union[int, float]:
    """The number that text is, and nothing else: no blank, no underscore, no digits of other scripts.

    :raises ValueError: it is none
    """
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError("it is no number")
    return int(text) if is_whole(text.lstrip("+-")) else float(text)


def check(value: Value, name: str, depth: int = 0) -> Value:
    """Give back a parsed value unchanged if the database can hold everything in it.

    :raises InvalidParameter: it can't, or the value is nested too deeply
    """
    if isinstance(value, str):
        if "\x00" in value:
            raise InvalidParameter(name, "it contains a NUL character.")
        _check_encodable(value, name)
    elif isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise InvalidParameter(name, "a number in it does not fit in 64 bits.")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidParameter(name, "NaN and infinite numbers are not possible.")
    elif depth > MAX_DEPTH:
        raise InvalidParameter(name, "it is nested deeper than %d levels." % MAX_DEPTH)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check(item, name, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, name, depth + 1)
            check(item, name, depth + 1)
    else:
        raise InvalidParameter(name, "a %s is not possible." % type(value).__name__)
    return value


def _scan(text: str, name: str) -> None:
    """Admit literals only: no operator and no call, since two values never stand side by side."""
    depth = position = 0
    after_value = False
    while position < len(text):
        token = _TOKEN.match(text, position)
        kind = token.lastgroup if token else None
        if token is None or (after_value and kind in ("value", "open")):
            raise InvalidParameter(name, "it breaks at %s" % _excerpt(text, position))
        if kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise InvalidParameter(name, "it is nested deeper than %d levels." % MAX_DEPTH)
        elif kind == "close":
            depth -= 1
        elif kind == "value" and text[position] not in "uU'\"":
            _check_digits(token.group(), name)
        if kind != "space":
            after_value = kind in ("value", "close")
        position = token.end()


def _check_digits(number: str, name: str) -> None:
    if is_whole(number.lstrip("+-")):
        if len(number) > MAX_INT_DIGITS:
            raise InvalidParameter(name, "a number in it does not fit in 64 bits.")
    elif len(number) > MAX_DIGITS:
        raise InvalidParameter(name, "a number in it is too long.")


def _parse_python(text: str, name: str) -> Value:
    try:
        # as a tree: later series of Odoo let literal_eval take no text of more than 100 KiB
        tree = ast.parse(text.replace("\n", " "), mode="eval")
        if "{" in text:
            _check_names(tree)
        return ast.literal_eval(tree)
    except SyntaxError as error:
        position = (error.offset or len(text) + 1) - 1
        raise InvalidParameter(name, "it breaks at %s" % _excerpt(text, position)) from None
    except TwiceNamed as error:
        raise InvalidParameter(name, "%s." % error) from None
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise InvalidParameter(
            name, "it is neither JSON nor a Python literal such as [('name','=','x')]."
        ) from None


def _check_names(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            unique([(ast.literal_eval(key), None) for key in node.keys if key is not None])


def _excerpt(text: str, position: int) -> str:
    position = max(0, min(position, len(text)))
    rest = text[position : position + 20]
    return "character %d: %s" % (position + 1, ("'%s'" % rest) if rest else "the end is missing.")


def _check_encodable(value: str, name: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidParameter(name, "it contains half of a surrogate pair.") from None
