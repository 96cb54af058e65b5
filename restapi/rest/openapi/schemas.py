"""JSON Schemas of a model's fields: as they are read, and as they are written."""

from typing import Any, Callable, Dict, List, NamedTuple, Set

from ...odoo_types import Model
from ..request.params import ID
from . import names
from .dialects import OpenApi31, Schema, union

STRING: Schema = {"type": "string"}
DATETIME: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$",
}
DATE: Schema = {"type": "string", "format": "date"}
REFERENCE: Schema = {"type": "string", "pattern": r"^[\w.]+,\d+$"}
IDS: Schema = {"type": "array", "items": ID}
INTEGER: Schema = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}

# A field as Odoo's ``fields_get`` describes it.
Description = Dict[str, Any]


class Context(NamedTuple):
    """What the schemas of one document have in common.

    :param dialect: the version of OpenAPI
    :param classes: the names of the schemas of all models
    :param included: the models whose schemas are in the document
    :param used: the names of schemas, in lower case, that the document has already
    """

    dialect: OpenApi31
    classes: names.Classes
    included: Set[str]
    used: Set[str]

    def record(self, model: str) -> Schema:
        return self._ref(model, "", "Record")

    def values(self, model: str) -> Schema:
        return self._ref(model, "Values", "Values")

    def changes(self, model: str) -> Schema:
        return self._ref(model, "Changes", "Changes")

    def _ref(self, model: str, suffix: str, other: str) -> Schema:
        if model in self.included:
            return self.classes.ref(model, suffix)
        return {"$ref": "#/components/schemas/" + other}


def of_model(
    context: Context, model: Model, readable: Dict[str, Description], writable: Set[str]
) -> Dict[str, Schema]:
    """The schemas of a model by their names.

    :param readable: the fields that the caller may read
    :param writable: the names of those that the caller may write
    """
    base = context.classes[model._name]
    choices = {
        name: names.unique(base + names.pascal_case(name) + "Choice", context.used)
        for name, description in sorted(readable.items())
        if _choices(description)
    }
    fields = _Fields(context, choices)
    schemas: Dict[str, Schema] = {
        base: {
            "type": "object",
            "title": model._description,
            "properties": {
                name: fields.as_read(name, readable[name], name in writable)
                for name in sorted(readable)
            },
            "required": ["id"],
        },
        base + "Values": {
            "type": "object",
            "properties": {
                name: fields.as_written(name, readable[name]) for name in sorted(writable)
            },
            "additionalProperties": False,
        },
        base + "Changes": changes(context.values(model._name)),
    }
    for name, schema_name in choices.items():
        schemas[schema_name] = _enumeration(_choices(readable[name]))
    return schemas


def changes(values: Schema) -> Schema:
    """The changes to an x2many field by verbs (docs/reference/objects.rst).

    :param values: the schema of the values of related records
    """
    verbs = dict.fromkeys(("set", "add", "remove", "delete"), IDS)
    return {
        "type": "object",
        "properties": {
            **verbs,
            "create": {"type": "array", "items": values},
            "update": {"type": "object", "additionalProperties": values},
        },
        "additionalProperties": False,
    }


def _choices(description: Description) -> List[Any]:
    """The choices of a selection field as pairs of value and label; none if it has other values."""
    choices = description.get("selection") if description["type"] == "selection" else None
    pairs = choices if isinstance(choices, (list, tuple)) else []
    return [pair for pair in pairs if isinstance(pair[0], (str, int)) and pair[0] is not False]


def _enumeration(choices: List[Any]) -> Schema:
    by_value = {str(value): str(label) for value, label in choices}
    return {
        "type": "string",
        "enum": list(by_value),
        "x-enum-varnames": names.enum_names(by_value),
        "x-enum-descriptions": list(by_value.values()),
    }


