"""Values in two notations: JSON, and Python literals as in the 1.0 manual.

``[["name", "=", "x"]]`` and ``[('name','=','x')]`` mean the same. Python's standard parsers parse both,
after a scan that admits only literals: no name, operator or call reaches ``ast.literal_eval``, and no
nesting can exhaust the stack.
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
# No 64-bit number has more, and many long numbers with the same hash would make a mapping slow.
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


class DuplicateName(ValueError):
    """A mapping has two values with the same name."""


def parse(text: str, name: str) -> Value:
    """Parse one value.

    :param name: the parameter's name, for messages
    :raises InvalidParameter: it is neither JSON nor a Python literal, is nested too deeply, or contains
        what the database can't store
    :raises PayloadTooLarge: it is longer than 1 MiB
    """
    if len(text) > MAX_LENGTH:
        raise PayloadTooLarge("Parameter '%s' is longer than 1 MiB." % name)
    text = text.strip()
    _scan(text, name)
    try:
        value = json.loads(text, object_pairs_hook=unique)
    except DuplicateName as error:
        raise InvalidParameter(name, "%s." % error) from None
    except ValueError:
        value = _parse_python(text, name)
    check_storable(value, name)
    return value


def unique(pairs: List[Tuple[Any, Any]]) -> Dict[Any, Any]:
    """A mapping of the pairs. Without this, parsers silently keep the last of two values with one name.

    :raises DuplicateName: two pairs have the same name
    """
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DuplicateName("a name occurs twice in one object")
    return result


def is_whole(text: str) -> bool:
    """Whether text consists of ASCII digits; ``int`` also accepts other digits and underscores."""
    return bool(text) and text.isascii() and text.isdigit()


def parse_boolean(text: str) -> bool:
    """The boolean that a text stands for, strictly.

    :raises ValueError: it is not a boolean
    """
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
    except KeyError:
        raise ValueError("it is neither true nor false") from None


def parse_number(text: str) -> Union[int, float]:
    """The number that a text stands for, strictly: no blanks, underscores or digits of other scripts.

    :raises ValueError: it is not a number
    """
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError("it is not a number")
    return int(text) if is_whole(text.lstrip("+-")) else float(text)


def check_storable(value: Value, name: str, depth: int = 0) -> None:
    """Refuse a parsed value with anything in it that the database can't store.

    :raises InvalidParameter: it can't store something, or the value is nested too deeply
    """
    if isinstance(value, str):
        if "\x00" in value:
            raise InvalidParameter(name, "it contains a NUL character.")
        _check_encodable(value, name)
    elif isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise InvalidParameter(name, "it contains a number that doesn't fit in 64 bits.")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise InvalidParameter(name, "NaN and infinite numbers are not allowed.")
    elif depth > MAX_DEPTH:
        raise InvalidParameter(name, "it is nested deeper than %d levels." % MAX_DEPTH)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check_storable(item, name, depth + 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_storable(key, name, depth + 1)
            check_storable(item, name, depth + 1)
    else:
        raise InvalidParameter(name, "a value of type %s is not allowed." % type(value).__name__)


def _scan(text: str, name: str) -> None:
    """Admit only literals: two values never follow each other, which excludes operators and calls."""
    depth = position = 0
    after_value = False
    while position < len(text):
        token = _TOKEN.match(text, position)
        kind = token.lastgroup if token else None
        if token is None or (after_value and kind in ("value", "open")):
            raise InvalidParameter(name, "syntax error at %s" % _excerpt(text, position))
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
            raise InvalidParameter(name, "it contains a number that doesn't fit in 64 bits.")
    elif len(number) > MAX_DIGITS:
        raise InvalidParameter(name, "it contains a number with too many digits.")


def _parse_python(text: str, name: str) -> Value:
    try:
        # parsed first: later series of Odoo limit the text that literal_eval takes to 100 KiB
        tree = ast.parse(text.replace("\n", " "), mode="eval")
        if "{" in text:
            _check_names(tree)
        return ast.literal_eval(tree)
    except SyntaxError as error:
        position = (error.offset or len(text) + 1) - 1
        raise InvalidParameter(name, "syntax error at %s" % _excerpt(text, position)) from None
    except DuplicateName as error:
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
        raise InvalidParameter(name, "it contains an unpaired surrogate.") from None
