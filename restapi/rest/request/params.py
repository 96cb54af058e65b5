"""Parameters of routes: their declarations and parsers (docs/reference/requests.rst)."""

import contextlib
import re
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Pattern,
    Union,
)

from ...exceptions import InvalidParameter, MissingParameter, UnknownParameter, nearest
from ...odoo_types import Vals, Value
from . import literals, record_ids

MAX_IDS = 100_000
_NO_IDS = "it must be a list of record ids such as 12,17."
# What stands for the external id of a record among the names of fields.
EXTERNAL_ID = "@external_id"
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_FIELD = re.compile(r"(?:[A-Za-z_]\w*\.)*(?:[A-Za-z_]\w*|%s)" % EXTERNAL_ID, re.ASCII)


class Param(NamedTuple):
    """One parameter of a route.

    :param name: the name that clients use
    :param parse: converts the value, which is text or parsed JSON, into the route's argument
    :param schema: the JSON Schema of its value in a JSON body; the query string has text for arrays
        and objects
    :param description: for the documentation, with code in double backquotes
    :param blank_is_absent: whether blank text counts as not sent
    """

    name: str
    parse: Callable[[Any, str], Any]
    schema: Dict[str, Any]
    description: str
    required: bool = False
    default: Any = None
    blank_is_absent: bool = True


class ExtraParams(NamedTuple):
    """Parameters that a route accepts under names that it doesn't declare.

    :param name: the endpoint's argument that gets a mapping of them, unparsed
    :param accepts: whether a value is of the kind that the route accepts
    :param advice: added to the error for any other value
    """

    name: str
    accepts: Callable[[Any], bool]
    advice: str = ""


def bind(
    sent: Mapping[str, Any],
    declared: Iterable[Param],
    extra: Optional[ExtraParams] = None,
    ignored: Optional[List[str]] = None,
) -> Dict[str, Any]:
    """Parse the parameters of a request as the route declares them.

    :param ignored: if given, names that aren't similar to a declared one are appended to it, and
        ignored
    :raises UnknownParameter: the route has no parameter of that name
    :raises MissingParameter: a required parameter is missing
    :raises InvalidParameter: a value is invalid
    """
    by_name = {param.name: param for param in declared}
    undeclared: Dict[str, Any] = {}
    for name, value in sent.items():
        if name in by_name:
            continue
        if extra is not None and extra.accepts(value):
            undeclared[name] = value
        elif ignored is not None and not nearest(name, by_name):
            ignored.append(name)
        else:
            advice = " " + extra.advice if extra else ""
            if not re.fullmatch(r"[\w.-]*", name):
                advice += " If it is part of a value, write the '&' before it as %26."
            raise UnknownParameter(name, by_name, advice=advice)
    values = {name: _argument(param, sent) for name, param in by_name.items()}
    return {**values, extra.name: undeclared} if extra else values


def _argument(param: Param, sent: Mapping[str, Any]) -> Value:
    value = _unquoted(sent.get(param.name), param.name)
    is_blank = isinstance(value, str) and not value.strip()
    if value is not None and not (is_blank and param.blank_is_absent):
        return param.parse(value, param.name)
    if param.required:
        raise MissingParameter(param.name)
    return param.default


def _unquoted(value: Value, name: str) -> Value:
    """The text inside a quoted literal: ``order="name"`` means ``order=name``."""
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


def parse_bool(value: Value, name: str) -> bool:
    with contextlib.suppress(ValueError):
        if isinstance(value, str):
            return literals.parse_boolean(value.strip())
        if value in (0, 1):
            return bool(value)
    raise InvalidParameter(name, "it must be True or False.")


def parse_count(value: Value, name: str) -> Optional[int]:
    """A number of records; ``None`` and ``False`` stand for no limit."""
    with contextlib.suppress(InvalidParameter):  # the message below fits better
        value = _value(value, name)
    if value is None or value is False:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= record_ids.MAX_ID:
        raise InvalidParameter(name, "it must be a whole number from 0 to 2147483647.")
    return value


def parse_id(value: Value, name: str) -> int:
    """The id of a record, in the range of PostgreSQL's integer."""
    record_id = record_ids.as_id(value)
    if record_id is None:
        raise InvalidParameter(name, "%r is not a record id." % (value,))
    return record_id


