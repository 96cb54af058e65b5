"""Field names in ``fields``, domains and ``order``, checked before Odoo gets them.

Up to 16.0 Odoo checks the groups of a field when it reads the field, but not when a domain or an order
uses it. A caller who can search by a field can guess its value (CVE-2024-36259).
"""

import re
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from ..compat import access, searching
from ..exceptions import BadRequest, InvalidParameter, UnknownField, nearest
from ..odoo_types import Field, Model
from .errors import odoo_errors

RELATIONAL = ("many2one", "one2many", "many2many")
MAX_DEPTH = 8
MAX_SHOWN = 30  # choices listed in an error
MAX_ORDER_TERMS = 32

_ORDER_TERM = re.compile(
    r"(?P<name>\w+)(?:\.(?P<part>\w+))?"
    r"(?:\s+(?P<direction>asc|desc))?(?P<nulls>\s+nulls\s+(?:first|last))?",
    re.ASCII | re.IGNORECASE,
)


class Target(NamedTuple):
    """Where a dotted path ends.

    :param model: the model of the last field
    :param field: the last field
    :param part: what follows a field that is not a relation: a property, or a part of a date
    """

    model: Model
    field: Field
    part: Optional[str]


def find(model: Model, name: str) -> Field:
    """The field of that name.

    :raises UnknownField: the model has no such field
    """
    field = model._fields.get(name)
    if field is None:
        raise UnknownField(model._name, name, model._fields)
    return field


def check_names(model: Model, names: Iterable[str]) -> None:
    """:raises UnknownField: the model lacks one of these fields"""
    for name in names:
        find(model, name)


def check_readable(model: Model, names: Iterable[str]) -> None:
    """Refuse fields that the caller may not read, as Odoo's ``read`` does.

    :raises odoo.exceptions.AccessError: a field is restricted to other groups
    """
    with odoo_errors():
        access.check_field_access(model, "read", list(names))


def readable(model: Model) -> List[str]:
    """All fields that the caller may read: the default of the parameter ``fields``.

    Without x2many fields whose model the caller may not read: they make Odoo's ``read`` fail as a whole.
    """
    with odoo_errors():
        return [
            name
            for name in access.accessible_fields(model, "read")
            if model._fields[name].type not in ("one2many", "many2many")
            or access.has_model_access(model.env[model._fields[name].comodel_name], "read")
        ]


def check_model(model: Model) -> None:
    """:raises odoo.exceptions.AccessError: the caller's groups may not read the model"""
    with odoo_errors():
        access.check_model_access(model, "read")


def related_model(model: Model, field: Field) -> Model:
    """The model that a relation leads to.

    :raises BadRequest: the field is not a relation
    """
    if field.type not in RELATIONAL or field.comodel_name not in model.env.registry:
        raise BadRequest(
            "Field '%s' of model '%s' is not a relation (its type is %s): no dot can follow it."
            % (field.name, model._name, field.type)
        )
    return model.env[field.comodel_name]


def choices(model: Model, field: Field) -> Optional[Dict[str, Any]]:
    """The values of a selection field, keyed by the text that clients send; None if Odoo accepts any."""
    if not getattr(field, "validate", True):
        return None
    with odoo_errors():
        return {str(value): value for value in field.get_values(model.env)} or None


def shown_choices(values: Iterable[str]) -> str:
    """The choices of a selection field, listed for an error message."""
    names = ["'%s'" % value for value in values]
    more = " and %d more" % (len(names) - MAX_SHOWN) if len(names) > MAX_SHOWN else ""
    return ", ".join(names[:MAX_SHOWN]) + more


def check_property(model: Model, field: Field, name: str) -> None:
    """Refuse a property that no record defines: Odoo treats it as a property without a value.

    :raises UnknownField: no definition contains it
    """
    path = "%s.%s" % (field.name, name)
    with odoo_errors():
        if not searching.has_property(model, path):
            fallback = "read the field '%s' of a record for its properties." % field.name
            raise UnknownField(model._name, path, (), fallback)


def resolve(model: Model, path: str) -> Target:
    """Follow a dotted path, checking the caller's rights to each model and field on it.

    :raises UnknownField: a model on the path lacks the field, or no record has the property
    :raises BadRequest: the path is too long, or passes through a field that is not a relation
    :raises odoo.exceptions.AccessError: the caller may not read a model or a field on the path
    """
    names = path.split(".")
    if len(names) > MAX_DEPTH:
        raise BadRequest("The path '%s' has more than %d steps." % (path, MAX_DEPTH))
    while True:
        field = find(model, names[0])
        check_readable(model, [field.name])
        if len(names) == 1:
            return Target(model, field, None)
        part = ".".join(names[1:])
        if field.type == "properties":
            check_property(model, field, part)
        if field.type in ("properties", "date", "datetime"):
            return Target(model, field, part)
        model = related_model(model, field)
        check_model(model)
        names = names[1:]


def checked_order(model: Model, order: str) -> str:
    """The sort order, normalized, once each of its terms is known to be one that Odoo respects.

    :raises InvalidParameter: it is malformed, or a term can't be sorted by
    :raises UnknownField: the model lacks a field in it
    :raises odoo.exceptions.AccessError: the caller may not read a field in it
    """
    if order.count(",") >= MAX_ORDER_TERMS:
        raise InvalidParameter("order", "it has more than %d terms." % MAX_ORDER_TERMS)
    return ", ".join(_order_term(model, term.strip()) for term in order.split(","))


def _order_term(model: Model, term: str) -> str:
    match = _ORDER_TERM.fullmatch(term)
    if not match:
        raise InvalidParameter(
            "order", "'%s' is not a sort term such as 'name' or 'name desc'." % term[:80]
        )
    field = find(model, match.group("name"))
    check_readable(model, [field.name])
    if match.group("nulls") and not searching.HAS_RICH_ORDER:
        raise InvalidParameter(
            "order", "this series of Odoo doesn't support 'nulls first' and 'nulls last'."
        )
    if match.group("part"):
        _check_order_part(model, field, match.group("part"))
    elif not searching.is_sortable(model, field):
        raise InvalidParameter(
            "order", "can't sort by '%s': the field is computed and not stored." % field.name
        )
    return " ".join(term.split())


def _check_order_part(model: Model, field: Field, part: str) -> None:
    """Allow only a property, or the id of a many2one, after a dot."""
    is_id = searching.HAS_ORDER_BY_ID and field.type == "many2one" and part == "id"
    if not is_id and not (searching.HAS_RICH_ORDER and field.type == "properties"):
        raise InvalidParameter("order", "can't sort by '%s.%s'." % (field.name, part))
    if field.type == "properties":
        check_property(model, field, part)


def check_description_attributes(model: Model, attributes: List[str]) -> None:
    """:raises InvalidParameter: ``fields_get`` has no such attribute for any field of the model"""
    types = {type(field) for field in model._fields.values()}
    known = {"name", "type"} | {
        name[len("_description_") :]
        for field_type in types
        for name in dir(field_type)
        if name.startswith("_description_")
    }
    for name in attributes:
        if name not in known:
            raise InvalidParameter(
                "attributes", "there is no attribute '%s'; %s" % (name, nearest(name, known))
            )
