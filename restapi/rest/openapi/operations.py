"""Operations of the document, made from the declarations of the routes."""

import functools
import inspect
import re
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Tuple

from ...odoo_types import Method
from ..request.negotiation import JSON
from ..request.params import ID, NAME_PATTERN, Param
from ..response.envelopes import KEYS, Envelope
from ..transport.routes import ANY_SCOPE, Route
from . import answers, examples, responses
from .dialects import OpenApi31, Schema, union
from .schemas import ref

# Verbs for operation ids, by the name of the endpoint; PUT and PATCH share theirs.
VERBS = {
    "check_access_rights": "checkAccess",
    "search_count": "count",
    "read_one": "read",
    "read_many": "list",
    "post_changes": "changesByBody",
    "post_group": "groupByBody",
    "fields_get": "describe",
    "write_one": "update",
    "put_many": "updateMany",
    "write_many": "updateMany",
    "unlink_one": "delete",
    "unlink_many": "deleteMany",
    "call_on_one": "callOne",
    "print_one": "print",
    "print_many": "printMany",
    "read_by_external_id": "readByExternalId",
    "put_by_external_id": "putByExternalId",
    "patch_by_external_id": "patchByExternalId",
    "unlink_by_external_id": "deleteByExternalId",
    "call_by_external_id": "callByExternalId",
    "download_by_external_id": "downloadByExternalId",
    "print_by_external_id": "printByExternalId",
}
# Each changes the form of the answer, and another route answers the same.
_OTHER_ANSWERS = ("count",)
# A call takes it from there only, so it is there for all.
_ALWAYS_IN_QUERY = ("dry_run",)
_PATH_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
# Variables of the path.
_NAME: Schema = {"type": "string", "pattern": "^%s$" % NAME_PATTERN}
_EXTERNAL_ID: Schema = {
    "type": "string",
    "pattern": r"^[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_.-]{1,128}$",
    "description": "An external id, such as `shop.customer_7`.",
}
_OF_PATHS: Dict[str, Schema] = {"record_id": ID, "external_id": _EXTERNAL_ID}


class Target(NamedTuple):
    """What an operation works on: one model, or any.

    :param noun: ends the operation ids
    :param tag: groups the operations
    :param subject: what its answers contain
    :param values: the schema of the values that can be written
    :param variables: the schemas of the variables that stay in the path
    """

    noun: str
    tag: str
    subject: answers.Subject
    values: Schema
    variables: Dict[str, Schema]


class Operations:
    """Makes operations for one caller.

    :param envelope: the form of the answers that the operations describe
    """

    def __init__(self, dialect: OpenApi31, envelope: Envelope) -> None:
        self.dialect = dialect
        self.envelope = envelope

    def operation(self, route: Route, method: str, target: Target, path: str) -> Dict[str, Any]:
        """One method of one route.

        :param path: the path in the document
        """
        summary, description = _texts(route.handler)
        operation: Dict[str, Any] = {
            "operationId": operation_id(route, method) + target.noun,
            "summary": summary,
            "tags": [target.tag],
            "parameters": [
                *_path_parameters(path, target.variables),
                *self._preferences(route, target),
                *_conditions(route),
                *_key(route),
            ],
            "responses": self._responses(route, method, target),
        }
        if description:
            operation["description"] = description
        declared = [param for param in route.params if param.name not in _OTHER_ANSWERS]
        in_query = declared
        if method in ("POST", "PUT", "PATCH"):
            in_body = [param for param in declared if param.name not in _ALWAYS_IN_QUERY]
            in_query = [param for param in declared if param.name in _ALWAYS_IN_QUERY]
            properties = _properties(in_body, target)
            if route.handler.__name__ == "put_many":
                properties["vals"] = _one_or_many(properties["vals"], target.values)
            takes_more = route.scope == "call"
            operation["requestBody"] = body(properties, _required(in_body), takes_more)
        operation["parameters"] += [self._query_parameter(param) for param in in_query]
        if route.scope:
            scopes = [] if route.scope == ANY_SCOPE else [route.scope]
            operation["security"] = [{"oauth2": scopes}, {"oauth1": []}]
            operation["x-odoo-scope"] = route.scope
        else:
            operation["security"] = []
        return operation

    def _preferences(self, route: Route, target: Target) -> List[Dict[str, Any]]:
        """The header that makes the technical name of the model the key of its records.

        Without it, the key is the description of the model, unless the application has the envelope
        ``deployed``.
        """
        has_key = route.handler.__name__ in _KEYED
        if not has_key or target.subject.key is None or self.envelope.is_deployed:
            return []
        return [
            {
                "name": "Prefer",
                "in": "header",
                "required": True,
                "description": "Makes the technical name of the model the key of its records; without "
                "this header, the key is the model's description.",
                "schema": {"type": "string", "enum": [KEYS], "default": KEYS},
            }
        ]

    def _responses(self, route: Route, method: str, target: Target) -> Dict[str, Any]:
        name = route.handler.__name__
        content = answers.ANSWERS[name](target.subject, self.dialect)
        is_created = name == "create" and self.envelope.is_deployed
        return responses.of_operation(route, method, content, "201" if is_created else "200")

    def _query_parameter(self, param: Param) -> Dict[str, Any]:
        return {
            "name": param.name,
            "in": "query",
            "required": param.required,
            "description": markdown(param.description),
            "schema": self._as_text(param.schema),
            **_example(param),
        }

    def _as_text(self, schema: Schema) -> Schema:
        """The schema of a value in the query string."""
        if schema["type"] not in ("array", "object"):
            return schema
        item = _item_pattern(schema.get("items", {}))
        if item:
            return {"type": "string", "pattern": f"^{item}(,{item})*$"}
        return {"type": "string"}  # JSON; viewers offer to choose a file if it has a media type


