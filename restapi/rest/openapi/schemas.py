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
# without the format, generators choose 32 bits, which are too few for amounts
NUMBER: Schema = {"type": "number", "format": "double"}
INTEGER: Schema = {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}

X2MANY = ("one2many", "many2many")
# Ends the name of the schema of a selection as it is read.
STORED = "OrOther"

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

    def relation(self, model: str) -> Schema:
        return self._ref(model, "Relation", "Relation")

    def relations(self, model: str) -> Schema:
        return self._ref(model, "Relations", "Relations")

    def values(self, model: str) -> Schema:
        return self._ref(model, "Values", "Values")

    def changes(self, model: str) -> Schema:
        return self._ref(model, "Changes", "Changes")

    def ids_or_changes(self, model: str) -> Schema:
        return self._ref(model, "IdsOrChanges", "IdsOrChanges")

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
            "description": model._description,
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
        base + "IdsOrChanges": union(IDS, context.changes(model._name)),
        base + "Relation": relation(context.dialect, context.record(model._name)),
        base + "Relations": relations(context.record(model._name)),
    }
    for name, schema_name in choices.items():
        schemas[schema_name] = _enumeration(_choices(readable[name]))
        schemas[schema_name + STORED] = stored_choice(context.dialect, schema_name)
    return schemas


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": "#/components/schemas/" + name}


def unions(dialect: OpenApi31) -> Dict[str, Schema]:
    """What fields of any model are read as, by name.

    Generators make a class of a union for each place that it stands in, unless it has a name.
    """
    false = dialect.false()
    return {
        "Text": union(STRING, false),
        "Date": union(DATE, false),
        "DateTime": union(DATETIME, false),
        "Binary": union(dialect.base64(), false),
        "Reference": union(REFERENCE, false),
        "IdsOrChanges": union(IDS, ref("Changes")),
        "OptionalId": union({"type": "integer"}, false),
        "Relation": relation(dialect, ref("Record")),
        "Relations": relations(ref("Record")),
    }


def relation(dialect: OpenApi31, record: Schema) -> Schema:
    """A many2one: a pair of id and name, or a record if fields of it were asked for."""
    return union(ref("Many2one"), record, dialect.false())


def relations(record: Schema) -> Schema:
    """A one2many or many2many: ids, or records if fields of them were asked for."""
    return union(IDS, {"type": "array", "items": record})


def stored_choice(dialect: OpenApi31, choices: str) -> Schema:
    """A selection as it is read: a record may still have a value that is no longer a choice."""
    return union(ref(choices), STRING, dialect.false())


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
        choices = self.choices.get(name)
        schema = ref(choices + STORED) if choices else self._read(description)
        notes = _notes(description)
        if not is_writable:
            notes["readOnly"] = True
        notes["x-odoo-field"] = _facts(description)
        return self.dialect.with_notes(schema, notes)

    def as_written(self, name: str, description: Description) -> Schema:
        choices = self.choices.get(name)
        schema = self.dialect.nullable(ref(choices)) if choices else self._written(description)
        return self.dialect.with_notes(schema, _notes(description))

    def _read(self, description: Description) -> Schema:
        kind = description["type"]
        if kind == "many2one":
            return self.context.relation(description["relation"])
        if kind in X2MANY:
            return self.context.relations(description["relation"])
        return _READ.get(kind, {})

    def _written(self, description: Description) -> Schema:
        kind, dialect = description["type"], self.dialect
        if kind in X2MANY:
            return self.context.ids_or_changes(description["relation"])
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


_READ: Dict[str, Schema] = {
    **dict.fromkeys(("char", "text", "html", "selection"), ref("Text")),
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    **dict.fromkeys(("float", "monetary"), NUMBER),
    "date": ref("Date"),
    "datetime": ref("DateTime"),
    **dict.fromkeys(("binary", "image"), ref("Binary")),
    "reference": ref("Reference"),
    "many2one_reference": ref("OptionalId"),
}
_WRITTEN: Dict[str, Callable[[OpenApi31], Schema]] = {
    **dict.fromkeys(("char", "text", "html", "selection"), lambda dialect: STRING),
    "boolean": lambda dialect: {"type": "boolean"},
    "integer": lambda dialect: INTEGER,
    **dict.fromkeys(("float", "monetary"), lambda dialect: NUMBER),
    "date": lambda dialect: DATE,
    "datetime": lambda dialect: DATETIME,
    **dict.fromkeys(("binary", "image"), lambda dialect: dialect.base64()),
    "reference": lambda dialect: REFERENCE,
    **dict.fromkeys(("many2one", "many2one_reference"), lambda dialect: ID),
}
