"""The only place that knows which Odoo this is; see docs, *What the series differ in*.

Functions are named for their purpose. They ask whether a feature is there rather than compare
numbers, wherever the question can be asked.
"""

import calendar
import contextlib
import sys
from datetime import date, datetime
from typing import Any, Callable, Iterable, Iterator, List, Optional

import jwt

import odoo
from odoo import api, fields, http, models, release
from odoo.addons.base.models import res_users
from odoo.modules.registry import Registry
from odoo.tools.mimetypes import guess_mimetype as _guess_mimetype

PREFIX = "/restapi/1.0"
METADATA_PATH = "/.well-known/oauth-authorization-server"  # its place is fixed by RFC 8414 §3

# 12.0 imports the packages that the manifest names, which has PyJWT by the name that later series
# look for; so 12.0 must load the addon server-wide before it can install it.
if release.version_info[0] < 13:
    sys.modules.setdefault("PyJWT", jwt)

# 16.0 and later route by dispatcher classes, earlier series by request classes.
HAS_DISPATCHERS = hasattr(http, "Dispatcher")

# 19.0's own header X-Odoo-Database; rest.transport does the same for the others.
HAS_DATABASE_HEADER = release.version_info[0] >= 19

# 14.0 and later run methods so marked once a day; see models.ir_autovacuum for the others.
HAS_AUTOVACUUM = hasattr(api, "autovacuum")
autovacuum = getattr(api, "autovacuum", lambda method: method)

# 13.0 and earlier have no values that are computed when they are rendered.
_LAZY = getattr(odoo.tools, "lazy", ())

try:
    from odoo.tools.json import json_default as json_default
except ImportError:
    from odoo.tools.date_utils import json_default as json_default


try:  # 18.0 and later
    from odoo.service.model import get_public_method as _get_public_method
except ImportError:
    _get_public_method = None

try:
    from odoo.service.model import call_kw as _call_kw
except ImportError:
    from odoo.api import call_kw as _call_kw

try:  # 19.0: relative dates in domains
    from odoo.tools.date_utils import parse_date
except ImportError:
    parse_date = None

try:  # the operators that domains can have, beyond those of 12.0
    from odoo.orm.domains import CONDITION_OPERATORS as _OPERATORS

    LOSES_CONDITIONS = False
except ImportError:
    from odoo.osv.expression import TERM_OPERATORS as _OPERATORS

    # Searches before 19.0 pass over some conditions; see rest.conditions.
    LOSES_CONDITIONS = True

DOMAIN_OPERATORS = frozenset(_OPERATORS) - {"any!", "not any!", "==", "<>"}

# Parts of dates that domains can ask for, as in ``date.month_number`` (18.0 and later).
try:
    from odoo.orm.utils import READ_GROUP_NUMBER_GRANULARITY as _DATE_PARTS
except ImportError:
    _DATE_PARTS = getattr(models, "READ_GROUP_NUMBER_GRANULARITY", {})
DATE_PARTS = frozenset(_DATE_PARTS)

# 17.0 and later order by properties, by the id of a many2one, and with nulls first or last.
HAS_RICH_ORDER = hasattr(models.BaseModel, "_order_field_to_sql")

# 17.0 and later search and read in one query.
HAS_SEARCH_FETCH = hasattr(models.BaseModel, "search_fetch")

if hasattr(models, "Constraint"):
    Constraint = models.Constraint
else:

    class Constraint:
        """19.0's table constraint, written as ``_sql_constraints`` on the series before it."""

        def __init__(self, definition: str, message: str = "") -> None:
            self.definition = definition
            self.message = message

        def __set_name__(self, owner: type, name: str) -> None:
            rows = list(owner.__dict__.get("_sql_constraints", []))
            row = (name.lstrip("_"), self.definition, self.message)
            owner._sql_constraints = [*rows, row]  # type: ignore[attr-defined]


def hook_cursor(env_or_cr: Any) -> Any:
    """The cursor of what an install hook is given: up to 16.0 that is the cursor itself."""
    return getattr(env_or_cr, "cr", env_or_cr)


def registry(db: str) -> Any:
    """The registry of a database, outside of any request."""
    return Registry(db)


def is_own_path(path: str) -> bool:
    """Whether a request path belongs to this addon's API."""
    return path.rstrip("/") in ("/start", METADATA_PATH) or (path + "/").startswith(PREFIX + "/")


