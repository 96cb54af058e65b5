"""Lets unit tests import the addon's pure modules (`restapi.rest.request.literals`) without Odoo."""

import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dev import paths
from tests.names.skeleton import Skeleton


def stub_addon_package() -> None:
    """Registers an empty package `restapi`, because the real one imports its controllers and models."""
    package = types.ModuleType("restapi")
    package.__path__ = [str(paths.ADDON)]
    sys.modules.setdefault("restapi", package)


@contextmanager
def odoo_names(series: str = "19.0") -> Iterator[None]:
    """Lets the body import modules of the addon that import names from Odoo.

    Their Odoo is a skeleton with the names of one series, which do nothing (tests/names/skeleton.py).
    Only functions that don't call Odoo can be tested this way.
    """
    before = dict(sys.modules)
    Skeleton(series).install()
    try:
        yield
    finally:
        for name in sys.modules.keys() - before.keys():
            if name.partition(".")[0] in ("babel", "odoo"):
                del sys.modules[name]
        sys.modules.update(before)


@dataclass(frozen=True)
class FieldFacts:
    """The attributes of a field that pure functions read. Names are Odoo's."""

    name: str
    type: str
    comodel_name: str = ""
    translate: bool = False
    choices: tuple[str, ...] = ()
    search: str = ""
    related: str = ""

    @property
    def relational(self) -> bool:
        return self.type in ("many2one", "one2many", "many2many")

    def get_values(self, env: object) -> list[str]:
        return list(self.choices)


class ModelFacts:
    """The attributes of a model that pure functions read. Names are Odoo's."""

    def __init__(self, name: str, description: str, *fields: FieldFacts) -> None:
        self._name = name
        self._description = description
        self._fields = {field.name: field for field in fields}
        self.env: dict[str, ModelFacts] = {name: self}
