"""The bodies of answers, by the route that gives them (docs/reference/objects.rst)."""

from typing import Callable, Dict, NamedTuple, Optional

from ..request.negotiation import CSV, JSON, NDJSON, XML
from ..response.envelopes import Envelope
from .dialects import OpenApi31, Schema, union
from .schemas import IDS, ref

Content = Dict[str, Dict[str, Schema]]

_DOCUMENT: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "state": {"type": "string"},
        "format": {"type": "string"},
        "result": {"type": "string", "description": "The document in base64."},
    },
    "required": ["id", "state", "format", "result"],
}
_UPSERTED: Schema = {
    "type": "object",
    "description": "The ids of records by what was done, and in the order of the items.",
    "properties": dict.fromkeys(("created", "updated", "unchanged", "ids"), IDS),
    "required": ["created", "updated", "unchanged", "ids"],
}


# What the feed of changes says beside the records.
_FEED: Dict[str, Schema] = {
    "gone": {**IDS, "description": "The ids of changed records that don't match, or don't exist."},
    "next": {"type": "string", "description": "The value of `since` in the next request."},
    "more": {"type": "boolean", "description": "Whether there are more changes now."},
}
_GROUP: Schema = {
    "type": "object",
    "properties": {
        "by": {"type": "object", "description": "The values of the group, by what was asked for."},
        "values": {"type": "object", "description": "What was computed, by what was asked for."},
        "domain": {
            "type": "array",
            "items": {},
            "description": "Finds the records of the group, with the same context.",
        },
    },
    "required": ["by", "values", "domain"],
}


# The answer to one request of a batch.
_PART: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "description": "As in the request."},
        "status": {"type": "integer"},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "body": {"description": "The answer as JSON; null if it has none."},
    },
    "required": ["status", "headers", "body"],
}


def shared() -> Dict[str, Schema]:
    """The answers that are alike for all models, by name."""
    return {
        "Access": keyed("return", {"type": "boolean"}),
        "Count": keyed("count", {"type": "integer", "minimum": 0}),
        "Document": _DOCUMENT,
        "Fields": keyed("fields", {"type": "object", "additionalProperties": {"type": "object"}}),
        "Groups": keyed("groups", _array(_GROUP)),
        "Printed": keyed("report", ref("Document")),
        "PrintedMany": keyed("report", _array(ref("Document"))),
        "Responses": keyed("responses", _array(_PART)),
        "Result": keyed("result", {}),
        "Upserted": _UPSERTED,
    }


class Subject(NamedTuple):
    """What the answers of one model, or of any model, contain.

    :param key: the key of its records; None if it depends on the request
    :param one: the schema of an answer with one record
    :param many: the schema of an answer with a list of records
    :param ids: the schema of an answer with a list of ids
    """

    key: Optional[str]
    one: Schema
    many: Schema
    ids: Schema


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


def of_ids(key: Optional[str]) -> Schema:
    """An answer with the ids of records."""
    return keyed(key, IDS)


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _json(schema: Schema) -> Content:
    return {JSON: {"schema": schema}}


def _list(subject: Subject, dialect: OpenApi31) -> Content:
    """A list of records; other types than JSON are streams, one record a line or an element."""
    text: Schema = {"schema": {"type": "string"}}
    return {**_json(subject.many), NDJSON: text, CSV: text, XML: text}


def _changes(subject: Subject, dialect: OpenApi31) -> Content:
    """Records that have changed, beside what tells where to go on."""
    properties = {**subject.many.get("properties", {}), **_FEED}
    required = [*subject.many.get("required", []), *_FEED]
    return _json({"type": "object", "properties": properties, "required": required})


def _file(subject: Subject, dialect: OpenApi31) -> Content:
    # generators know the first name only, and the type is that of the file
    content = {"schema": dialect.file()}
    return {"application/octet-stream": content, "*/*": content}


# Keyed by the name of the endpoint.
ANSWERS: Dict[str, Callable[[Subject, OpenApi31], Content]] = {
    "check_access_rights": lambda subject, dialect: _json(ref("Access")),
    "search": lambda subject, dialect: _json(subject.ids),
    "search_count": lambda subject, dialect: _json(ref("Count")),
    "read_one": lambda subject, dialect: _json(subject.one),
    "read_many": _list,
    "fields_get": lambda subject, dialect: _json(ref("Fields")),
    "changes": _changes,
    "post_changes": _changes,
    "group": lambda subject, dialect: _json(ref("Groups")),
    "post_group": lambda subject, dialect: _json(ref("Groups")),
    "create": lambda subject, dialect: _json(subject.one),
    "write_one": lambda subject, dialect: _json(subject.one),
    "put_many": lambda subject, dialect: _json(union(subject.many, ref("Upserted"))),
    "write_many": lambda subject, dialect: _json(subject.many),
    "unlink_one": lambda subject, dialect: _json({"type": "object"}),
    "unlink_many": lambda subject, dialect: _json({"type": "object"}),
    "call": lambda subject, dialect: _json(ref("Result")),
    "call_on_one": lambda subject, dialect: _json(ref("Result")),
    "download": _file,
    "print_one": lambda subject, dialect: _json(ref("Printed")),
    "print_many": lambda subject, dialect: _json(ref("PrintedMany")),
    "batch": lambda subject, dialect: _json(ref("Responses")),
    "read_by_external_id": lambda subject, dialect: _json(subject.one),
    "put_by_external_id": lambda subject, dialect: _json(subject.one),
    "patch_by_external_id": lambda subject, dialect: _json(subject.one),
    "unlink_by_external_id": lambda subject, dialect: _json({"type": "object"}),
    "call_by_external_id": lambda subject, dialect: _json(ref("Result")),
    "download_by_external_id": _file,
    "print_by_external_id": lambda subject, dialect: _json(ref("Printed")),
    "version": lambda subject, dialect: _json({"type": "object"}),
    "openapi": lambda subject, dialect: _json({"type": "object"}),
}
