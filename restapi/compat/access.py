"""Access checks on models, records, fields and methods, for all series."""

from typing import Any, Dict, Iterable, List, Type

from odoo import _, models
from odoo.addons.base.models import res_users
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError

from ..odoo_types import (
    Cursor,
    Decorator,
    Env,
    Method,
    Model,
    Record,
    Records,
    Registry,
    Result,
    User,
)

try:  # 18.0 and later
    from odoo.service.model import get_public_method as _get_public_method
except ImportError:
    _get_public_method = getattr(models, "get_public_method", None)

try:
    from odoo.service.model import call_kw as _call_kw
except ImportError:
    from odoo.api import call_kw as _call_kw


# Up to 18.0, and deprecated in 19.0, this method checks the groups of fields.
HAS_RIGHTS_OF_FIELDS = hasattr(models.BaseModel, "check_field_access_rights")


def check_access(records: Records, operation: str) -> None:
    """Raise AccessError unless the caller may do this to the model and to all of the records."""
    if hasattr(models.BaseModel, "check_access"):
        records.check_access(operation)
    else:
        records.check_access_rights(operation)
        records.check_access_rule(operation)


def check_reading(records: Records) -> None:
    """Raise AccessError unless the caller may read all of the records, by the models' own rules too.

    Some models have rules besides groups and record rules: the rights to an attachment are those of its
    record. Up to 16.0 such rules are in ``read``. In 17.0 and 18.0 they are in the search with which ``read``
    fetches columns; nothing else, not even reading ids, calls it.
    """
    check_access(records, "read")
    if not hasattr(models.BaseModel, "search_fetch"):
        records.read(["id"])
        return
    everything = {**records.env.context, "active_test": False}
    # not ``with_context(**…)``: clients choose the keys, and ``self`` would collide
    found = records.with_env(records.env(context=everything)).search([("id", "in", records.ids)])
    if set(records.ids) - set(found.ids):
        raise AccessError(_("Sorry, you are not allowed to access this document."))


def check_model_access(model: Model, operation: str) -> None:
    """Raise AccessError unless the caller's groups allow this on the model."""
    if hasattr(models.BaseModel, "has_access"):
        model.browse().check_access(operation)
    else:
        model.check_access_rights(operation)


def has_model_access(model: Model, operation: str) -> bool:
    """Whether the caller's groups allow this on the model."""
    if hasattr(models.BaseModel, "has_access"):
        return bool(model.browse().has_access(operation))
    return bool(model.check_access_rights(operation, raise_exception=False))


def check_field_access(model: Model, operation: str, names: Iterable[str]) -> None:
    """Raise AccessError unless the caller is in the groups of all of the fields."""
    check = getattr(model, "check_field_access", None)  # 20.0
    if check is None:
        check = getattr(model, "_check_field_access", None)  # 19.0
    if check is not None:
        for name in names:
            check(model._fields[name], operation)
    elif names:
        model.check_field_access_rights(operation, list(names))


def check_companies(env: Env) -> None:
    """Raise AccessError if the context names a company that the user doesn't belong to.

    Odoo itself checks companies only when it needs them, and the first versions of 13.0 pass over those of
    others. On 12.0 the context has none.
    """
    companies = getattr(env, "companies", None)
    named = env.context.get("allowed_company_ids") or ()
    if companies is not None and not set(named) <= set(companies.ids):
        raise AccessError(_("The context names companies that you don't belong to."))


def public_method(model: Model, name: str) -> Method:
    """The method of that name, if Odoo's own RPC would call it.

    :raises odoo.exceptions.AccessError: it is private
    :raises AttributeError: there is no such method
    """
    if _get_public_method is not None:
        return _get_public_method(model, name)
    models.check_method_name(name)
    method = getattr(type(model), name, None)
    if not callable(method):
        raise AttributeError(name)
    return method


def call_kw(model: Model, name: str, args: List[Any], kwargs: Dict[str, Any]) -> Result:
    """Call a method as Odoo's own RPC does, with the context of the model's environment."""
    return _call_kw(model, name, args, {**kwargs, "context": dict(model.env.context)})


def is_model_method(method: Method) -> bool:
    """Whether a method is called without records (``@api.model``)."""
    if hasattr(method, "_api_model"):
        return bool(method._api_model)
    return getattr(method, "_api", None) in ("model", "model_create")


def permitted(records: Records, operation: str) -> Records:
    """The records for which the record rules allow the caller this operation."""
    for name in ("_filtered_access", "_filter_access_rules"):  # 18.0 and later, 13.0 and later
        if hasattr(models.BaseModel, name):
            return getattr(records, name)(operation)

    def is_permitted(record: Record) -> bool:
        try:
            record.check_access_rule(operation)
        except AccessError:
            return False
        return True

    return records.filtered(is_permitted)


def accessible_fields(model: Model, operation: str) -> List[str]:
    """The names of the fields whose groups the caller is in.

    :param operation: ``read`` or ``write``
    """
    has_access = getattr(model, "has_field_access", None)  # 20.0
    if has_access is None:
        has_access = getattr(model, "_has_field_access", None)  # 19.0
    if has_access is not None:
        return [name for name, field in model._fields.items() if has_access(field, operation)]
    return list(model.check_field_access_rights(operation, None))


def is_superuser(env: Env) -> bool:
    """Whether the environment is that of ``sudo()``, which up to 12.0 changes the user."""
    return bool(getattr(env, "su", env.uid == SUPERUSER_ID))


def is_portal_user(user: User) -> bool:
    """Whether it is an external user, who can only use the portal."""
    return bool(user.has_group("base.group_portal"))


def all_groups(user: User) -> Records:
    """The groups of a user, including implied ones."""
    return user.all_group_ids if "all_group_ids" in user._fields else user.groups_id


def self_readable(*names: str) -> Decorator:
    """A decorator for an extension of ``res.users``: fields that users may read on their own record.

    15.0 and later have a property for them; before, a list is set when the registry is built.
    """
    # the name of the class changed in 19.0
    classes = (vars(one) for one in vars(res_users).values() if issubclass(type(one), type))
    known = next((names for names in classes if "SELF_READABLE_FIELDS" in names), None)

    def extend(cls: Type[Any]) -> Type[Any]:
        if known is None:  # 20.0 has no list of readable fields
            return cls
        if isinstance(known["SELF_READABLE_FIELDS"], property):
            cls.SELF_READABLE_FIELDS = property(
                lambda self: super(cls, self).SELF_READABLE_FIELDS + list(names)
            )
        else:

            def __init__(self: Records, pool: Registry, cr: Cursor) -> None:
                super(cls, self).__init__(pool, cr)
                registered: Type[Any] = type(self)
                registered.SELF_READABLE_FIELDS = registered.SELF_READABLE_FIELDS + list(names)

            cls.__init__ = __init__
        return cls

    return extend
