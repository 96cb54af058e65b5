"""What OpenAPI 3.1 and 3.0 write differently: 3.0 has a JSON Schema of its own."""

from typing import Any, Dict, List, Type

Schema = Dict[str, Any]


class OpenApi31:
    """OpenAPI 3.1, whose schemas are JSON Schema 2020-12."""

    version = "3.1.1"

    def false(self) -> Schema:
        """``false``, which stands for an empty value in Odoo's answers."""
        return {"type": "boolean", "const": False}

    def nullable(self, schema: Schema) -> Schema:
        """The schema or ``null``."""
        return {"anyOf": [schema, {"type": "null"}]}

    def pair(self, first: Schema, second: Schema) -> Schema:
        """An array of exactly two items."""
        return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}

    def base64(self) -> Schema:
        return {"type": "string", "contentEncoding": "base64"}

    def file(self) -> Schema:
        """The content of a file as the body of an answer."""
        return {"type": "string", "format": "binary"}

    def with_notes(self, schema: Schema, notes: Dict[str, Any]) -> Schema:
        """The schema with a title, a description and so on; beside ``$ref`` few tools read them."""
        return {"allOf": [schema], **notes} if "$ref" in schema else {**schema, **notes}


class OpenApi30(OpenApi31):
    """OpenAPI 3.0.3, for tools that lag."""

    version = "3.0.3"

    def false(self) -> Schema:
        return {"type": "boolean", "enum": [False]}

    def nullable(self, schema: Schema) -> Schema:
        if "type" in schema:
            return {**schema, "nullable": True}
        return {"nullable": True, **schema} if "anyOf" in schema else self._nullable_union(schema)

    def _nullable_union(self, schema: Schema) -> Schema:
        # ``nullable`` counts only beside ``type`` (OpenAPI 3.0.3, Schema Object)
        return {"anyOf": [schema, {"type": "string", "nullable": True, "enum": [None]}]}

    def pair(self, first: Schema, second: Schema) -> Schema:
        return {"type": "array", "items": {"anyOf": [first, second]}, "minItems": 2, "maxItems": 2}

    def base64(self) -> Schema:
        return {"type": "string", "format": "byte"}


DIALECTS: Dict[str, Type[OpenApi31]] = {"3.1": OpenApi31, "3.0": OpenApi30}


def union(*schemas: Schema) -> Schema:
    """Any of the schemas; those that are unions themselves are merged."""
    parts: List[Schema] = []
    for schema in schemas:
        parts += schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    return {"anyOf": parts}
