"""Which names of Odoo's the addon uses, where, and whether it asks for them first."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dev import paths

# Asks for a name, in one module after the other.
HOME = "_home"
# What questions came to, kept under a name: `HAS_ENGINES`, `_logout_is_a_form`, `_fields`.
FLAG = re.compile(r"_?[A-Z]+_[A-Z_]+|_[A-Z]+|_fields|version_info|is_managed")
ASKING = ("hasattr", "getattr", "any_class_has")
# Those of the imported names that are modules, whose attributes are names in them.
MODULES = (
    "odoo",
    *("odoo.api", "odoo.exceptions", "odoo.fields", "odoo.http", "odoo.models", "odoo.release"),
    *("odoo.sql_db", "odoo.tools", "odoo.tools.pdf", "odoo.tools.sql"),
    "odoo.addons.base.models.res_users",
)


class Use(NamedTuple):
    """
    :param name: `odoo.http.route`, `model ir.rule`, or `.check_access` of some object
    :param asked: it is inside of a condition, or after one that leads elsewhere
    """

    name: str
    asked: bool
    place: str


def of_addon(addon: Path = paths.ADDON) -> list[Use]:
    files = {path: ast.parse(path.read_text()) for path in sorted(addon.rglob("*.py"))}
    conditional = {name for tree in files.values() for name in _imported_if_asked(tree)}
    return [
        use
        for path, tree in files.items()
        if path.name != "__manifest__.py"
        for use in _of_file(tree, path.relative_to(addon.parent), path.stem in conditional)
    ]


def _imported_if_asked(tree: ast.Module) -> Iterator[str]:
    """Modules of this addon that are imported in a condition alone."""
    for node in tree.body:
        if isinstance(node, ast.If):
            for one in ast.walk(node):
                if isinstance(one, ast.ImportFrom) and one.level and one.module:
                    yield one.module


def _of_file(tree: ast.Module, path: Path, is_asked: bool) -> Iterator[Use]:
    _link(tree)
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        place = f"{path}:{getattr(node, 'lineno', 0)}"
        for name in _names(node, aliases):
            yield Use(name, is_asked or _is_asked(node), place)
        for name in _asked_for(node, aliases):
            yield Use(name, True, place)


def _link(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What names of a file stand for; nothing, where it is this addon's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((one.asname or one.name.partition(".")[0], "") for one in node.names)
            yield from (("odoo", "odoo") for one in node.names if one.name == "odoo")
        elif isinstance(node, ast.ImportFrom):
            start = f"{node.module}." if _is_odoos(node) else ""
            yield from ((one.asname or one.name, start and start + one.name) for one in node.names)


def _is_odoos(node: ast.ImportFrom) -> bool:
    return not node.level and str(node.module).partition(".")[0] == "odoo"


def _names(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    """Names that a node uses."""
    if isinstance(node, ast.ImportFrom) and _is_odoos(node):
        yield from (f"{node.module}.{one.name}" for one in node.names)
    elif isinstance(node, ast.Attribute):
        yield from _of_chain(_chain(node), aliases)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        if isinstance(node.slice.value, str) and "." in node.slice.value:
            yield f"model {node.slice.value}"
    elif isinstance(node, ast.ClassDef):
        yield from _of_class(node)


def _of_chain(steps: list[str], aliases: dict[str, str]) -> Iterator[str]:
    """What the last of the names in `a.b.c` is."""
    if steps[-1].startswith("__"):
        return  # Python's
    name = aliases.get(steps[0])
    if name is None:
        yield f".{steps[-1]}"
    elif name:
        for index, step in enumerate(steps[1:], 1):
            is_module = name in MODULES
            name = f"{name}.{step}" if is_module else f".{step}"
            if index == len(steps) - 1:
                yield name


def _asked_for(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    """Names that code asks for as texts: modules, and what these or objects may have."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value.startswith("odoo.") and all(map(str.isidentifier, node.value.split("."))):
            yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
        holder, asked = node.args[:2]
        if node.func.id in ASKING and isinstance(asked, ast.Constant):
            name = aliases.get(holder.id) if isinstance(holder, ast.Name) else None
            yield f"{name}.{asked.value}" if name in MODULES else f".{asked.value}"
        elif node.func.id == HOME:
            name, *modules = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield from (f"{module}.{name}" for module in modules)


def _chain(node: ast.AST) -> list[str]:
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.insert(0, node.attr)
        node = node.value
    return [node.id if isinstance(node, ast.Name) else "", *steps]


def _of_class(cls: ast.ClassDef) -> Iterator[str]:
    """The model that a class extends."""
    for node in cls.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if node.targets[0].id == "_inherit" and isinstance(value, ast.Constant):
                yield f"model {value.value}"


def _is_asked(node: ast.AST) -> bool:
    while not isinstance(node, ast.Module):
        parent = node.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.ExceptHandler):
            node, parent = parent, parent.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.Try) and _catches(parent):
            return True
        if isinstance(parent, (ast.If, ast.IfExp)) and _asks(parent.test):
            return True
        if isinstance(parent, ast.BoolOp) and _asks(parent):
            return True
        if _follows_a_way_out(node, parent):
            return True
        node = parent
    return False


def _catches(node: ast.Try) -> bool:
    caught = {
        one.id for handler in node.handlers if handler.type for one in _of_names(handler.type)
    }
    return bool(caught & {"ImportError", "AttributeError"})


def _asks(test: ast.AST) -> bool:
    """Whether a condition is about what the series has: by a question, or by what came of one."""
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in (*ASKING, "callable"):
                return True
        elif isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if FLAG.fullmatch(name):
                return True
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            return True  # an optional import
    return False


def _of_names(node: ast.AST) -> Iterator[ast.Name]:
    yield from (one for one in ast.walk(node) if isinstance(one, ast.Name))


def _follows_a_way_out(node: ast.AST, parent: ast.AST) -> bool:
    """Whether a condition before a statement may have ended what it is part of."""
    body = getattr(parent, "body", None)
    if not isinstance(body, list) or node not in body:
        return False
    return any(
        isinstance(one, ast.If)
        and isinstance(one.body[-1], (ast.Return, ast.Raise))
        and _asks(one.test)
        for statement in body[: body.index(node)]
        for one in (statement.body if isinstance(statement, ast.For) else [statement])
    )
