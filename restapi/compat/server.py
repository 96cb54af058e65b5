"""Odoo's HTTP server for all series: 20.0 split ``odoo.http`` into modules."""

import importlib
from typing import Any, List


def _home(name: str, *modules: str) -> Any:
    """The first of these modules that has an attribute of that name; None if none has."""
    for module in modules:
        try:
            found = importlib.import_module(module)
        except ImportError:
            continue
        if hasattr(found, name):
            return found
    return None


# 16.0 and later have dispatcher classes, earlier series request classes.
_DISPATCHERS = _home("Dispatcher", "odoo.http.dispatcher", "odoo.http")
Dispatcher: Any = getattr(_DISPATCHERS, "Dispatcher", None)
Request: Any = getattr(_home("Request", "odoo.http.requestlib", "odoo.http"), "Request", None)
_ROUTER = _home("db_filter", "odoo.http.router", "odoo.http")
_ROOT = _home("root", "odoo.http.router", "odoo.http")
_STORE = _home("session_store", "odoo.http.session")
_STREAM = _home("content_disposition", "odoo.http.stream", "odoo.http")
_DATABASES = _home("list_dbs", "odoo.modules.db", "odoo.service.db")


def root() -> Any:
    """Odoo's WSGI application; before 16.0 it is created at the first request."""
    return _ROOT.root


def session_store() -> Any:
    return _STORE.session_store() if _STORE else root().session_store


def db_filter(names: List[str], **of_request: Any) -> List[str]:
    """The databases that the server's dbfilter allows."""
    # looked up at each call, since other addons replace the function
    return list(_ROUTER.db_filter(names, **of_request))


def list_dbs() -> List[str]:
    """All databases, even if the server hides the list from users."""
    return list(_DATABASES.list_dbs(force=True))


def content_disposition(name: str) -> str:
    """The header ``Content-Disposition`` for a file name (RFC 6266)."""
    return str(_STREAM.content_disposition(name))
