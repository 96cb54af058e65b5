"""The public methods of a model that the document describes: those with a docstring.

Methods that every model has are left out, for they would make up most of the document; the route
``/object/{model}/{method}`` calls them all.
"""

import functools
import inspect
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple, get_type_hints

from odoo.exceptions import AccessError

from ...compat import access
from ...odoo_types import Method, Model
from .dialects import Schema

_KINDS = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_SCHEMAS: Dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    dict: {"type": "object"},
    list: {"type": "array", "items": {}},
}


class ModelMethod(NamedTuple):
    """A public method.

    :param doc: its docstring
    :param on_model: it is called without records
    :param arguments: the schemas of its arguments by name
    :param required: the names of those without a default
    :param takes_more: it accepts arguments of any other name
    """

    name: str
    doc: str
    on_model: bool
    arguments: Dict[str, Schema]
    required: List[str]
    takes_more: bool


def of_model(model: Model) -> Iterator[ModelMethod]:
    """The public methods of a model that have a docstring, by name."""
    cls = type(model)
    for name in sorted(set(dir(cls)).difference(dir(model.env.registry["base"]))):
        attribute = getattr(cls, name, None)
        if inspect.isfunction(attribute) and not name.startswith("_"):
            found = _described(model, name)
            if found is not None:
                yield found


def _described(model: Model, name: str) -> Optional[ModelMethod]:
    try:
        method = access.public_method(model, name)
    except (AccessError, AttributeError):  # it is private
        return None
    doc = _docstring(type(model), name)
    if not doc:
        return None
    arguments, required, takes_more = _arguments(method)
    return ModelMethod(name, doc, access.is_model_method(method), arguments, required, takes_more)


def _docstring(cls: type, name: str) -> str:
    """The docstring of the method, or of the method that it extends."""
    for base in (cls, *cls.__mro__):
        doc = getattr(getattr(base, name, None), "__doc__", None)
        if doc and isinstance(doc, str):
            return _clean(doc)
    return ""


# Cached, since many models inherit the same methods of mixins.
_clean = functools.lru_cache(maxsize=2048)(inspect.cleandoc)


@functools.lru_cache(maxsize=2048)
def _arguments(method: Method) -> Tuple[Dict[str, Schema], List[str], bool]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    hints = _type_hints(method)
    named = [parameter for parameter in parameters if parameter.kind in _KINDS]
    arguments = {one.name: _schema(one, hints.get(one.name)) for one in named}
    required = [one.name for one in named if one.default is one.empty]
    takes_more = any(one.kind is one.VAR_KEYWORD for one in parameters)
    return arguments, required, takes_more


def _type_hints(method: Method) -> Dict[str, Any]:
    if not getattr(inspect.unwrap(method), "__annotations__", None):
        return {}
    try:
        return get_type_hints(inspect.unwrap(method))
    except (NameError, TypeError, AttributeError):  # names for type checkers only
        return {}


def _schema(parameter: inspect.Parameter, hint: object) -> Schema:
    schema = dict(_SCHEMAS.get(hint, {})) if isinstance(hint, type) else {}
    default = parameter.default
    if isinstance(default, (bool, int, float, str)):
        schema["default"] = default
    return schema
