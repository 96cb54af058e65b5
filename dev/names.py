"""Finds the names that Odoo's sources define: modules, their contents, models, and members of classes.

It parses the sources and does not import them. `tests/names` compares the result with the names that
the addon uses, see `tests/names/uses.py`.
"""

import ast
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Files with the classes of records, environments, fields, cursors, registries and requests.
FILES = (
    "models.py",
    "api.py",
    "fields.py",
    "http.py",
    "sql_db.py",
    "modules/registry.py",
    "orm/*.py",
    "addons/base/models/*.py",
    "addons/web/models/*.py",
    "addons/web/controllers/*.py",
)
# The name of each class in the table. All fields share one name; models have their own.
OWNERS = {
    "BaseModel": "BaseModel",
    "MetaModel": "BaseModel",
    "QWeb": "ir.qweb",  # the base class of the model up to 15.0
    "Environment": "Environment",
    "Transaction": "Transaction",
    "BaseCursor": "Cursor",
    "Cursor": "Cursor",
    "Registry": "Registry",
    "WebRequest": "Request",
    "HttpRequest": "Request",
    "Request": "Request",
    "Root": "Application",
    "Application": "Application",
    "Dispatcher": "Dispatcher",
    "OpenERPSession": "Session",
    "Session": "Session",
}


class Sources:
    """
    :param odoo: the folder of the package
    """

    def __init__(self, odoo: Path) -> None:
        self.odoo = odoo
        self.owners: dict[str, set[str]] = {}
        for pattern in FILES:
            for path in sorted(odoo.glob(pattern)):
                for cls in _classes(path):
                    members = _members(cls)
                    for owner in _owners(cls, path):
                        self.owners.setdefault(owner, set()).update(members)

        # members that no statement in a class defines
        self.owners["BaseModel"] |= {"_fields", "display_name", "id"}
        self.owners["Session"] = self.owners.get("Session", set()) | {"sid"}

    def has(self, row: str) -> bool:
        """Whether the sources define the name in a row of the table.

        :param row: a module or a name in one (`odoo.http.Dispatcher`), a model (`model ir.rule`), or a
            member of a class (`Environment.flush_all`, `res.users._login`)
        """
        kind, _, name = row.rpartition(" ")
        if kind == "model":
            return name in self.owners
        if row == "odoo" or row.startswith("odoo."):
            return self._has_name(row.split("."))
        owner, _, attribute = row.rpartition(".")
        return attribute in self.owners.get(owner, ())

    def _has_name(self, steps: list[str]) -> bool:
        for end in range(len(steps), 0, -1):
            folder = self.odoo.joinpath(*steps[1:end])
            module = _module(folder)
            if module:
                return end == len(steps) or steps[end] in top_level(module)
            if folder == self.odoo:  # 19.0 defines its package elsewhere
                return steps[1:2] == ["_"] and "_" in top_level(folder / "init.py")
        return False


def _parse(path: Path) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old sources have deprecated syntax
        return ast.parse(path.read_text())


def _module(path: Path) -> Path | None:
    for found in (path / "__init__.py", path.with_suffix(".py")):
        if found.is_file():
            return found
    return None


@cache
def top_level(module: Path) -> frozenset[str]:
    """The names that a module defines or imports."""
    names: set[str] = set()
    for node in statements(_parse(module).body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names |= _assigned(node)
        elif isinstance(node, ast.Import):
            names |= {(one.asname or one.name).partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                names |= _starred(module, node) if one.name == "*" else {one.asname or one.name}
    return frozenset(names)


def _starred(module: Path, node: ast.ImportFrom) -> frozenset[str]:
    top = next(one for one in module.parents if one.name == "odoo").parent
    folder = module.parents[node.level - 1] if node.level else top
    found = _module(folder.joinpath(*(node.module or "").split(".")))
    return top_level(found) if found else frozenset()


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a body, including those in `if`, `try` and `with`."""
    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try, ast.With)):
            for part in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, part, []))
        if isinstance(node, ast.Try):
            for handler in node.handlers:
                yield from statements(handler.body)


def _classes(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(_parse(path)):
        if isinstance(node, ast.ClassDef):
            yield node


def _assigned(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}


def _members(cls: ast.ClassDef) -> set[str]:
    """Methods and attributes, including attributes that methods set."""
    names: set[str] = set()
    for node in statements(cls.body):
        if isinstance(node, ast.FunctionDef):
            names |= {node.name} | _attributes_set(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names |= _assigned(node)
            # a mapping in fields up to 13.0, a list in environments and cursors
            if _assigned(node) & {"__slots__", "_slots"} and node.value:
                slots = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
                names |= {one for one in slots if isinstance(one, str)}
    return names


def _attributes_set(method: ast.FunctionDef) -> set[str]:
    return {
        node.attr
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("self", "cls", "obj", "model", "record")
    }


def _owners(cls: ast.ClassDef, path: Path) -> Iterator[str]:
    if path.name.startswith("fields"):
        yield "Field"
    if cls.name in OWNERS and ("addons" not in path.parts[-4:] or cls.name == "QWeb"):
        yield OWNERS[cls.name]
    models = {
        name: str(node.value.value)
        for node in cls.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in _assigned(node) & {"_name", "_inherit"}
    }
    if models:
        yield models.get("_name") or models["_inherit"]
