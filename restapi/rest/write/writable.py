"""Fields that a write can't change. Odoo silently ignores values for them, so they are refused here.

They were determined by writing to all fields of all models of 14.0 and 19.0: fields that the database or
Odoo fills in, and computed fields without an inverse. Whether a write changes some other fields depends
on the record or on the model's code; the answer shows their stored values, since it reads them afresh.
"""

import inspect
from typing import Any, Iterable, Iterator

from ...exceptions import BadRequest
from ...odoo_types import Field, Method, Model

_AUTOMATIC = ("id", "parent_path", "__last_update")
_LOGGED = ("create_uid", "create_date", "write_uid", "write_date")


class ReadonlyField(BadRequest):
    """A value was sent for a field that can't be written.

    :param path: the place of the value in the request
    """

    code = "readonly_field"

    def __init__(self, path: str, model: str, name: str) -> None:
        super().__init__(
            "Parameter '%s': field '%s' of model '%s' is read-only; leave it out."
            % (path, name, model)
        )
        self.members["field"] = name


def check(model: Model, names: Iterable[str], path: str, creating: bool) -> None:
    """:raises ReadonlyField: one of the fields is read-only"""
    for name in names:
        if is_readonly(model, model._fields[name], creating):
            raise ReadonlyField(path, model._name, name)


def is_readonly(model: Model, field: Field, creating: bool) -> bool:
    """Whether a value for the field would be ignored."""
    if field.name in _AUTOMATIC or (model._log_access and field.name in _LOGGED):
        return True
    # fields that only the server sets, as declared by a model of an addon
    if field.name in getattr(model, "_restapi_readonly", ()):
        return True
    if field.related and field.inverse:  # the value is written to the other field
        other = field.related_field
        return is_readonly(model.env[other.model_name], other, False)
    is_ignored = field.readonly and not field.store and not field.inverse
    # 16.0 and later compute these before they create the record
    is_computed = creating and field.readonly and getattr(field, "precompute", False)
    return bool(is_ignored or is_computed) and not _is_handled(model, field.name)


def _is_handled(model: Model, name: str) -> bool:
    """Whether the model's own ``create`` or ``write`` handles the field by its name, as 14.0's units of
    measure do with ``factor_inv``."""
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
