"""Calls of public methods: which ones, with which arguments, and what their result looks like.

What is public is Odoo's question, and its own RPC answers it (``access.public_method``).
"""

import inspect
import re
from typing import (
    AbstractSet,
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Mapping,
    Optional,
    Set,
    ValuesView,
)

import psycopg2

from .. import compat
from ..compat import access, binary
from ..exceptions import (
    BadRequest,
    Forbidden,
    InvalidParameter,
    MissingParameter,
    UnknownMethod,
    UnknownParameter,
)
from ..odoo_types import HTTPRequest, Method, Records, Result, Value
from . import fields, orm, raw_fields, scopes
from .domains.validation import validated_domain
from .errors import odoo_errors
from .read import budget, nested
from .request import body, literals
from .request.params import read_count
from .write import custom_models, values

MAX_RESULT_DEPTH = 100

_DOMAINS = ("domain", "args", "search_domain", "category_domain", "filter_domain")
# One domain, or one for each group.
_GROUP_DOMAIN = "group_domain"
# A domain of the model that the argument ``field_name`` leads to.
_RELATED_DOMAIN = "comodel_domain"
_NAMES = (
    "order",
    "orderby",
    "expand_orderby",
    "groupby",
    "group_by",
    "fields",
    "field_names",
    "aggregates",
    "field_name",
)
# Methods whose result are rows of the model's own fields.
_ROWS = ("read", "search_read")
# Methods that take names such as ``country_id/.id``, and the argument that has them.
_PATHS = {"load": "fields", "export_data": "fields_to_export"}
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_METHOD_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def read_arguments(httprequest: HTTPRequest, sent: Mapping[str, Any]) -> Dict[str, Any]:
    """Arguments: values of a JSON body as they are; text of the query and of forms as a literal where it
    is one, and as it is where it looks like none.

    :raises InvalidParameter: it looks like a literal and can't be read, or is a file
    """
    texts = dict(body.query_pairs(httprequest)) if body.is_json(httprequest) else sent
    return {
        name: _from_text(value, name) if name in texts else value for name, value in sent.items()
    }


def _from_text(value: Value, name: str) -> Value:
    if not isinstance(value, str):
        raise InvalidParameter(name, "files can't be passed to a method; send base64.")
    try:
        return literals.parse(value, name)
    except InvalidParameter:
        if value.strip()[:1] in ("[", "{", "("):
            raise
        return value


def call(
    records: Records,
    name: str,
    ids: Optional[List[int]],
    arguments: Mapping[str, Any],
    check_call: Callable[[Mapping[str, Any]], None],
) -> Value:
    """Call a method with named arguments.

    :param records: the model
    :param ids: the records; ``None`` if the request names none
    :param check_call: is given the arguments as Odoo will get them, and raises what forbids the call
    :returns: what the method returned, as ``plain`` makes it
    :raises UnknownMethod: there is no such method
    :raises UnknownRecord: one of the records is not there
    :raises odoo.exceptions.AccessError: it is private, or Odoo refuses
    :raises MissingParameter, UnknownParameter: the arguments don't fit its signature
    :raises BadRequest: it is one of the model and ids are sent, or the other way round; or a domain, an
        order or a name among the arguments is not right
    :raises Forbidden: JSON can't hold the result
    """
    method = _public_method(records, name)
    on_model = access.is_model_method(method)
    if on_model and ids is not None and "ids" in inspect.signature(method).parameters:
        arguments, ids = {**arguments, "ids": ids}, None
    if on_model and ids:
        raise BadRequest("'%s' is a method of the model: call it without ids." % name)
    if not on_model and ids is None:
        raise BadRequest(
            "'%s' is a method of records: call it on /object/%s/{id}/%s, or send 'ids'."
            % (name, records._name, name)
        )
    bound = _bind(method, records, _checked(records, name, dict(arguments)))
    values.check_call(records, name, ids, bound.arguments)
    check_call(bound.arguments)
    positional = list(bound.args[1:])
    if not on_model:
        positional.insert(0, _existing(records, ids or []))
    if name == "export_data":
        nested.check_export(records.browse(ids), bound.arguments.get("fields_to_export") or ())
    try:
        with odoo_errors():
            returned = access.call_kw(records, name, positional, bound.kwargs)
            if binary.HAS_OBJECTS and name in _ROWS:
                returned = raw_fields.in_base64(records, returned)
            budget.check_result(records.env, returned)
            result = plain(returned)
            compat.flush_all(records.env)
            if not set(scopes.of_method(name)) <= {"read"}:
                custom_models.forget_rights(records)
    except psycopg2.ProgrammingError as error:
        # Odoo hands arguments to the database that are of no type it knows
        raise BadRequest("An argument of '%s' is of a type that can't be used." % name) from error
    return result


def _public_method(records: Records, name: str) -> Method:
    if not _METHOD_NAME.fullmatch(name):
        raise UnknownMethod("There is no method '%s'." % name[:80])
    try:
        return access.public_method(records, name)
    except AttributeError:
        raise UnknownMethod("Model '%s' has no method '%s'." % (records._name, name)) from None


