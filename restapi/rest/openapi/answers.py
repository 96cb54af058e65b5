"""The bodies of answers, by the route that gives them (docs/reference/objects.rst)."""

from typing import Callable, Dict, NamedTuple, Optional

from ..request.negotiation import CSV, JSON, NDJSON, XML
from ..response.envelopes import Envelope
from .dialects import OpenApi31, Schema
from .schemas import IDS

Content = Dict[str, Dict[str, Schema]]

COUNT: Schema = {
    "type": "object",
    "properties": {"count": {"type": "integer", "minimum": 0}},
    "required": ["count"],
}
PRINTED: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "state": {"type": "string"},
        "format": {"type": "string"},
        "result": {"type": "string", "description": "The document in base64."},
    },
    "required": ["id", "state", "format", "result"],
}


class Subject(NamedTuple):
    """What the answers of one model, or of any model, contain.

    :param key: the key of its records; None if it depends on the request
    :param record: the schema of a record
    :param one: a reference to the schema of an answer with one record
    :param many: a reference to the schema of an answer with a list of records
    """

    key: Optional[str]
    record: Schema
    one: Schema
    many: Schema


def keyed(key: Optional[str], value: Schema) -> Schema:
    """An object with one key.

    :param key: None for any
    """
    if key is None:
        return {
            "type": "object",
            "additionalProperties": value,
            "minProperties": 1,
            "maxProperties": 1,
        }
    return {"type": "object", "properties": {key: value}, "required": [key]}


def of_record(envelope: Envelope, key: Optional[str], record: Schema) -> Schema:
    """An answer with one record, which applications with the envelope ``deployed`` get in a list."""
    return keyed(key, _array(record) if envelope.is_deployed else record)


def of_records(key: Optional[str], record: Schema) -> Schema:
    """An answer with a list of records."""
    return keyed(key, _array(record))


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _json(schema: Schema) -> Content:
    return {JSON: {"schema": schema}}


def _list(subject: Subject, dialect: OpenApi31) -> Content:
    """A list of records; other types than JSON are streams, one record a line or an element."""
    text: Schema = {"schema": {"type": "string"}}
    return {**_json(subject.many), NDJSON: text, CSV: text, XML: text}


def _file(subject: Subject, dialect: OpenApi31) -> Content:
    # generators know the first name only, and the type is that of the file
    content = {"schema": dialect.file()}
    return {"application/octet-stream": content, "*/*": content}


# Keyed by the name of the endpoint.
ANSWERS: Dict[str, Callable[[Subject, OpenApi31], Content]] = {
    "check_access_rights": lambda subject, dialect: _json(
        {
            "type": "object",
            "properties": {"return": {"type": "boolean"}},
            "required": ["return"],
        }
    ),
    "search": lambda subject, dialect: _json(keyed(subject.key, IDS)),
    "search_count": lambda subject, dialect: _json(COUNT),
    "read_one": lambda subject, dialect: _json(subject.one),
    "read_many": _list,
    "fields_get": lambda subject, dialect: _json(
        {
            "type": "object",
            "properties": {
                "fields": {"type": "object", "additionalProperties": {"type": "object"}}
            },
            "required": ["fields"],
        }
    ),
    "create": lambda subject, dialect: _json(subject.one),
    "write_one": lambda subject, dialect: _json(subject.one),
    "write_many": lambda subject, dialect: _json(subject.many),
    "unlink_one": lambda subject, dialect: _json({"type": "object"}),
    "unlink_many": lambda subject, dialect: _json({"type": "object"}),
    "call": lambda subject, dialect: _json(
        {"type": "object", "properties": {"result": {}}, "required": ["result"]}
    ),
    "call_on_one": lambda subject, dialect: _json(
        {"type": "object", "properties": {"result": {}}, "required": ["result"]}
    ),
    "download": _file,
    "print_one": lambda subject, dialect: _json(keyed("report", PRINTED)),
    "print_many": lambda subject, dialect: _json(keyed("report", _array(PRINTED))),
    "version": lambda subject, dialect: _json({"type": "object"}),
    "openapi": lambda subject, dialect: _json({"type": "object"}),
}
