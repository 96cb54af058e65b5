"""Request parameters: where they come from, and how each is read (docs/reference/requests.rst)."""

import contextlib
import re
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Union

from ...exceptions import InvalidParameter, MissingParameter, UnknownParameter, nearest
from ...odoo_types import Vals, Value
from . import literals

MAX_IDS = 100_000
MAX_ID = 2**31 - 1  # what PostgreSQL's integer holds
_NO_IDS = "it must be a list of record ids such as 12,17."
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


class Param(NamedTuple):
    """One parameter of a route.

    :param name: as the client sends it
    :param read: turns the value, text or already parsed JSON, into what the route takes
    :param blank_is_absent: whether blank text counts as not sent
    """

    name: str
    read: Callable[[Any, str], Any]
    required: bool = False
    default: Any = None
    blank_is_absent: bool = True


class Others(NamedTuple):
    """What a route takes besides its parameters, by names that it can't know.

    :param name: of the endpoint's argument for a mapping of it, as it was sent
    :param accepts: whether a value is of that kind
    :param otherwise: what to tell who sends another one
    """

    name: str
    accepts: Callable[[Any], bool]
    otherwise: str = ""


def bind(
    sent: Mapping[str, Any],
    declared: Iterable[Param],
    others: Optional[Others] = None,
    ignored: Optional[List[str]] = None,
) -> Dict[str, Any]:
    """Read what was sent as the route declares it.

    :param ignored: where given, names that are like none that is declared are put here, and passed
        over
    :raises UnknownParameter: something was sent that the route does not take
    :raises MissingParameter: a required one is not there
    :raises InvalidParameter: one can't be read
    """
    by_name = {param.name: param for param in declared}
    undeclared: Dict[str, Any] = {}
    for name, value in sent.items():
        if name in by_name:
            continue
        if others is not None and others.accepts(value):
            undeclared[name] = value
        elif ignored is not None and not nearest(name, by_name):
            ignored.append(name)
        else:
            besides = " " + others.otherwise if others else ""
            if not re.fullmatch(r"[\w.-]*", name):
                besides += " If this is a part of a value, write the '&' before it as %26."
            raise UnknownParameter(name, by_name, besides=besides)
    values = {name: _read(param, sent) for name, param in by_name.items()}
    return {**values, others.name: undeclared} if others else values


def _read(param: Param, sent: Mapping[str, Any]) -> Value:
    value = _unquoted(sent.get(param.name), param.name)
    is_blank = isinstance(value, str) and not value.strip()
    if value is not None and not (is_blank and param.blank_is_absent):
        return param.read(value, param.name)
    if param.required:
        raise MissingParameter(param.name)
    return param.default


def _unquoted(value: Value, name: str) -> Value:
    """Text that a client sent as a quoted literal: ``order="name"`` means ``order=name``."""
    text = value.strip() if isinstance(value, str) else ""
    if text[:1] not in ("'", '"') or text[-1:] != text[:1]:
        return value
    try:
        inner = literals.parse(text, name)
    except InvalidParameter:
        return value
    return inner if isinstance(inner, str) else value  # `'name','email'` is a list


def _value(value: Value, name: str) -> Value:
    return literals.parse(value, name) if isinstance(value, str) else value


def read_bool(value: Value, name: str) -> bool:
    with contextlib.suppress(ValueError):
        if isinstance(value, str):
            return literals.boolean(value.strip())
        if value in (0, 1):
            return bool(value)
    raise InvalidParameter(name, "it must be True or False.")


def read_count(value: Value, name: str) -> Optional[int]:
    """A number of records; ``None`` and ``False`` stand for no limit."""
    with contextlib.suppress(InvalidParameter):  # its message is about literals
        value = _value(value, name)
    if value is None or value is False:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_ID:
        raise InvalidParameter(name, "it must be a whole number from 0 to 2147483647.")
    return value


def read_id(value: Value, name: str) -> int:
    """A record's id, as PostgreSQL can hold it."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_ID:
        raise InvalidParameter(name, "%r is not a record id." % (value,))
    return value


def read_some_ids(value: Value, name: str) -> List[int]:
    """``12,17`` or a list of ids, maybe of none; doubles are taken once, the order is kept."""
    if isinstance(value, str) and re.fullmatch(r"[\d\s,]*", value, re.ASCII):
        value = "[%s]" % re.sub(r",[\s,]*", ",", value).strip(", \t\r\n")
    value = _value(value, name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(name, _NO_IDS)
    if len(value) > MAX_IDS:
        raise InvalidParameter(name, "it has more than %d ids; ask in parts." % MAX_IDS)
    return list(dict.fromkeys(read_id(item, name) for item in value))


def read_ids(value: Value, name: str) -> List[int]:
    """The same of at least one id."""
    ids = read_some_ids(value, name)
    if not ids:
        raise InvalidParameter(name, _NO_IDS)
    return ids


def read_names(value: Value, name: str) -> List[str]:
    """``name,email`` or a list of names; dots lead through relations."""
    if isinstance(value, str) and value.strip() == "*":
        raise InvalidParameter(name, "there is no '*': leave it out for all.")
    if isinstance(value, str) and re.fullmatch(r"[\w\s,.]+", value, re.ASCII):
        value = [part.strip() for part in value.split(",") if part.strip()]
    value = _value(value, name)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(name, "it must be a list of names such as name,email.")
    for item in value:
        if not isinstance(item, str) or not _NAME.fullmatch(item):
            raise InvalidParameter(name, "%r is not a name." % (item,))
    return list(dict.fromkeys(value))


def read_domain(value: Value, name: str) -> List[Any]:
    value = _value(value, name)
    if isinstance(value, (list, tuple)):
        return list(value)
    raise InvalidParameter(name, "it must be a list such as [('name','=','x')].")


def read_mapping(value: Value, name: str) -> Dict[str, Any]:
    value = _value(value, name)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidParameter(name, "it must be a mapping such as {'name': 'x'}.")
    return value


def read_mappings(value: Value, name: str) -> Union[Vals, List[Vals]]:
    """A mapping, or a list of mappings."""
    value = _value(value, name)
    if not isinstance(value, (list, tuple)):
        return read_mapping(value, name)
    if not value or len(value) > MAX_IDS:
        raise InvalidParameter(name, "the list must have 1 to %d mappings." % MAX_IDS)
    return [read_mapping(item, name) for item in value]


def read_text(value: Value, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidParameter(name, "it must be text.")
    literals.check(value, name)
    return value.strip()


FIELDS = Param("fields", read_names)
CONTEXT = Param("context", read_mapping)
DOMAIN = Param("domain", read_domain, default=())
OFFSET = Param("offset", read_count, default=0)
LIMIT = Param("limit", read_count)
ORDER = Param("order", read_text)
COUNT = Param("count", read_bool, default=False)
# An empty list that a client has joined to text must not come to mean all records.
IDS = Param("ids", read_ids, blank_is_absent=False)
