"""Calls of public methods: finding the method, checking its arguments, converting its result.

Odoo's own RPC code decides which methods are public (``access.public_method``).
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
from .request.params import parse_count
from .write import custom_models, values

MAX_RESULT_DEPTH = 100

_DOMAINS = ("domain", "args", "search_domain", "category_domain", "filter_domain")
# A single domain, or a mapping with a domain for each group.
_GROUP_DOMAIN = "group_domain"
# A domain on the comodel of the field that the argument ``field_name`` names.
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
# Methods that return rows of the model's own fields.
_ROWS = ("read", "search_read")
# Methods that take paths such as ``country_id/.id``, and the argument that holds the paths.
_PATHS = {"load": "fields", "export_data": "fields_to_export"}
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_METHOD_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def parse_arguments(httprequest: HTTPRequest, sent: Mapping[str, Any]) -> Dict[str, Any]:
    """The arguments of a call.

    Values of a JSON body are taken as they are. Text from the query string or a form is parsed if it
    is a literal, and passed as text if it doesn't look like one.

    :raises InvalidParameter: a value looks like a literal but can't be parsed, or is a file
    """
    texts = dict(body.query_pairs(httprequest.environ)) if body.is_json(httprequest) else sent
    return {
        name: _from_text(value, name) if name in texts else value for name, value in sent.items()
    }


def _from_text(value: Value, name: str) -> Value:
    if not isinstance(value, str):
        raise InvalidParameter(name, "a method takes no files; send the content as base64 text.")
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
    :param ids: ids of the records; ``None`` if the request names none
    :param check_call: called with the arguments as Odoo will get them; raises if the call is forbidden
    :returns: the method's result, converted by ``plain``
    :raises UnknownMethod: the model has no such method
    :raises UnknownRecord: one of the records doesn't exist
    :raises odoo.exceptions.AccessError: the method is private, or Odoo denies access
    :raises MissingParameter, UnknownParameter: the arguments don't match the method's signature
    :raises BadRequest: the method works on the model but ids were sent, or it works on records but no
        ids were sent; or a domain, an order or a field name in the arguments is invalid
    :raises Forbidden: JSON can't represent the result
    """
    method = public_method(records, name)
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
    bound = _bind(method, records, _checked_arguments(records, name, dict(arguments)))
    values.convert_arguments(records, name, ids, bound.arguments)
    check_call(bound.arguments)
    positional = list(bound.args[1:])
    if not on_model:
        positional.insert(0, _checked_ids(records, ids or []))
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
        # Odoo passes some arguments on to the database, which can't adapt every type
        raise BadRequest("An argument of '%s' has a type that can't be used." % name) from error
    return result


def public_method(records: Records, name: str) -> Method:
    if not _METHOD_NAME.fullmatch(name):
        raise UnknownMethod("There is no method '%s'." % name[:80])
    try:
        return access.public_method(records, name)
    except AttributeError:
        raise UnknownMethod("Model '%s' has no method '%s'." % (records._name, name)) from None


def _bind(method: Method, records: Records, arguments: Dict[str, Any]) -> inspect.BoundArguments:
    """Bind the arguments to the method's signature before anything is called."""
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
        raise BadRequest("The arguments don't match the method's signature: %s." % error) from None


def _renamed(arguments: Dict[str, Any], known: Set[str]) -> Dict[str, Any]:
    """Accept ``domain`` for ``args`` and vice versa: the argument's name differs between series."""
    for old, new in (("args", "domain"), ("domain", "args")):
        if old in arguments and old not in known and new in known and new not in arguments:
            return {(new if name == old else name): value for name, value in arguments.items()}
    return arguments


def _checked_ids(records: Records, ids: List[int]) -> List[int]:
    # a caller who may not read the model must not learn which records exist
    if ids and not records._abstract and access.has_model_access(records, "read"):
        orm.existing(records, ids)
    return ids


# ---- arguments of Odoo's own methods


def _checked_arguments(records: Records, name: str, arguments: Dict[str, Any]) -> Dict[str, Any]:
    """Check domains, orders and field names for the ORM just as the other routes do."""
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
            arguments[key] = parse_count(arguments[key], key)
    if name in _PATHS:
        _check_paths(records, arguments.get(_PATHS[name]))
    fields.check_readable(records, _field_names(records, arguments))
    return arguments


def _field_names(records: Records, arguments: Mapping[str, Any]) -> Set[str]:
    """The fields that occur in arguments such as ``name desc``, ``amount:sum``, ``total:sum(amount)``."""
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
    """Check each field on the paths.

    For an unknown field Odoo's own message is nothing but the name (14.0), or the cell stays empty (19.0).

    :raises UnknownField: a model on a path lacks the field
    """
    for path in paths if isinstance(paths, (list, tuple)) else ():
        model = records
        for step in path.split("/") if isinstance(path, str) else ():
            word = _WORD.match(step)
            if word is None or word.group() == "id":  # database id or external id
                break
            field = fields.find(model, word.group())
            if field.type not in fields.RELATIONAL:
                break
            model = fields.related_model(model, field)


# ---- results


def plain(value: Result, depth: int = 0) -> Value:
    """Convert a method's result to types of JSON; records become lists of their ids.

    :raises Forbidden: JSON can't represent it; the transaction is rolled back
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
        "The method's result contains a %s, which JSON can't represent: the method can't be called "
        "over this API." % type(value).__name__
    )


def _key(key: Value) -> Value:
    if key is None or isinstance(key, (str, bool, int, float)):
        return key
    return str(key)
