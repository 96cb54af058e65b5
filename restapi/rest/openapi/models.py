"""The part of the document about one model: its operations and schemas, as the caller may use them."""

from typing import Any, Dict, Iterable, List, NamedTuple, Set

from ...compat import access, printing
from ...exceptions import Forbidden, NotFound
from ...odoo_types import Env, Model
from .. import fields
from ..errors import odoo_errors
from ..report import documents
from ..request.negotiation import JSON
from ..request.params import ID
from ..response.binary import BINARY
from ..response.envelopes import Envelope
from ..transport.routes import Route
from ..write import writable
from . import answers, examples, methods, schemas
from .dialects import Schema
from .operations import Operations, Target, body, document_path
from .responses import DOWNLOADS

OPERATIONS = ("create", "read", "write", "unlink")
# The right to the model that the routes of a scope need.
_RIGHTS = {"create": "create", "read": "read", "write": "write", "delete": "unlink"}
_ATTRIBUTES = ["help", "name", "relation", "required", "selection", "string", "type"]

Paths = Dict[str, Dict[str, Any]]


class Described(NamedTuple):
    """What the caller may do with a model.

    :param operations: those of Odoo's four operations that the caller's groups allow
    :param readable: the fields that the caller may read, as ``fields_get`` describes them
    :param writable: the names of those that the caller may write
    """

    model: Model
    operations: Set[str]
    readable: Dict[str, schemas.Description]
    writable: Set[str]


def usable(env: Env) -> List[str]:
    """The names of the models with records that the caller's groups may read."""
    return [
        name
        for name in sorted(env.registry)
        if not env[name]._abstract and access.has_model_access(env[name], "read")
    ]


def allowed_operations(model: Model) -> List[str]:
    """Those of Odoo's four operations that the caller's groups allow."""
    return [name for name in OPERATIONS if access.has_model_access(model, name)]


def describe(model: Model) -> Described:
    readable = fields.readable(model)
    with odoo_errors():
        descriptions = model.fields_get(readable, _ATTRIBUTES)
    operations = set(allowed_operations(model))
    described = {name: descriptions[name] for name in readable if name in descriptions}
    return Described(model, operations, described, _writable(model, operations, described))


def _writable(model: Model, operations: Set[str], names: Iterable[str]) -> Set[str]:
    if not operations & {"create", "write"}:
        return set()
    allowed = set(access.accessible_fields(model, "write")).intersection(names)
    columns = model._fields
    return {name for name in allowed if not writable.is_readonly(model, columns[name], False)}


def schemas_of(context: schemas.Context, described: Described, envelope: Envelope) -> Paths:
    """The schemas of a model, by name."""
    model = described.model
    found = schemas.of_model(context, model, described.readable, described.writable)
    name = context.classes[model._name]
    key = envelope.key(model)
    record = context.record(model._name)
    found[name + "Record"] = answers.of_record(envelope, key, record)
    found[name + "Records"] = answers.of_records(key, record)
    found[name + "Ids"] = answers.of_ids(key)
    return found


