"""Which names of Odoo the addon uses, where, and whether it first checks that they exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dev import paths

# Looks for a name in several modules.
LOOKUP = "_home"
# Names that hold the result of such a check: `HAS_ENGINES`, `_logout_is_a_form`, `_fields`.
FLAG = re.compile(r"_?[A-Z]+_[A-Z_]+|_[A-Z]+|_fields|version_info|is_managed")
CHECKS = ("hasattr", "getattr", "any_class_has")
# Imported names that are modules, so that their attributes are names in them.
MODULES = (
    "odoo",
    *("odoo.api", "odoo.exceptions", "odoo.fields", "odoo.http", "odoo.models", "odoo.release"),
    *("odoo.sql_db", "odoo.tools", "odoo.tools.pdf", "odoo.tools.sql"),
    "odoo.addons.base.models.res_users",
)


class Use(NamedTuple):
    """
    :param name: `odoo.http.route`, `model ir.rule`, or `.check_access` of any object
    :param is_guarded: whether it depends on a condition, or follows one that may leave the function
    """

    name: str
    is_guarded: bool
    place: str


@cache
def of_addon(addon: Path = paths.ADDON) -> tuple[Use, ...]:
    files = {path: ast.parse(path.read_text()) for path in sorted(addon.rglob("*.py"))}
    conditional = {name for tree in files.values() for name in _imported_conditionally(tree)}
    return tuple(
        use
        for path, tree in files.items()
        if path.name != "__manifest__.py"
        for use in _of_file(tree, path.relative_to(addon.parent), path.stem in conditional)
    )


def _imported_conditionally(tree: ast.Module) -> Iterator[str]:
    """Modules of the addon that are imported only inside a condition."""
    for node in tree.body:
        if isinstance(node, ast.If):
            for one in ast.walk(node):
                if isinstance(one, ast.ImportFrom) and one.level and one.module:
                    yield one.module


def _of_file(tree: ast.Module, path: Path, is_guarded: bool) -> Iterator[Use]:
    _link(tree)
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        place = f"{path}:{getattr(node, 'lineno', 0)}"
        for name in _names(node, aliases):
            yield Use(name, is_guarded or _is_guarded(node), place)
        for name in _looked_up(node, aliases):
            yield Use(name, True, place)


def _link(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The full names that names of a file stand for; empty for the addon's own."""
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
    """The names that a node uses."""
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
    """The full name of the last part of `a.b.c`."""
    if steps[-1].startswith("__"):
        return  # Python's own
    name = aliases.get(steps[0])
    if name is None:
        yield f".{steps[-1]}"
    elif name:
        for index, step in enumerate(steps[1:], 1):
            is_module = name in MODULES
            name = f"{name}.{step}" if is_module else f".{step}"
            if index == len(steps) - 1:
                yield name


def _looked_up(node: ast.AST, aliases: dict[str, str]) -> Iterator[str]:
    """Names that code looks up by text: modules, and attributes of modules or objects."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value.startswith("odoo.") and all(map(str.isidentifier, node.value.split("."))):
            yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
        holder, name_node = node.args[:2]
        if node.func.id in CHECKS and isinstance(name_node, ast.Constant):
            name = aliases.get(holder.id) if isinstance(holder, ast.Name) else None
            yield f"{name}.{name_node.value}" if name in MODULES else f".{name_node.value}"
        elif node.func.id == LOOKUP:
            name, *modules = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield from (f"{module}.{name}" for module in modules)


def _chain(node: ast.AST) -> list[str]:
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.insert(0, node.attr)
        node = node.value
    return [node.id if isinstance(node, ast.Name) else "", *steps]


def _of_class(cls: ast.ClassDef) -> Iterator[str]:
    """The models that a class extends."""
    for node in cls.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if node.targets[0].id == "_inherit" and isinstance(value, ast.Constant):
                yield f"model {value.value}"


def _is_guarded(node: ast.AST) -> bool:
    while not isinstance(node, ast.Module):
        parent = node.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.ExceptHandler):
            node, parent = parent, parent.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.Try) and _catches(parent):
            return True
        if isinstance(parent, (ast.If, ast.IfExp)) and _is_check(parent.test):
            return True
        if isinstance(parent, ast.BoolOp) and _is_check(parent):
            return True
        if _follows_an_exit(node, parent):
            return True
        node = parent
    return False


def _catches(node: ast.Try) -> bool:
    caught = {
        one.id for handler in node.handlers if handler.type for one in _of_names(handler.type)
    }
    return bool(caught & {"ImportError", "AttributeError"})


def _is_check(test: ast.AST) -> bool:
    """Whether a condition checks for a feature of the series, or uses the result of such a check."""
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in (*CHECKS, "callable"):
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


def _follows_an_exit(node: ast.AST, parent: ast.AST) -> bool:
    """Whether an earlier condition in the same block may have left it."""
    body = getattr(parent, "body", None)
    if not isinstance(body, list) or node not in body:
        return False
    return any(
        isinstance(one, ast.If)
        and isinstance(one.body[-1], (ast.Return, ast.Raise))
        and _is_check(one.test)
        for statement in body[: body.index(node)]
        for one in (statement.body if isinstance(statement, ast.For) else [statement])
    )
