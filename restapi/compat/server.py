"""Where Odoo has what serves HTTP: 20.0 moved it out of ``odoo.http`` into modules of its own."""

import importlib
from typing import Any, List


def _home(name: str, *modules: str) -> Any:
    """The first of these modules that has a name; ``None`` if none has."""
    for module in modules:
        try:
            found = importlib.import_module(module)
        except ImportError:
            continue
        if hasattr(found, name):
            return found
    return None


# 16.0 and later route by dispatcher classes, earlier series by request classes.
_DISPATCHERS = _home("Dispatcher", "odoo.http.dispatcher", "odoo.http")
Dispatcher: Any = getattr(_DISPATCHERS, "Dispatcher", None)
Request: Any = getattr(_home("Request", "odoo.http.requestlib", "odoo.http"), "Request", None)
_ROUTER = _home("db_filter", "odoo.http.router", "odoo.http")
_ROOT = _home("root", "odoo.http.router", "odoo.http")
_STORE = _home("session_store", "odoo.http.session")
_STREAM = _home("content_disposition", "odoo.http.stream", "odoo.http")
_DATABASES = _home("list_dbs", "odoo.modules.db", "odoo.service.db")


def root() -> Any:
    """Odoo's WSGI application; before 16.0 it is made when the first request comes."""
    return _ROOT.root


def session_store() -> Any:
    return _STORE.session_store() if _STORE else root().session_store


def db_filter(names: List[str], **of_request: Any) -> List[str]:
    """Those of the databases that the server's dbfilter allows."""
    # other addons put their own in its place
    return list(_ROUTER.db_filter(names, **of_request))


def list_dbs() -> List[str]:
    """All databases, also where people can't see the list."""
    return list(_DATABASES.list_dbs(force=True))


def content_disposition(name: str) -> str:
    """The header that makes a browser save a file under a name (RFC 6266)."""
    return str(_STREAM.content_disposition(name))
