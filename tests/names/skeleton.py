"""A package `odoo` that does nothing and has only the names of one series, built from the table.

`python -m tests.names.skeleton 20.0 19.0` imports the addon with it, in a process for each series, and
prints which branches were taken.
"""

import importlib
import json
import multiprocessing
import sys
import traceback
import types
from importlib.machinery import ModuleSpec
from typing import Any

from dev import paths
from tests.names import table

# Decorators used without arguments; all others are called with some.
PLAIN = ("autovacuum", "model", "model_create_multi")
# What the addon imports besides Odoo. Imported once, before the processes for the series are forked.
LIBRARIES = (
    *("cryptography.x509", "jwt", "oauthlib.oauth1", "oauthlib.oauth2", "psutil", "psycopg2"),
    *("requests", "werkzeug.test"),
)
# Classes whose names look like constants.
CLASSES = ("LRU",)
# Rows that are modules although the addon uses none of their names.
MODULES = (
    *(f"odoo.addons.base.models.{name}" for name in ("ir_access", "ir_actions_report", "ir_qweb")),
    *("odoo.addons.base.models.qweb", "odoo.addons.base.models.res_users"),
    *("odoo.addons.web.controllers.session", "odoo.orm.domains", "odoo.osv.expression"),
    *("odoo.release", "odoo.tools.safe_eval"),
)


class Meta(type):
    """The metaclass of models; records which ones are extended."""

    extended: list[str] = []

    def __init__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> None:
        super().__init__(name, bases, members)
        if "_inherit" in members:
            Meta.extended.append(members["_inherit"])


def nothing(*args: Any, **kwargs: Any) -> Any:
    """A function, or a decorator with arguments."""
    return lambda decorated: decorated


def unchanged(decorated: Any) -> Any:
    return decorated


def attributes(known: dict[str, list[str]], owner: str, series: str) -> dict[str, Any]:
    """The attributes of a class, without those that are no identifiers."""
    found = {row[len(owner) + 1 :] for row in has(known, series) if row.startswith(f"{owner}.")}
    return {name: nothing for name in found if name.isidentifier()}


def has(known: dict[str, list[str]], series: str) -> list[str]:
    return [row for row, having in known.items() if {series, f"{series}?"} & set(having)]


class Skeleton:
    def __init__(self, series: str) -> None:
        self.series = series
        self.known = table.read()
        self.modules: dict[str, types.ModuleType] = {}

    def module(self, name: str) -> types.ModuleType:
        if name not in self.modules:
            made = types.ModuleType(name)
            made.__path__ = []  # type: ignore[attr-defined]
            made.__spec__ = ModuleSpec(name, None, is_package=True)
            self.modules[name] = sys.modules[name] = made
            parent, _, last = name.rpartition(".")
            if parent:
                setattr(self.module(parent), last, made)
        return self.modules[name]

    def install(self) -> None:
        names = [row for row in has(self.known, self.series) if row.startswith("odoo.")]
        modules = {row for row in names if self._is_module(row)}
        for row in sorted(modules):
            self.module(row)
        for row in names:
            if row not in modules:
                holder, _, name = row.rpartition(".")
                setattr(self.module(holder), name, self._thing(row, name))
        self._fill()
        self.module("odoo.addons").__path__ = [str(paths.ROOT)]  # type: ignore[attr-defined]

    def _is_module(self, row: str) -> bool:
        is_package = any(other.startswith(f"{row}.") for other in self.known)
        return is_package or row in MODULES

    def _thing(self, row: str, name: str) -> Any:
        if row.startswith("odoo.models.") and name.endswith("Model"):
            return Meta(name, (), attributes(self.known, "BaseModel", self.series))
        if row.startswith("odoo.fields."):
            members = attributes(self.known, "Field", self.series)
            return type(name, (), {**members, "__init__": lambda self, *args, **kwargs: None})
        if row.startswith(("odoo.exceptions.", "odoo.sql_db.Pool")):
            return type(name, (Exception,), {"__module__": row.rpartition(".")[0]})
        if name.isupper() and len(name) > 1 and name not in CLASSES:
            return {}
        if name[:1].isupper():
            members = attributes(self.known, self._owner(row), self.series)
            return type(name, (), {"__init__": lambda self, *args: None, **members})
        return unchanged if name in PLAIN else nothing

    def _owner(self, row: str) -> str:
        return {"Root": "Application", "IrAttachment": "ir.attachment"}.get(
            row.rpartition(".")[2], row.rpartition(".")[2]
        )

    def _fill(self) -> None:
        """Values that the addon reads while its modules are imported."""
        major = int(float(self.series))
        release = self.module("odoo.release")
        vars(release).update(version_info=(major, 0), version=self.series, serie=self.series)
        sys.modules["babel"] = babel = types.ModuleType("babel")
        vars(babel).update(Locale=object, UnknownLocaleError=ValueError)
        sys.modules["babel.dates"] = dates = types.ModuleType("babel.dates")
        vars(dates).update(format_timedelta=nothing)
        self._fill_base()

    def _fill_base(self) -> None:
        """Classes whose names differ, and a method whose signature is inspected."""
        base = "odoo.addons.base.models."
        for name, model in (
            ("res_users", "res.users"),
            ("ir_qweb", "ir.qweb"),
            ("ir_actions_report", "ir.actions.report"),
        ):
            cls = type(model, (), attributes(self.known, model, self.series))
            self.module(base + name).Model = cls  # type: ignore[attr-defined]
        attachments = self.module(base + "ir_attachment")
        is_named = "odoo.tools.binary" in self.modules  # it came with the other signature
        writes = (lambda self, fname, bin_value: None) if is_named else nothing
        attachments.IrAttachment._file_write = writes


def choices(series: str) -> dict[str, Any]:
    """What the addon imports, extends and finds with the names of one series. Call it once per process."""
    skeleton = Skeleton(series)
    skeleton.install()
    from odoo.addons import restapi

    prefix = f"{restapi.__name__}."
    imported = [name[len(prefix) :] for name in sys.modules if name.startswith(prefix)]
    flags = {
        f"{name.rpartition('.')[2]}.{flag}": value
        for name in imported
        if name.startswith("compat.")
        for flag, value in vars(sys.modules[prefix + name]).items()
        if isinstance(value, bool)
    }
    return {"modules": imported, "extended": Meta.extended, "flags": flags}


def choices_or_error(series: str) -> dict[str, Any]:
    try:
        return choices(series)
    except Exception:  # noqa: BLE001  (the test of this series shows it)
        return {"error": traceback.format_exc()}


def main(series: list[str]) -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        found = pool.map(choices_or_error, series, chunksize=1)
    print(json.dumps(dict(zip(series, found, strict=True))))


if __name__ == "__main__":
    main(sys.argv[1:])
