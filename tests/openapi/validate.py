"""Are OpenAPI documents valid? Reads a JSON list of them, and prints a list with the errors of each.

It runs in the virtual environment of dev/generators.py. The rules are those of openapi-spec-validator,
whose own walk takes minutes for the document of all models: it resolves each path anew. Here its JSON
Schemas are compiled (jsonschema-rs), and one walk checks what they can't say. `--slow` is its own
walk, to compare.
"""

import json
import re
import sys
from collections import Counter

import jsonschema_rs
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.schemas import get_schema_content_v30, get_schema_content_v31
from referencing.exceptions import Unresolvable

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
META = "https://json-schema.org/draft/2020-12/schema"


def errors(document):
    found = list(_by_schema(document))
    yield from found or _beyond_schemas(document)


def _beyond_schemas(document):
    """What the JSON Schemas can't say; only a document that they allow can be walked."""
    names = Counter(
        operation.get("operationId") for _path, _item, operation in operations(document)
    )
    yield from (f"operationId {name!r} is used twice" for name, n in names.items() if n > 1)
    for path, item, operation in operations(document):
        yield from _parameters(path, item, operation)
    for place, reference in references(document):
        if not resolves(document, reference):
            yield f"{place}: {reference} leads nowhere"
    for place, schema in schemas(document):
        yield from (f"{place}: {problem}" for problem in _schema(document, schema))


def _by_schema(document):
    is_old = document["openapi"].startswith("3.0")
    content = get_schema_content_v30() if is_old else get_schema_content_v31()
    whole = jsonschema_rs.validator_for(dict(content))
    yield from (
        f"/{'/'.join(map(str, one.instance_path))}: {one.message[:300]}"
        for one in whole.iter_errors(document)
    )
    if not is_old:  # the schema of 3.0 has a schema of schemas itself
        schema = jsonschema_rs.validator_for({"$ref": META})
        for place, one in schemas(document):
            yield from (f"{place}: {error.message[:300]}" for error in schema.iter_errors(one))


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, item, item[method]


def _parameters(path, item, operation):
    declared = [*item.get("parameters", []), *operation.get("parameters", [])]
    keys = Counter((one.get("name"), one.get("in")) for one in operation.get("parameters", []))
    yield from (f"{path}: parameter {key} is declared twice" for key, n in keys.items() if n > 1)
    in_path = {one.get("name") for one in declared if one.get("in") == "path"}
    wanted = set(re.findall(r"{([^}]+)}", path))
    if in_path != wanted:
        yield f"{path}: {operation.get('operationId')} declares {in_path}, the path has {wanted}"


def references(value, place=""):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield place, value["$ref"]
        for key, one in value.items():
            if key not in ("example", "examples", "default", "enum"):
                yield from references(one, f"{place}/{key}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from references(one, f"{place}/{at}")


def resolves(document, reference):
    found = document
    for step in reference.removeprefix("#/").split("/"):
        if not isinstance(found, dict) or step not in found:
            return False
        found = found[step]
    return reference.startswith("#/")


def schemas(document):
    """All schemas that are no parts of others, with their places."""
    for name, schema in document["components"]["schemas"].items():
        yield f"/components/schemas/{name}", schema
    outside = {**document, "components": {**document["components"], "schemas": {}}}
    yield from _under_schema(outside, "")


def _under_schema(value, place):
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "schema":
                yield f"{place}/{key}", one
            else:
                yield from _under_schema(one, f"{place}/{key}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _under_schema(one, f"{place}/{at}")


def _schema(document, schema):
    """What no JSON Schema of schemas says: defaults are valid, and required properties exist."""
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties", {})
    parts = [*schema.get("allOf", []), *schema.get("anyOf", []), *schema.get("oneOf", [])]
    parts += [part for part in (schema.get("items"), schema.get("not")) if part]
    missing = set(schema.get("required", [])) - set(properties)
    if missing and properties:
        yield f"required, but not among the properties: {sorted(missing)}"
    if "default" in schema and not _is_valid(document, schema, schema["default"]):
        yield f"the default {schema['default']!r} contradicts the schema"
    for part in [*properties.values(), *parts]:
        yield from _schema(document, part)


def _is_valid(document, schema, value):
    if value is None and schema.get("nullable"):
        return True
    whole = {**schema, "components": document["components"]} if "$ref" in repr(schema) else schema
    return jsonschema_rs.validator_for(whole).is_valid(value)


def slow_errors(document):
    is_old = document["openapi"].startswith("3.0")
    validator = (OpenAPIV30SpecValidator if is_old else OpenAPIV31SpecValidator)(document)
    try:
        for error in validator.iter_errors():
            yield f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
    except Unresolvable as error:  # it stops there
        yield str(error)


if __name__ == "__main__":
    check = slow_errors if "--slow" in sys.argv else errors
    json.dump([list(check(document))[:50] for document in json.load(sys.stdin)], sys.stdout)
