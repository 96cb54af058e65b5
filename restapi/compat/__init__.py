"""The only place that knows which Odoo this is; see docs, *What the series differ in*.

Functions are named for their purpose. They ask whether a feature is there rather than compare
numbers, wherever the question can be asked. Beside this, ``server`` and
``pages`` have what concerns requests, ``access`` and ``rights`` rights, ``searching`` domains, ``binary``
files, ``printing`` reports, ``cursors`` transactions, and ``caches`` what is kept.
"""

import calendar
import inspect
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
METADATA_PATH = "/.well-known/oauth-authorization-server"  # its place is fixed by RFC 8414 §3

# 12.0 imports the packages that the manifest names, which has PyJWT by the name that later series
# look for; so 12.0 must load the addon server-wide before it can install it.
if release.version_info[0] < 13:
    sys.modules.setdefault("PyJWT", jwt)


class Arguments(NamedTuple):
    """What ``inspect.getargspec`` tells of a function."""

    args: List[str]
    varargs: Optional[str]
    keywords: Optional[str]
    defaults: Optional[Tuple[Any, ...]]


def _arguments(function: Method) -> Arguments:
    return Arguments(*inspect.getfullargspec(function)[:4])


# 12.0 looks at the arguments of each method of a model, and of each that is called over RPC, with what
# refuses annotated ones. This tells the same, and refuses none.
if hasattr(api, "getargspec"):
    api.getargspec = _arguments

# 19.0's own header X-Odoo-Database; rest.transport.dispatcher does the same for the others.
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


if hasattr(models, "Constraint"):
    Constraint: Any = models.Constraint
else:

    class Constraint:  # type: ignore[no-redef]
        """19.0's table constraint, written as ``_sql_constraints`` on the series before it."""

        def __init__(self, definition: str, message: str = "") -> None:
            self.definition = definition
            self.message = message

        def __set_name__(self, owner: type, name: str) -> None:
            rows = list(owner.__dict__.get("_sql_constraints", []))
            row = (name.lstrip("_"), self.definition, self.message)
            owner._sql_constraints = [*rows, row]  # type: ignore[attr-defined]


def any_class_has(module: ModuleType, name: str) -> bool:
    """Whether a class of a module has an attribute; the classes have other names from series to series."""
    return any(issubclass(type(one), type) and hasattr(one, name) for one in vars(module).values())


def image(side: int, **attributes: Any) -> Field:
    """A field for a picture of at most ``side`` pixels a side; 12.0 keeps any size."""
    if hasattr(fields, "Image"):
        return fields.Image(max_width=side, max_height=side, **attributes)
    return fields.Binary(attachment=True, **attributes)


def hook_cursor(env_or_cr: Union[Env, Cursor]) -> Cursor:
    """The cursor of what an install hook is given: up to 16.0 that is the cursor itself."""
    return cast(Cursor, getattr(env_or_cr, "cr", env_or_cr))


def constraint_message(models_by_name: ModelRegistry, name: str) -> Optional[str]:
    """What a constraint of the database tells people, up to 18.0; ``None`` if there is none."""
    for model in models_by_name.values():
        for key, _definition, message in model._sql_constraints:
            if name == "%s_%s" % (model._table, key) and isinstance(message, str):
                return message
    return None


def registry(db: str) -> ModelRegistry:
    """The registry of a database, outside of any request."""
    return Registry(db)


def is_own_request() -> bool:
    """Whether what runs was asked for over this addon's API."""
    return bool(http.request) and is_own_path(http.request.httprequest.path)


def is_own_path(path: str) -> bool:
    """Whether a request path belongs to this addon's API."""
    return path.rstrip("/") in ("/start", METADATA_PATH) or (path + "/").startswith(PREFIX + "/")


def version_info() -> Dict[str, Any]:
    """What ``/common/version`` answers, as Odoo's own ``/web/webclient/version_info`` does."""
    return {
        "server_version": release.version,
        "server_version_info": list(release.version_info),
        "server_series": release.serie,
        "server_serie": release.serie,
        "protocol_version": 1,
    }


def without_annotations(endpoint: Method) -> Method:
    """An endpoint of a route: 12.0 looks at its arguments with what refuses annotated ones."""
    endpoint.__annotations__ = {}
    return endpoint


