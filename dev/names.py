"""Every name of Odoo's that the addon uses, and which series have it.

What is read are sources, nothing is imported or run. `tests/names/odoo_names.json` is the table that comes
of it; its column for 20.0 is made by hand of what its sources were read for.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dev import paths

# Files whose classes say what records, environments, fields, cursors, registries and requests have.
CORE = (
    "models.py",
    "api.py",
    "fields.py",
    "http.py",
    "sql_db.py",
    "modules/registry.py",
    "orm/*.py",
    "tools/_vendor/*.py",
)
MODELS = ("addons/base/models/*.py", "addons/web/models/*.py")
MODEL = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")
OWN = "restapi."


@dataclass
class Series:
    """What the sources of one series have.

    :param odoo: the folder of the package
    """

    odoo: Path
    attributes: set[str] = field(default_factory=set)
    models: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in self._files(CORE + MODELS):
            for cls in _classes(path):
                members = _members(cls)
                self.attributes |= members
                for model in _models(cls):
                    self.models.setdefault(model, set()).update(members)

    def _files(self, patterns: tuple[str, ...]) -> Iterator[Path]:
        for pattern in patterns:
            yield from sorted(self.odoo.glob(pattern))

    def has(self, dotted: str) -> bool:
        """Whether there is a module, or a name in one, such as `odoo.http.Dispatcher`."""
        steps = dotted.split(".")
        for end in range(len(steps), 0, -1):
            module = self._module(steps[1:end])
            if module:
                return end == len(steps) or steps[end] in top_level(module)
        return False

    def _module(self, steps: list[str]) -> Path | None:
        path = self.odoo.joinpath(*steps)
        for found in (path / "__init__.py", path.with_suffix(".py")):
            if found.is_file():
                return found
        return None

    def overrides(self, model: str, name: str) -> bool:
        """Whether a method of a model is there to be overridden."""
        return name in self.models.get(model, ()) or name in self.models.get("", ())


@cache
def top_level(module: Path) -> frozenset[str]:
    """The names that a module has, with those that it takes over from others."""
    names: set[str] = set()
    for node in _statements(ast.parse(module.read_text()).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {one.id for one in targets if isinstance(one, ast.Name)}
        elif isinstance(node, ast.Import):
            names |= {(one.asname or one.name).partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                names |= _starred(module, node) if one.name == "*" else {one.asname or one.name}
    return frozenset(names)


def _starred(module: Path, node: ast.ImportFrom) -> set[str]:
    folder = module.parent if node.level else _root(module).parent
    for _up in range(node.level - 1):
        folder = folder.parent
    path = folder.joinpath(*(node.module or "").split("."))
    for found in (path / "__init__.py", path.with_suffix(".py")):
        if found.is_file():
            return set(top_level(found))
    return set()


def _root(module: Path) -> Path:
    return next(one for one in module.parents if one.name == "odoo")


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Those of a body, also where they depend on something."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody"):
            if isinstance(node, (ast.If, ast.Try, ast.With)):
                yield from _statements(getattr(node, part, []))
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield from _statements(handler.body)


def _classes(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            yield node


def _members(cls: ast.ClassDef) -> set[str]:
    """Methods and attributes, also those that methods give to `self`."""
    names: set[str] = set()
    for node in _statements(cls.body):
        if isinstance(node, ast.FunctionDef):
            names |= {node.name} | _given(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {one.id for one in targets if isinstance(one, ast.Name)}
            if "__slots__" in names and node.value:
                slots = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
                names |= {one for one in slots if isinstance(one, str) and one.isidentifier()}
    return names


def _given(method: ast.FunctionDef) -> set[str]:
    """What a method gives to its object."""
    owner = method.args.args[0].arg if method.args.args else ""
    return {
        node.attr
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id in (owner, "obj", "env")
    }


def _models(cls: ast.ClassDef) -> Iterator[str]:
    if cls.name == "BaseModel":
        yield ""
    for node in cls.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in ("_name", "_inherit"):
                for one in ast.walk(node.value):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value
