"""The OpenAPI document for one caller (docs/reference/openapi.rst), written model by model."""

from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, Tuple

from ...compat import API_VERSION, PREFIX, version_info
from ...exceptions import InvalidParameter, nearest
from ...oauth.caller import SCOPES
from ...odoo_types import Env, Model
from .. import orm
from ..response.envelopes import Envelope
from ..response.rendering import dumps
from ..transport.routes import ROUTES, Route
from . import answers, components, models, schemas
from .dialects import DIALECTS, Schema
from .names import Classes
from .operations import Operations, Target, document_path

ALL = "*"
# The order of the operations of a path.
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


DESCRIPTION = """\
The models, fields, methods and reports that the signed-in user may use in this database.

Sign in with OAuth 2.0 or OAuth 1.0a. Errors are problem documents (RFC 9457) with a stable `code`. \
Values are as Odoo's `read` gives them: an empty value is `false`, a many2one is a pair of id and \
name, a time is UTC. To empty a field, send `null`. Dotted names in `fields`, such as \
`country_id.code`, return related records as objects; `@external_id` returns the external id. Where \
values have the id of a record, `{"external_id": "base.be"}` stands for it too. `domain` and `context` are JSON. Lists are \
streamed, so they may have any length; they are also available as JSON lines, CSV and XML.
"""


class Options(NamedTuple):
    """What a document is made for.

    :param names: the technical names of models; none for the routes of all models
    :param version: the version of OpenAPI: a key of ``DIALECTS``
    :param base: the URL of the server, without a path
    :param envelope: the form of the answers to the application
    """

    names: Tuple[str, ...]
    version: str
    base: str
    envelope: Envelope


def checked_version(version: str) -> str:
    """
    :raises InvalidParameter: there is no such version
    """
    if version not in DIALECTS:
        hint = nearest(version, DIALECTS) or "use %s." % " or ".join(DIALECTS)
        raise InvalidParameter("version", "there is no '%s'; %s" % (version[:20], hint))
    return version


def checked_models(env: Env, names: List[str]) -> Tuple[str, ...]:
    """The names of the models, in order; ``*`` stands for all.

    :raises UnknownModel: this database has no such model
    :raises NotFound: a model is abstract
    :raises odoo.exceptions.AccessError: the caller's groups may not read a model
    """
    if names == [ALL]:
        return tuple(models.usable(env))
    for name in names:
        orm.model(env, name, "read")
    return tuple(sorted(set(names)))


def chunks(env: Env, options: Options) -> Iterator[str]:
    """The document as JSON text, in parts, of which only one is in memory."""
    document = _Document(env, options)
    yield dumps(document.head())[:-1] + ',"paths":{'
    yield from _joined(document.paths())
    yield '},"components":{"schemas":{'
    yield from _joined(document.schemas())
    yield "}," + dumps(document.components())[1:] + "}"


def _joined(parts: Iterator[Dict[str, Any]]) -> Iterator[str]:
    """The members of JSON objects, as those of one object."""
    separator = ""
    for part in parts:
        if part:
            yield separator + dumps(part)[1:-1]
            separator = ","


class _Document:
    def __init__(self, env: Env, options: Options) -> None:
        self.env = env
        self.options = options
        self.dialect = DIALECTS[options.version]()
        classes = Classes(env.registry)
        self.context = schemas.Context(
            self.dialect, classes, set(options.names), classes.all_names()
        )
        self.operations = Operations(self.dialect, options.envelope)
        self.described: List[Model] = [env[name] for name in options.names]
        self.usable = [] if self.described else models.usable(env)

    def head(self) -> Dict[str, Any]:
        head: Dict[str, Any] = {
            "openapi": self.dialect.version,
            "info": {
                "title": "Odoo REST API",
                "version": API_VERSION,
                "description": DESCRIPTION,
                "x-odoo-series": version_info()["server_series"],
            },
            "servers": [{"url": self.options.base + PREFIX}],
            "tags": self._tags(),
        }
        if not self.described:
            head["x-odoo-models"] = self._models()
        return head

    def _tags(self) -> List[Dict[str, str]]:
        if not self.described:
            return [{"name": name} for name in ("object", "report", "batch", "common")]
        labels = self._labels(self.options.names)
        return [{"name": name, "description": labels[name]} for name in self.options.names]

    def _labels(self, names: Sequence[str]) -> Dict[str, str]:
        # sudo: the names of models are no secret, and only usable models are shown
        found = self.env["ir.model"].sudo().search([("model", "in", list(names))])
        return {record.model: record.name for record in found}

    def _models(self) -> List[Dict[str, Any]]:
        labels = self._labels(self.usable)
        return [
            {
                "model": name,
                "name": labels[name],
                "operations": models.allowed_operations(self.env[name]),
            }
            for name in self.usable
        ]

    def paths(self) -> Iterator[Dict[str, Any]]:
        if not self.described:
            yield self._generic_paths()
            return
        reports = models.printable_reports(self.env, self.options.names)
        for model in self.described:
            names = reports.get(model._name, [])
            yield models.ModelPaths(self.context, self.operations, model, names).of(_routes())

    def _generic_paths(self) -> Dict[str, Any]:
        found: Dict[str, Any] = {}
        for route in _routes():
            path = document_path(route.path)
            kind = path.split("/")[1]
            target = self._any_model(kind)
            for method in route.methods:
                operation = self.operations.operation(route, method, target, path)
                found.setdefault(path, {})[method.lower()] = operation
        return found

    def _any_model(self, kind: str) -> Target:
        record: Schema = {"$ref": "#/components/schemas/Record"}
        envelope = self.options.envelope
        one = answers.of_record(envelope, None, record)
        many = answers.of_records(None, record)
        subject = answers.Subject(None, one, many, answers.of_ids(None))
        variables = {"model": {"type": "string", "enum": self.usable}}
        noun = {"object": "Record", "report": "Report"}.get(kind, "")
        return Target(noun, kind, subject, {"$ref": "#/components/schemas/Values"}, variables)

    def schemas(self) -> Iterator[Dict[str, Any]]:
        yield components.schemas(self.dialect, self.options.envelope.is_deployed)
        for model in self.described:
            described = models.describe(model)
            yield models.schemas_of(self.context, described, self.options.envelope)

    def components(self) -> Dict[str, Any]:
        scopes = list(SCOPES)
        return {
            "responses": components.responses(self.options.envelope.is_deployed),
            "securitySchemes": components.security_schemes(self.env, self.options.base, scopes),
        }


def _routes() -> List[Route]:
    """The routes below the prefix whose parameters are declared, with paths from the prefix on."""
    found = []
    for route in ROUTES:
        path = route.path[len(PREFIX) :]
        if route.path.startswith(PREFIX + "/") and route.handler.__name__ in answers.ANSWERS:
            found.append(route._replace(path=path))
    return sorted(found, key=lambda route: (route.path, _METHODS.index(route.methods[0])))
