"""Fields that no write changes: Odoo ignores them, and its answer would look as if it had not.

Which they are was tried on all fields of all models of 14.0 and 19.0: what the database or Odoo fills in
by itself, and what is computed with no way back. Others that a write may leave as they were depend on
the record, or on code of their model; the answer, which is read afresh, shows them.
"""

import inspect
from typing import Any, Iterable, Iterator

from ...exceptions import BadRequest
from ...odoo_types import Field, Method, Model

_GIVEN = ("id", "parent_path", "__last_update")
_LOGGED = ("create_uid", "create_date", "write_uid", "write_date")


class ReadonlyField(BadRequest):
    """A value was sent for a field that can't be written.

    :param path: where in the request it stands
    """

    code = "readonly_field"

    def __init__(self, path: str, model: str, name: str) -> None:
        super().__init__(
            "Parameter '%s': field '%s' of model '%s' can't be written, only read; leave it out."
            % (path, name, model)
        )
        self.members["field"] = name


def check(model: Model, names: Iterable[str], path: str, creating: bool) -> None:
    """:raises ReadonlyField: one of these fields is there to be read only"""
    for name in names:
        if _is_readonly(model, model._fields[name], creating):
            raise ReadonlyField(path, model._name, name)


def _is_readonly(model: Model, field: Field, creating: bool) -> bool:
    if field.name in _GIVEN or (model._log_access and field.name in _LOGGED):
        return True
    # what a model of an addon keeps for the server to choose
    if field.name in getattr(model, "_restapi_readonly", ()):
        return True
    if field.related and field.inverse:  # what is written goes to the other field
        other = field.related_field
        return _is_readonly(model.env[other.model_name], other, False)
    is_ignored = field.readonly and not field.store and not field.inverse
    # 16.0 and later compute these before they create
    is_computed = creating and field.readonly and getattr(field, "precompute", False)
    return bool(is_ignored or is_computed) and not _is_taken(model, field.name)


def _is_taken(model: Model, name: str) -> bool:
    """Whether the model's own ``create`` or ``write`` does something with a field by its name, as 14.0's
    units of measure do with ``factor_inv``."""
    return any(
        name in _constants(inspect.unwrap(vars(cls)[method]))
        for cls in type(model).__mro__
        for method in ("create", "write")
        if method in vars(cls)
    )


def _constants(function: Method) -> Iterator[Any]:
    for value in getattr(getattr(function, "__code__", None), "co_consts", ()):
        yield value
        if isinstance(value, (tuple, frozenset)):
            yield from value