class _Fields:
    """The schemas of the fields of one model.

    :param choices: the names of the schemas of selections
    """

    def __init__(self, context: Context, choices: Dict[str, str]) -> None:
        self.context = context
        self.dialect = context.dialect
        self.choices = choices

    def as_read(self, name: str, description: Description, is_writable: bool) -> Schema:
        schema = self._selection(name, is_open=True) or self._read(description)
        notes = _notes(description)
        if not is_writable:
            notes["readOnly"] = True
        notes["x-odoo-field"] = _facts(description)
        return self.dialect.with_notes(schema, notes)

    def as_written(self, name: str, description: Description) -> Schema:
        schema = self._selection(name, is_open=False) or self._written(description)
        return self.dialect.with_notes(schema, _notes(description))

    def _selection(self, name: str, is_open: bool) -> Schema:
        """A selection; a record may still have a value that is no longer a choice."""
        if name not in self.choices:
            return {}
        choices = {"$ref": "#/components/schemas/" + self.choices[name]}
        if is_open:
            return union(choices, STRING, self.dialect.false())
        return self.dialect.nullable(choices)

    def _read(self, description: Description) -> Schema:
        kind, dialect = description["type"], self.dialect
        if kind in _READ:
            return _READ[kind](dialect)
        if kind == "many2one":
            record = self.context.record(description["relation"])
            pair = {"$ref": "#/components/schemas/Many2one"}
            return union(pair, record, dialect.false())
        if kind in ("one2many", "many2many"):
            record = self.context.record(description["relation"])
            return union(IDS, {"type": "array", "items": record})
        return {}

    def _written(self, description: Description) -> Schema:
        kind, dialect = description["type"], self.dialect
        if kind in ("one2many", "many2many"):
            return union(IDS, self.context.changes(description["relation"]))
        if kind in _WRITTEN:
            return dialect.nullable(_WRITTEN[kind](dialect))
        return {}


def _notes(description: Description) -> Schema:
    notes = {"title": description.get("string") or description["name"]}
    texts = [description["help"]] if description.get("help") else []
    if description.get("required"):
        texts.insert(0, "Required.")
    if texts:
        notes["description"] = " ".join(texts)
    return notes


def _facts(description: Description) -> Dict[str, Any]:
    """What Odoo knows of a field and JSON Schema can't say.

    ``required`` of a schema would refuse too much: Odoo fills in many required fields itself.
    """
    facts = {"type": description["type"], "required": bool(description.get("required"))}
    if description.get("relation"):
        facts["relation"] = description["relation"]
    return facts


def _or_empty(schema: Schema) -> Callable[[OpenApi31], Schema]:
    return lambda dialect: union(schema, dialect.false())


_READ: Dict[str, Callable[[OpenApi31], Schema]] = {
    **dict.fromkeys(("char", "text", "html", "selection"), _or_empty(STRING)),
    "boolean": lambda dialect: {"type": "boolean"},
    "integer": lambda dialect: {"type": "integer"},
    **dict.fromkeys(("float", "monetary"), lambda dialect: {"type": "number"}),
    "date": _or_empty(DATE),
    "datetime": _or_empty(DATETIME),
    **dict.fromkeys(("binary", "image"), lambda dialect: union(dialect.base64(), dialect.false())),
    "reference": _or_empty(REFERENCE),
    "many2one_reference": _or_empty({"type": "integer"}),
}
_WRITTEN: Dict[str, Callable[[OpenApi31], Schema]] = {
    **dict.fromkeys(("char", "text", "html", "selection"), lambda dialect: STRING),
    "boolean": lambda dialect: {"type": "boolean"},
    "integer": lambda dialect: INTEGER,
    **dict.fromkeys(("float", "monetary"), lambda dialect: {"type": "number"}),
    "date": lambda dialect: DATE,
    "datetime": lambda dialect: DATETIME,
    **dict.fromkeys(("binary", "image"), lambda dialect: dialect.base64()),
    "reference": lambda dialect: REFERENCE,
    **dict.fromkeys(("many2one", "many2one_reference"), lambda dialect: ID),
}
