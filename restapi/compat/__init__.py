"""The only place that knows the series of Odoo; see docs, *What the series differ in*.

Functions are named for their purpose. Where possible they test for a feature rather than compare version
numbers. The modules of this package by subject: ``server`` and ``pages`` for requests, ``access`` and
``rights`` for access rights, ``searching`` for domains, ``binary`` for files, ``printing`` for reports,
``cursors`` for transactions, and ``caches`` for caching.
"""

import calendar
import inspect
import re
import sys
from datetime import date, datetime
from types import ModuleType
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union, cast

import jwt

import odoo
from odoo import api, fields, http, models, release, sql_db
from odoo.modules.registry import Registry
from odoo.tools.convert import convert_file
from odoo.tools.mimetypes import guess_mimetype as _guess_mimetype

from ..odoo_types import Action, Cursor, Decorator, Env, Field, Method, Request, Value
from ..odoo_types import Registry as ModelRegistry

API_VERSION = "1.0"
PREFIX = "/restapi/" + API_VERSION
METADATA_PATH = "/.well-known/oauth-authorization-server"  # fixed by RFC 8414 §3

# 12.0 imports the packages in the manifest by name. The manifest has PyJWT under the name of the
# distribution, which later series look for. So 12.0 must load the addon server-wide to install it.
if release.version_info[0] < 13:
    sys.modules.setdefault("PyJWT", jwt)


class Arguments(NamedTuple):
    """The result of ``inspect.getargspec``."""

    args: List[str]
    varargs: Optional[str]
    keywords: Optional[str]
    defaults: Optional[Tuple[Any, ...]]


def _arguments(function: Method) -> Arguments:
    return Arguments(*inspect.getfullargspec(function)[:4])


# 12.0 inspects the arguments of methods with ``getargspec``, which raises for annotated ones. This
# replacement returns the same and doesn't raise.
if hasattr(api, "getargspec"):
    api.getargspec = _arguments

# 19.0 and later support X-Odoo-Database themselves; ``rest.transport`` does it for the others.
HAS_DATABASE_HEADER = release.version_info[0] >= 19

# 14.0 and later run methods with this decorator once a day; see models.ir_autovacuum for the others.
HAS_AUTOVACUUM = hasattr(api, "autovacuum")
autovacuum = getattr(api, "autovacuum", lambda method: method)

# Values that are computed when they are rendered; 13.0 and earlier have none.
_LAZY = getattr(odoo.tools, "lazy", ())

try:
    from odoo.tools.json import json_default as json_default
except ImportError:
    from odoo.tools.date_utils import json_default as json_default


if hasattr(models, "Constraint"):
    Constraint: Any = models.Constraint
else:

    class Constraint:  # type: ignore[no-redef]
        """The table constraint of 19.0, stored as ``_sql_constraints`` on earlier series."""

        def __init__(self, definition: str, message: str = "") -> None:
            self.definition = definition
            self.message = message

        def __set_name__(self, owner: type, name: str) -> None:
            rows = list(owner.__dict__.get("_sql_constraints", []))
            row = (name.lstrip("_"), self.definition, self.message)
            owner._sql_constraints = [*rows, row]  # type: ignore[attr-defined]


def any_class_has(module: ModuleType, name: str) -> bool:
    """Whether a class of a module has an attribute; class names differ between series."""
    return any(issubclass(type(one), type) and hasattr(one, name) for one in vars(module).values())


def image(side: int, **attributes: Any) -> Field:
    """A field for an image of at most ``side`` pixels in width and height; 12.0 doesn't resize."""
    if hasattr(fields, "Image"):
        return fields.Image(max_width=side, max_height=side, **attributes)
    return fields.Binary(attachment=True, **attributes)


def hook_cursor(env_or_cr: Union[Env, Cursor]) -> Cursor:
    """The cursor from the argument of an installation hook, which up to 16.0 is the cursor itself."""
    return cast(Cursor, getattr(env_or_cr, "cr", env_or_cr))


def constraint_message(models_by_name: ModelRegistry, name: str) -> Optional[str]:
    """The message of a database constraint, up to 18.0; None if it has none."""
    for model in models_by_name.values():
        for key, _definition, message in model._sql_constraints:
            if name == "%s_%s" % (model._table, key) and isinstance(message, str):
                return message
    return None


def registry(db: str) -> ModelRegistry:
    """The registry of a database, for use outside a request."""
    return Registry(db)


def is_own_request() -> bool:
    """Whether the current request is one of this API."""
    return bool(http.request) and is_own_path(http.request.httprequest.path)


def is_own_path(path: str) -> bool:
    """Whether a path belongs to this API."""
    return path.rstrip("/") in ("/start", METADATA_PATH) or (path + "/").startswith(PREFIX + "/")


def version_info() -> Dict[str, Any]:
    """The content of ``/common/version``, the same as of Odoo's ``/web/webclient/version_info``."""
    return {
        "server_version": release.version,
        "server_version_info": list(release.version_info),
        "server_series": release.serie,
        "server_serie": release.serie,
        "protocol_version": 1,
    }