def version_info() -> dict:
    """What ``/common/version`` answers, as Odoo's own ``/web/webclient/version_info`` does."""
    return {
        "server_version": release.version,
        "server_version_info": list(release.version_info),
        "server_series": release.serie,
        "server_serie": release.serie,
        "protocol_version": 1,
    }


def without_annotations(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """An endpoint of a route: 12.0 looks at its arguments with what refuses annotated ones."""
    endpoint.__annotations__ = {}
    return endpoint


def set_user(request: Any, user_id: int) -> None:
    """Let a request act as a user, with an empty context as Odoo's RPC has by default."""
    if hasattr(request, "update_env"):
        request.update_env(user=user_id, context={})
    else:
        request.uid = user_id
        request.context = {}


def flush_all(env: Any) -> None:
    """Write all pending values. 12.0 keeps none."""
    if hasattr(env, "flush_all"):
        env.flush_all()
    elif hasattr(models.BaseModel, "flush"):
        env["base"].flush()


def check_access(records: Any, operation: str) -> None:
    """Raise AccessError unless the caller may do this to the model and to all of these records."""
    if hasattr(models.BaseModel, "check_access"):
        records.check_access(operation)
    else:
        records.check_access_rights(operation)
        records.check_access_rule(operation)


def check_model_access(model: Any, operation: str) -> None:
    """Raise AccessError unless the caller's groups allow this on the model."""
    if hasattr(models.BaseModel, "has_access"):
        model.browse().check_access(operation)
    else:
        model.check_access_rights(operation)


def has_model_access(model: Any, operation: str) -> bool:
    """Whether the caller's groups allow this on the model."""
    if hasattr(models.BaseModel, "has_access"):
        return bool(model.browse().has_access(operation))
    return bool(model.check_access_rights(operation, raise_exception=False))


def check_field_access(model: Any, operation: str, names: Iterable[str]) -> None:
    """Raise AccessError unless the caller is in the groups of all of these fields."""
    if hasattr(models.BaseModel, "_check_field_access"):
        for name in names:
            model._check_field_access(model._fields[name], operation)
    elif names:
        model.check_field_access_rights(operation, list(names))


def check_companies(env: Any) -> None:
    """Raise AccessError if the context names a company that the user does not belong to.

    Odoo checks them when it first needs them, which may be never. 12.0 has none in the context.
    """
    getattr(env, "companies", None)


def public_method(model: Any, name: str) -> Any:
    """A method that Odoo's own RPC would call.

    :raises odoo.exceptions.AccessError: it is private
    :raises AttributeError: there is none
    """
    if _get_public_method is not None:
        return _get_public_method(model, name)
    models.check_method_name(name)
    method = getattr(type(model), name, None)
    if not callable(method):
        raise AttributeError(name)
    return method


def call_kw(model: Any, name: str, args: list, kwargs: dict) -> Any:
    """Call a method as Odoo's own RPC does, in the context of the model's environment."""
    return _call_kw(model, name, args, {**kwargs, "context": dict(model.env.context)})


def is_model_method(method: Any) -> bool:
    """Whether a method is called without records (``@api.model``)."""
    if hasattr(method, "_api_model"):
        return bool(method._api_model)
    return getattr(method, "_api", None) in ("model", "model_create")


def is_recordset(value: Any) -> bool:
    return isinstance(value, models.BaseModel)


def is_json_value(value: Any) -> bool:
    """Whether ``json_default`` has a form for a value that JSON has none for."""
    return isinstance(value, (date, bytes, _LAZY))


def snapshot_cursor(env: Any) -> Any:
    """A second cursor that sees what the environment's own sees; the caller closes it.

    Odoo's transactions are REPEATABLE READ, whose snapshots PostgreSQL hands on while the first
    transaction lasts.
    """
    env.cr.execute("SELECT pg_export_snapshot()")
    snapshot = env.cr.fetchone()[0]
    cursor = env.registry.cursor(readonly=True) if is_readonly(env.cr) else env.registry.cursor()
    try:
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
    except Exception:
        cursor.close()
        raise
    return cursor


@contextlib.contextmanager
def environment(cr: Any, user_id: int, context: dict) -> Iterator[Any]:
    """An environment outside of any request, whose caches are empty at the end."""
    # needed up to 14.0, and deprecated in 15.0, which made transactions
    is_managed = hasattr(api.Environment, "manage") and not hasattr(api, "Transaction")
    manage = api.Environment.manage if is_managed else contextlib.suppress
    with manage():
        env = api.Environment(cr, user_id, context)
        try:
            yield env
        finally:
            if hasattr(env, "clear"):
                env.clear()
            else:
                env.cache.invalidate()


def on_rollback(cr: Any, call: Callable[[], None]) -> None:
    """Call when a cursor's transaction is rolled back."""
    if hasattr(cr, "postrollback"):
        cr.postrollback.add(call)
    else:
        cr.after("rollback", call)


def guess_mimetype(data: bytes) -> str:
    """The type of a file by its first bytes."""
    return str(_guess_mimetype(data[:2048], default="application/octet-stream"))


def content_disposition(name: str) -> str:
    """The header that makes a browser save a file under a name (RFC 6266)."""
    return str(http.content_disposition(name))


def has_property(model: Any, path: str) -> bool:
    """Whether any record's properties have it; 17.0 and later can search and order by them."""
    definition_of = getattr(model, "get_property_definition", None)
    try:
        return bool(definition_of and definition_of(path))
    except ValueError:  # no name of a property
        return False


def is_sortable(model: Any, field: Any) -> bool:
    """Whether Odoo can order by a field; up to 16.0 it ignores what it can't."""
    sortable = field._description_sortable
    if callable(sortable):
        return bool(sortable(model.env))
    # 12.0 and 13.0 say so of many2many fields too, which are stored, and then ignore them
    return bool(sortable and (field.column_type or field.inherited))


def readable_fields(model: Any) -> List[str]:
    """The names of the fields whose groups the caller is in."""
    if hasattr(models.BaseModel, "_has_field_access"):
        return [
            name for name, field in model._fields.items() if model._has_field_access(field, "read")
        ]
    return list(model.check_field_access_rights("read", None))


def is_relative_date(env: Any, value: str) -> bool:
    """Whether the series takes a date such as ``today -1d`` in a domain (19.0 and later)."""
    if parse_date is None:
        return False
    try:
        parse_date(value, env)
    except (ValueError, IndexError, KeyError, OverflowError):
        return False
    return True


def is_superuser(env: Any) -> bool:
    """Whether code runs with ``sudo()``; up to 12.0 that is a change of user."""
    return bool(getattr(env, "su", env.uid == odoo.SUPERUSER_ID))


def is_readonly(cr: Any) -> bool:
    """Whether a cursor is on a read replica (18.0 and later)."""
    return bool(getattr(cr, "readonly", False))


def self_readable(*names: str) -> Any:
    """A decorator for an extension of ``res.users``: fields that users may read of themselves.

    15.0 and later ask a property; before, a list is set when the registry is built.
    """
    # the class has another name since 19.0
    classes = (vars(one) for one in vars(res_users).values() if issubclass(type(one), type))
    known = next(names for names in classes if "SELF_READABLE_FIELDS" in names)

    def extend(cls: Any) -> Any:
        if isinstance(known["SELF_READABLE_FIELDS"], property):
            cls.SELF_READABLE_FIELDS = property(
                lambda self: super(cls, self).SELF_READABLE_FIELDS + list(names)
            )
        else:

            def __init__(self: Any, pool: Any, cr: Any) -> None:
                super(cls, self).__init__(pool, cr)
                registered = type(self)
                registered.SELF_READABLE_FIELDS = registered.SELF_READABLE_FIELDS + list(names)

            cls.__init__ = __init__
        return cls

    return extend


def action(env: Any, xmlid: str) -> dict:
    """A window action as a button's method gives it back."""
    if hasattr(env["ir.actions.actions"], "_for_xml_id"):
        return dict(env["ir.actions.actions"]._for_xml_id(xmlid))
    # sudo: 12.0 and 13.0 close actions to users, who get them through buttons and menus
    return dict(env.ref(xmlid).sudo().read()[0])


def render_template(env: Any, template: str, values: dict) -> Any:
    """A QWeb template, rendered to text or bytes."""
    views = env["ir.ui.view"]
    render = getattr(views, "_render_template", None) or views.render_template
    return render(template, values)


def clear_caches(env: Any) -> None:
    """Drop ormcaches here and, at commit, on every other worker."""
    if hasattr(env.registry, "clear_cache"):
        env.registry.clear_cache()
    else:
        env["ir.http"].clear_caches()


def now() -> datetime:
    """The current time as Odoo stores it: UTC, without a time zone."""
    return fields.Datetime.now()


def timestamp(moment: datetime) -> int:
    """Seconds since the epoch of a time as Odoo stores it."""
    return calendar.timegm(moment.timetuple())


def config(name: str) -> Optional[str]:
    """An option of odoo.conf."""
    value = odoo.tools.config.get(name)
    return str(value) if value else None