class ModelPaths:
    """The paths of one model.

    :param reports: the names of its reports
    """

    def __init__(
        self,
        context: schemas.Context,
        operations: Operations,
        model: Model,
        reports: List[str],
    ) -> None:
        self.operations = operations
        self.model = model
        self.reports = reports
        self.name = context.classes[model._name]
        subject = answers.Subject(
            operations.envelope.key(model),
            context.classes.ref(model._name, "Record"),
            context.classes.ref(model._name, "Records"),
            context.classes.ref(model._name, "Ids"),
        )
        binary = _binary_fields(model)
        self.has_files = bool(binary)
        variables: Dict[str, Schema] = {"field": {"type": "string", "enum": binary}}
        values = context.values(model._name)
        self.target = Target(self.name, model._name, subject, values, variables)

    def of(self, routes: Iterable[Route]) -> Paths:
        """The paths with the operations that the caller may use."""
        allowed = {"call", "report", *allowed_operations(self.model)}
        found: Paths = {}
        for route in routes:
            if _RIGHTS.get(route.scope or "", route.scope) not in allowed:
                continue
            if route.handler.__name__ in DOWNLOADS and not self.has_files:
                continue
            if "<model>" in route.path:
                self._add(found, route)
            elif "<report_name>" in route.path:
                for name in self.reports:
                    self._add_report(found, route, name)
        self._add_methods(found, routes)
        return found

    def _add(self, found: Paths, route: Route) -> None:
        path = document_path(route.path.replace("<model>", self.model._name))
        for method in route.methods:
            operation = self.operations.operation(route, method, self.target, path)
            if route.handler.__name__ == "create":
                self._add_link(operation)
                content = operation["requestBody"]["content"][JSON]
                content["example"] = {"vals": examples.values(self.model)}
            found.setdefault(path, {})[method.lower()] = operation

    def _add_link(self, operation: Dict[str, Any]) -> None:
        """Tell tools how to read the record that was created."""
        envelope = self.operations.envelope
        pointer = envelope.key(self.model) + ("/0/id" if envelope.is_deployed else "/id")
        (success,) = (value for key, value in operation["responses"].items() if key < "300")
        success["links"] = {
            verb: {
                "operationId": verb + self.name,
                "parameters": {"record_id": "$response.body#/" + pointer},
            }
            for verb, right in (("read", "read"), ("update", "write"), ("delete", "unlink"))
            if access.has_model_access(self.model, right)
        }

    def _add_report(self, found: Paths, route: Route, name: str) -> None:
        report = documents.Report(self.model.env, name)
        path = document_path(route.path.replace("<report_name>", name))
        operation = self.operations.operation(route, "GET", self.target, path)
        operation["operationId"] += "_" + name.replace(".", "_")
        operation["summary"] = "%s: %s" % (report.action.name, operation["summary"])
        file = {"schema": self.operations.dialect.file()}
        if report.media_type.startswith("text/"):
            file = {"schema": {"type": "string"}}
        operation["responses"]["200"]["content"][report.media_type] = file
        found.setdefault(path, {})["get"] = operation

    def _add_methods(self, found: Paths, routes: Iterable[Route]) -> None:
        # those by external ids would be as many again
        calls = [r for r in routes if r.scope == "call" and "<external_id>" not in r.path]
        for method in methods.of_model(self.model):
            for route in calls:
                on_one = "<int:record_id>" in route.path
                if on_one and method.on_model:
                    continue
                self._add_method(found, route, method, on_one)

    def _add_method(
        self, found: Paths, route: Route, method: methods.ModelMethod, on_one: bool
    ) -> None:
        path = route.path.replace("<model>", self.model._name).replace("<method>", method.name)
        path = document_path(path)
        operation = self.operations.operation(route, "POST", self.target, path)
        operation["operationId"] = "%s_%s" % (operation["operationId"], method.name)
        summary, _, rest = method.doc.partition("\n")
        operation["summary"] = summary.strip()
        operation["description"] = rest.strip() or summary.strip()
        properties, required = dict(method.arguments), list(method.required)
        if not method.on_model and not on_one:
            properties["ids"] = {"type": "array", "items": ID}
            required.append("ids")
        properties.setdefault("context", schemas.ref("Context"))
        operation["requestBody"] = body(properties, required, method.takes_more)
        found.setdefault(path, {})["post"] = operation


def _binary_fields(model: Model) -> List[str]:
    return sorted(name for name in fields.readable(model) if model._fields[name].type in BINARY)


def printable_reports(env: Env, models: Iterable[str]) -> Dict[str, List[str]]:
    """The names of the reports that the caller may print, by model."""
    found = {}
    for model, names in printing.reports_by_model(env, models).items():
        found[model] = [name for name in names if _is_printable(env, name)]
    return found


def _is_printable(env: Env, name: str) -> bool:
    try:
        documents.Report(env, name)
    except (Forbidden, NotFound):
        return False
    return True