def without_annotations(endpoint: Method) -> Method:
    """The function without annotations, for which 12.0 would raise when it inspects the arguments."""
    endpoint.__annotations__ = {}
    return endpoint


def with_signature(endpoint: Method) -> Method:
    """The function with its signature, which 14.0 and later would find out anew for each request."""
    signature = inspect.signature(endpoint, follow_wrapped=False)
    setattr(endpoint, "__signature__", signature)  # noqa: B010 - mypy doesn't know this attribute
    return endpoint


def set_user(request: Request, user_id: int) -> None:
    """Let a request act as a user, with an empty context, which is also the default of Odoo's RPC."""
    if hasattr(request, "update_env"):
        request.update_env(user=user_id, context={})
    else:
        request.uid = user_id
        request.context = {}


def act_as(request: Request, user_id: int) -> None:
    """Let a request act as a user, keeping its context."""
    if hasattr(request, "update_env"):
        request.update_env(user=user_id)
    else:
        request.uid = user_id


def flush_all(env: Env) -> None:
    """Write all pending values to the database. 12.0 has none."""
    if hasattr(env, "flush_all"):
        env.flush_all()
    elif hasattr(models.BaseModel, "flush"):
        env["base"].flush()


def flush_to_retry(env: Env) -> None:
    """Write all pending values inside Odoo's retry loop, so that it retries after a conflict.

    14.0 and later do this themselves. 13.0 leaves it to the commit, which comes after the retry loop; 12.0
    has no pending values.
    """
    if not hasattr(env.cr, "precommit") and hasattr(sql_db, "flush_env"):
        sql_db.flush_env(env.cr)


def forget_all(env: Env) -> None:
    """Clear the cache of records, once all pending values are written."""
    if hasattr(env, "invalidate_all"):
        env.invalidate_all(flush=False)
    else:
        env["base"].invalidate_cache()


def is_recordset(value: Value) -> bool:
    return isinstance(value, models.BaseModel)


def is_json_value(value: Value) -> bool:
    """Whether ``json_default`` converts the value to JSON."""
    return isinstance(value, (date, bytes, _LAZY))


def guess_mimetype(data: bytes) -> str:
    """The media type of a file, guessed from its first bytes."""
    return str(_guess_mimetype(data[:2048], default="application/octet-stream"))


def action(env: Env, xmlid: str) -> Action:
    """A window action, in the form that the method of a button returns."""
    if hasattr(env["ir.actions.actions"], "_for_xml_id"):
        return dict(env["ir.actions.actions"]._for_xml_id(xmlid))
    # sudo: on 12.0 and 13.0 users may not read actions, which they get through buttons and menus
    return dict(env.ref(xmlid).sudo().read()[0])


def render_template(env: Env, template: str, values: Dict[str, Any]) -> Union[str, bytes]:
    """A QWeb template, rendered to text or bytes."""
    views = env["ir.ui.view"]
    render = getattr(views, "_render_template", None) or views.render_template
    return render(template, values)


def depends_context(*keys: str) -> Decorator:
    """``api.depends_context``, which 12.0 doesn't have."""
    return getattr(api, "depends_context", lambda *names: lambda method: method)(*keys)


def load_data_file(env: Env, module: str, filename: str) -> None:
    """Load a data file that is not in the manifest, as an update of the module would."""
    takes_env = "env" in inspect.signature(convert_file).parameters  # since 17.0
    convert_file(env if takes_env else env.cr, module, filename, {}, mode="update")


def parameter(env: Env, key: str, default: str = "") -> str:
    """A system parameter, as text. Callers explain in a comment why reading it is safe."""
    # sudo: users may not read parameters
    parameters = env["ir.config_parameter"].sudo()
    if hasattr(parameters, "get_str"):  # 20.0, which has a method for each type
        return str(parameters.get_str(key) or default)
    return str(parameters.get_param(key) or default)


def number(env: Env, key: str, default: int, least: int, greatest: int) -> int:
    """A system parameter as a whole number within limits; the default if it isn't one."""
    text = parameter(env, key)
    return min(max(least, int(text)), greatest) if re.fullmatch("[0-9]{1,18}", text) else default


def is_set(env: Env, key: str) -> bool:
    """Whether a system parameter is true, in Odoo's notation; its ``str2bool`` differs between series."""
    return parameter(env, key).lower() in ("y", "yes", "1", "true", "t", "on")


def now() -> datetime:
    """The current time as Odoo stores it: UTC, without a time zone."""
    return fields.Datetime.now()


def timestamp(moment: datetime) -> int:
    """Seconds since the epoch, of a time as Odoo stores it."""
    return calendar.timegm(moment.timetuple())


def has_one_database() -> bool:
    """Whether odoo.conf names a single database, which then serves all hosts."""
    names = odoo.tools.config.get("db_name") or ()
    if odoo.tools.config.get("dbfilter"):
        return False
    return len(names.split(",") if isinstance(names, str) else names) == 1


def config(name: str) -> Optional[str]:
    """An option of odoo.conf."""
    value = odoo.tools.config.get(name)
    return str(value) if value else None