def _item_pattern(schema: Schema) -> str:
    """A pattern for one item of a list in the query string; empty if the list is sent as JSON."""
    if "enum" in schema:
        return "(%s)" % "|".join(schema["enum"])
    if schema.get("type") == "integer":
        return r"[1-9][0-9]*"
    return "(%s)" % schema["pattern"].strip("^$") if "pattern" in schema else ""


# Endpoints that change one record, and may be sent with a condition.
_OF_ONE = (
    *("write_one", "unlink_one", "call_on_one"),
    *("put_by_external_id", "patch_by_external_id", "unlink_by_external_id"),
    "call_by_external_id",
)
# Endpoints whose answers have the model as key.
_KEYED = (
    *("changes", "post_changes"),
    *("search", "read_one", "read_many", "create", "write_one", "put_many", "write_many"),
    *("read_by_external_id", "put_by_external_id", "patch_by_external_id"),
)


def _conditions(route: Route) -> List[Dict[str, Any]]:
    """The headers with conditions that the route evaluates (RFC 9110 §13.1)."""
    name = route.handler.__name__
    if name in responses.REVALIDATED:
        return [_header("If-None-Match", "Answer 304 if the `ETag` is still this one.")]
    if name not in _OF_ONE:
        return []
    found = [_header("If-Match", "Change the record only if its `ETag` is still this one.")]
    if name == "put_by_external_id":
        found.append(_header("If-None-Match", "`*`: create the record only if there is none."))
    return found


def _key(route: Route) -> List[Dict[str, Any]]:
    """The header that makes a request safe to repeat."""
    if not route.can_change:
        return []
    return [_header("Idempotency-Key", "The request is done once, however often it is sent.")]


def _header(name: str, description: str) -> Dict[str, Any]:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}


def operation_id(route: Route, method: str) -> str:
    """The verb of an operation id: ``list``, ``read``, ``update``, …"""
    name = route.handler.__name__
    verb = VERBS.get(name, name)
    return verb.replace("update", "patch") if method == "PATCH" else verb


def document_path(path: str) -> str:
    """``/object/{model}/{record_id}`` for ``/object/<model>/<int:record_id>``."""
    return _PATH_VARIABLE.sub(r"{\2}", path)


def body(
    properties: Dict[str, Schema], required: List[str], takes_more: bool = False
) -> Dict[str, Any]:
    """A JSON body with the parameters of a request.

    :param takes_more: arguments of any other name are allowed
    """
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": takes_more,
    }
    if required:
        schema["required"] = required
    return {"required": bool(required), "content": {JSON: {"schema": schema}}}


def markdown(text: str) -> str:
    """A description as a sentence in CommonMark."""
    text = text.replace("``", "`")
    return text[:1].upper() + text[1:]


def _example(param: Param) -> Dict[str, Any]:
    if "example" in param.schema or param.name not in examples.PARAMETERS:
        return {}
    return {"example": examples.PARAMETERS[param.name]}


def _properties(declared: Iterable[Param], target: Target) -> Dict[str, Schema]:
    found = {}
    named = {"vals": target.values, "context": ref("Context")}
    for param in declared:
        schema = named.get(param.name, param.schema)
        note = {"description": markdown(param.description)}
        found[param.name] = {"allOf": [schema], **note} if "$ref" in schema else {**schema, **note}
    return found


def _one_or_many(schema: Schema, values: Schema) -> Schema:
    """The schema of the values of one record, or of several."""
    many = {"type": "array", "items": values, "minItems": 1, "maxItems": 1000}
    return {**union(values, many), "description": schema["description"]}


def _required(declared: Iterable[Param]) -> List[str]:
    return [param.name for param in declared if param.required or param.name == "vals"]


def _path_parameters(path: str, variables: Dict[str, Schema]) -> List[Dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": variables.get(name) or _OF_PATHS.get(name, _NAME),
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


@functools.lru_cache(maxsize=64)
def _texts(endpoint: Method) -> Tuple[str, Optional[str]]:
    """The first sentence of a docstring, and the rest."""
    summary, _, rest = inspect.cleandoc(endpoint.__doc__ or "").partition("\n\n")
    return markdown(" ".join(summary.split())), markdown(rest) or None