def _bind(method: Method, records: Records, arguments: Dict[str, Any]) -> inspect.BoundArguments:
    """Fit the arguments to the signature before anything is called."""
    signature = inspect.signature(method)
    named = [
        parameter
        for parameter in list(signature.parameters.values())[1:]
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    ]
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    known = {parameter.name for parameter in named}
    arguments = _renamed(arguments, known)
    for name in arguments:
        if name not in known and inspect.Parameter.VAR_KEYWORD not in kinds:
            raise UnknownParameter(name, known, "This method")
    for parameter in named:
        if parameter.default is parameter.empty and parameter.name not in arguments:
            raise MissingParameter(parameter.name)
    try:
        return signature.bind(records, **arguments)
    except TypeError as error:
        raise BadRequest("The arguments do not fit: %s." % error) from None


def _renamed(arguments: Dict[str, Any], known: Set[str]) -> Dict[str, Any]:
    """``domain`` and ``args`` are the same argument, which changed its name from series to series."""
    for old, new in (("args", "domain"), ("domain", "args")):
        if old in arguments and old not in known and new in known and new not in arguments:
            return {(new if name == old else name): value for name, value in arguments.items()}
    return arguments


def _existing(records: Records, ids: List[int]) -> List[int]:
    # whether a record is there is not told to those who may not read the model
    if ids and not records._abstract and access.has_model_access(records, "read"):
        orm.existing(records, ids)
    return ids


# ---- arguments of Odoo's own methods


def _checked(records: Records, name: str, arguments: Dict[str, Any]) -> Dict[str, Any]:
    """Domains, orders and names that go to the ORM are checked as those of the other routes are."""
    if not hasattr(records.env.registry["base"], name):
        return arguments
    by_group = arguments.get(_GROUP_DOMAIN)
    if isinstance(by_group, dict):
        arguments[_GROUP_DOMAIN] = {
            group: validated_domain(records, domain) for group, domain in by_group.items()
        }
    elif by_group:
        arguments[_GROUP_DOMAIN] = validated_domain(records, by_group)
    for key in _DOMAINS:
        if arguments.get(key):
            arguments[key] = validated_domain(records, arguments[key])
    if arguments.get(_RELATED_DOMAIN):
        field = fields.find(records, str(arguments.get("field_name")))
        comodel = fields.related_model(records, field)
        arguments[_RELATED_DOMAIN] = validated_domain(comodel, arguments[_RELATED_DOMAIN])
    for key in ("offset", "limit"):
        if key in arguments:
            arguments[key] = read_count(arguments[key], key)
    if name in _PATHS:
        _check_paths(records, arguments.get(_PATHS[name]))
    fields.check_readable(records, _field_names(records, arguments))
    return arguments


def _field_names(records: Records, arguments: Mapping[str, Any]) -> Set[str]:
    """The fields named in arguments such as ``name desc``, ``amount:sum``, ``total:sum(amount)``."""
    terms: List[Any] = []
    for key in _NAMES:
        value = arguments.get(key)
        terms += value if isinstance(value, (list, tuple)) else [value]
    progress_bar = arguments.get("progress_bar")
    if isinstance(progress_bar, dict):
        terms += [progress_bar.get("field"), progress_bar.get("sum_field")]
    words = {word for term in terms if isinstance(term, str) for word in _WORD.findall(term)}
    return words & set(records._fields)


def _check_paths(records: Records, paths: Value) -> None:
    """Of a field that is not there Odoo's own text is the name alone (14.0), or its cell is empty (19.0).

    :raises UnknownField: one of the models on a path lacks the field
    """
    for path in paths if isinstance(paths, (list, tuple)) else ():
        model = records
        for step in path.split("/") if isinstance(path, str) else ():
            word = _WORD.match(step)
            if word is None or word.group() == "id":  # the number (``.id``), and the external id
                break
            field = fields.find(model, word.group())
            if field.type not in fields.RELATIONAL:
                break
            model = fields.related_model(model, field)


# ---- results


def plain(value: Result, depth: int = 0) -> Value:
    """A method's result as JSON can hold it: records become their ids.

    :raises Forbidden: JSON can't hold it; the request is undone
    """
    if depth > MAX_RESULT_DEPTH:
        raise Forbidden("The method's result is nested too deeply for JSON.")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if compat.is_recordset(value):
        return list(value.ids)
    if isinstance(value, Mapping):
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple, AbstractSet, ValuesView, Iterator)):
        return [plain(item, depth + 1) for item in value]
    if binary.is_object(value):
        return value.to_base64()
    if compat.is_json_value(value):
        return value
    raise Forbidden(
        "The method's result has a %s, which JSON can't hold: it can't be called over this API."
        % type(value).__name__
    )


def _key(key: Value) -> Value:
    if key is None or isinstance(key, (str, bool, int, float)):
        return key
    return str(key)