def parse_optional_ids(value: Value, name: str) -> List[int]:
    """A possibly empty list of ids, from a list or from text such as ``12,17``.

    Duplicates are dropped and the order is kept.
    """
    if isinstance(value, str) and re.fullmatch(r"[\d\s,]*", value, re.ASCII):
        value = "[%s]" % re.sub(r",[\s,]*", ",", value).strip(", \t\r\n")
    value = _value(value, name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(name, _NO_IDS)
    if len(value) > MAX_IDS:
        raise InvalidParameter(name, "it has more than %d ids; send several requests." % MAX_IDS)
    return list(dict.fromkeys(parse_id(item, name) for item in value))


def parse_ids(value: Value, name: str) -> List[int]:
    """As ``parse_optional_ids``, with at least one id."""
    parsed = parse_optional_ids(value, name)
    if not parsed:
        raise InvalidParameter(name, _NO_IDS)
    return parsed


def parse_names(value: Value, name: str) -> List[str]:
    """A list of names, from a list or from text such as ``name,email``; dots follow relations."""
    return _names(value, name, _NAME)


def parse_fields(value: Value, name: str) -> List[str]:
    """As ``parse_names``, for fields to read: the last step of a name may be ``@external_id``."""
    return _names(value, name, _FIELD)


def _names(value: Value, name: str, pattern: Pattern[str]) -> List[str]:
    if isinstance(value, str) and value.strip() == "*":
        raise InvalidParameter(
            name, "'*' is not supported; leave out the parameter for all fields."
        )
    if isinstance(value, str) and re.fullmatch(r"[\w\s,.@]+", value, re.ASCII):
        value = [part.strip() for part in value.split(",") if part.strip()]
    value = _value(value, name)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)):
        raise InvalidParameter(name, "it must be a list of names such as name,email.")
    for item in value:
        if not isinstance(item, str) or not pattern.fullmatch(item):
            raise InvalidParameter(name, "%r is not a name." % (item,))
    return list(dict.fromkeys(value))


def parse_domain(value: Value, name: str) -> List[Any]:
    value = _value(value, name)
    if isinstance(value, (list, tuple)):
        return list(value)
    raise InvalidParameter(name, "it must be a list such as [('name','=','x')].")


def parse_mapping(value: Value, name: str) -> Dict[str, Any]:
    value = _value(value, name)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidParameter(name, "it must be a mapping such as {'name': 'x'}.")
    return value


def parse_mappings(value: Value, name: str) -> Union[Vals, List[Vals]]:
    """A mapping, or a list of mappings."""
    value = _value(value, name)
    if not isinstance(value, (list, tuple)):
        return parse_mapping(value, name)
    if not value or len(value) > MAX_IDS:
        raise InvalidParameter(name, "the list must have 1 to %d mappings." % MAX_IDS)
    return [parse_mapping(item, name) for item in value]


def parse_text(value: Value, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidParameter(name, "it must be text.")
    literals.check_storable(value, name)
    return value.strip()


# JSON Schemas of values (https://json-schema.org/draft/2020-12), also valid in OpenAPI 3.0.
BOOLEAN = {"type": "boolean"}
NUMBER_OF_RECORDS = {"type": "integer", "minimum": 0, "maximum": record_ids.MAX_ID}
TEXT = {"type": "string"}
# for tools whose \w has letters beyond ASCII
NAME_PATTERN = r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*"
NAMES = {"type": "array", "items": {"type": "string", "pattern": "^%s$" % NAME_PATTERN}}
FIELD_PATTERN = r"([A-Za-z_][A-Za-z0-9_]*\.)*([A-Za-z_][A-Za-z0-9_]*|%s)" % EXTERNAL_ID
FIELD_NAMES = {"type": "array", "items": {"type": "string", "pattern": "^%s$" % FIELD_PATTERN}}
ID = {"type": "integer", "minimum": 1, "maximum": record_ids.MAX_ID}
ID_LIST = {"type": "array", "items": ID, "minItems": 1, "maxItems": MAX_IDS}
OPTIONAL_ID_LIST = {**ID_LIST, "minItems": 0}
CONDITIONS = {"type": "array", "items": {}}
MAPPING = {"type": "object"}

FIELDS = Param(
    "fields", parse_fields, FIELD_NAMES, "field names; by default all that the caller may read"
)
CONTEXT = Param("context", parse_mapping, MAPPING, "Odoo's context")
DOMAIN = Param(
    "domain",
    parse_domain,
    CONDITIONS,
    "a search domain; all records if not given",
    default=(),
)
OFFSET = Param("offset", parse_count, NUMBER_OF_RECORDS, "number of records to skip", default=0)
LIMIT = Param("limit", parse_count, NUMBER_OF_RECORDS, "maximum number of records; all by default")
ORDER = Param(
    "order",
    parse_text,
    TEXT,
    "such as ``name desc, id``; the model's default order if not given",
)
COUNT = Param(
    "count",
    parse_bool,
    BOOLEAN,
    '``True`` returns ``{"count": 19}`` instead of the records',
    default=False,
)
# Blank text counts as sent: it asks for the first page.
CURSOR = Param(
    "cursor",
    parse_text,
    TEXT,
    "``X-Next-Cursor`` of the page before; empty for the first page",
    blank_is_absent=False,
)
DRY_RUN = Param(
    "dry_run",
    parse_bool,
    BOOLEAN,
    "``True`` answers as usual and changes nothing",
    default=False,
)
# Blank text counts as sent: an empty list that a client joins to text must not select all records.
IDS = Param(
    "ids",
    parse_ids,
    ID_LIST,
    "ids of records, such as ``12,17``",
    blank_is_absent=False,
)