def set_user(request: Request, user_id: int) -> None:
    """Let a request act as a user, with an empty context as Odoo's RPC has by default."""
    if hasattr(request, "update_env"):
        request.update_env(user=user_id, context={})
    else:
        request.uid = user_id
        request.context = {}


def act_as(request: Request, user_id: int) -> None:
    """Let a request act as a user, with the context that it has."""
    if hasattr(request, "update_env"):
        request.update_env(user=user_id)
    else:
        request.uid = user_id


def flush_all(env: Env) -> None:
    """Write all pending values. 12.0 keeps none."""
    if hasattr(env, "flush_all"):
        env.flush_all()
    elif hasattr(models.BaseModel, "flush"):
        env["base"].flush()


def flush_to_retry(env: Env) -> None:
    """Write all pending values while a conflict with others makes Odoo serve the request once more.

    14.0 and later do it by themselves. 13.0 leaves it to the commit, which comes after the loop that
    retries; 12.0 keeps none.
    """
    if not hasattr(env.cr, "precommit") and hasattr(sql_db, "flush_env"):
        sql_db.flush_env(env.cr)


def forget_all(env: Env) -> None:
    """Empty the cache of records, after all pending values were written."""
    if hasattr(env, "invalidate_all"):
        env.invalidate_all(flush=False)
    else:
        env["base"].invalidate_cache()


def is_recordset(value: Value) -> bool:
    return isinstance(value, models.BaseModel)


def is_json_value(value: Value) -> bool:
    """Whether ``json_default`` has a form for a value that JSON has none for."""
    return isinstance(value, (date, bytes, _LAZY))


def guess_mimetype(data: bytes) -> str:
    """The type of a file by its first bytes."""
    return str(_guess_mimetype(data[:2048], default="application/octet-stream"))


def action(env: Env, xmlid: str) -> Action:
    """A window action as a button's method gives it back."""
    if hasattr(env["ir.actions.actions"], "_for_xml_id"):
        return dict(env["ir.actions.actions"]._for_xml_id(xmlid))
    # sudo: 12.0 and 13.0 close actions to users, who get them through buttons and menus
    return dict(env.ref(xmlid).sudo().read()[0])


def render_template(env: Env, template: str, values: Dict[str, Any]) -> Union[str, bytes]:
    """A QWeb template, rendered to text or bytes."""
    views = env["ir.ui.view"]
    render = getattr(views, "_render_template", None) or views.render_template
    return render(template, values)


def depends_context(*keys: str) -> Decorator:
    """``api.depends_context``, which 12.0 does without."""
    return getattr(api, "depends_context", lambda *names: lambda method: method)(*keys)


def load_data_file(env: Env, module: str, filename: str) -> None:
    """Load a data file that the manifest does not name, as an update of the module would."""
    takes_env = "env" in inspect.signature(convert_file).parameters  # since 17.0
    convert_file(env if takes_env else env.cr, module, filename, {}, mode="update")


def parameter(env: Env, key: str, default: str = "") -> str:
    """A system parameter, as text; whoever calls this says why its value is no secret."""
    # sudo: users may not read parameters
    parameters = env["ir.config_parameter"].sudo()
    if hasattr(parameters, "get_str"):  # 20.0, which reads by type
        return str(parameters.get_str(key) or default)
    return str(parameters.get_param(key) or default)


def is_set(env: Env, key: str) -> bool:
    """Whether a system parameter says yes, in Odoo's words; its ``str2bool`` differs by series."""
    return parameter(env, key).lower() in ("y", "yes", "1", "true", "t", "on")


def now() -> datetime:
    """The current time as Odoo stores it: UTC, without a time zone."""
    return fields.Datetime.now()


def timestamp(moment: datetime) -> int:
    """Seconds since the epoch of a time as Odoo stores it."""
    return calendar.timegm(moment.timetuple())


def has_one_database() -> bool:
    """Whether odoo.conf names the only database that this server has, whatever host is asked for."""
    names = odoo.tools.config.get("db_name") or ()
    if odoo.tools.config.get("dbfilter"):
        return False
    return len(names.split(",") if isinstance(names, str) else names) == 1


def config(name: str) -> Optional[str]:
    """An option of odoo.conf."""
    value = odoo.tools.config.get(name)
    return str(value) if value else None
