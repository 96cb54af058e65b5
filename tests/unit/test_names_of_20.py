"""`compat/server.py` finds the HTTP classes of 20.0, in a package with only the names of 20.0."""

import importlib.util
import sys
import types

import pytest

from dev import paths

NAMES = {
    "odoo.http": ["request", "Response", "Controller", "route"],
    "odoo.http.dispatcher": ["Dispatcher"],
    "odoo.http.router": ["root", "db_filter"],
    "odoo.http.requestlib": ["Request"],
    "odoo.http.stream": ["content_disposition"],
    "odoo.http.session": ["session_store"],
    "odoo.modules": [],
    "odoo.modules.db": ["list_dbs"],
}


@pytest.fixture
def named(monkeypatch):
    """The object behind each name."""
    things = {}
    for module, names in {"odoo": [], **NAMES}.items():
        package = types.ModuleType(module)
        package.__path__ = []
        for name in names:
            things[name] = type(name, (), {"__call__": lambda self, *args, **more: (args, more)})()
            setattr(package, name, things[name])
        monkeypatch.setitem(sys.modules, module, package)
    return things


@pytest.fixture
def resolver(named):
    path = paths.ADDON / "compat" / "server.py"
    spec = importlib.util.spec_from_file_location("server_of_20", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_names_are_found_in_their_new_modules(resolver, named):
    assert resolver.Dispatcher is named["Dispatcher"]
    assert resolver.Request is named["Request"]
    assert resolver.root() is named["root"]
    assert resolver.session_store() == ((), {})
    assert resolver.db_filter.__module__ == "server_of_20"
    assert resolver._ROUTER.db_filter is named["db_filter"]
    assert resolver._DATABASES.list_dbs is named["list_dbs"]
    assert resolver._STREAM.content_disposition is named["content_disposition"]


def test_no_dispatcher_is_found_in_old_series(monkeypatch, named):
    for module in NAMES:
        if module.startswith("odoo.http."):
            monkeypatch.delitem(sys.modules, module)
    path = paths.ADDON / "compat" / "server.py"
    spec = importlib.util.spec_from_file_location("server_of_12", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.Dispatcher is None
