"""Where the edits of mutants find what they change: the parts of a syntax tree, and their text."""

import ast
import re
from collections.abc import Iterable, Iterator

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)


def scopes(node: ast.AST, path: str) -> Iterator[ast.AST]:
    """The definitions and assignments with this name, including those below `if` and the like."""
    if not path:
        yield node
        return
    first, _, rest = path.partition(".")
    for child in ast.iter_child_nodes(node):
        if isinstance(child, SCOPES):
            if child.name == first:
                yield from scopes(child, rest)
        elif isinstance(child, ASSIGNMENTS):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            if not rest and any(names(target, first) for target in targets):
                yield child
        elif isinstance(child, (ast.stmt, ast.excepthandler)):
            yield from scopes(child, path)


def parts(scope: ast.AST) -> Iterator[ast.AST]:
    """All nodes in a scope, except those in scopes of their own."""
    yield scope
    yield from below(scope)


def below(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, SCOPES):
            yield child
            yield from below(child)


def body(scope: ast.AST) -> list[ast.stmt]:
    """The statements of a function after its docstring."""
    assert isinstance(scope, ast.FunctionDef)
    return scope.body[1:] if ast.get_docstring(scope) is not None else scope.body


def names(node: ast.AST, name: str) -> bool:
    """Whether the node is a variable, attribute (`used_at`, `row.used_at`; `.used_at` excludes variables),
    text or number of that name."""
    if isinstance(node, ast.Constant):
        return type(node.value) in (str, int) and str(node.value) == name
    if isinstance(node, ast.Attribute) and node.attr == name.rpartition(".")[2]:
        return f".{ast.unparse(node)}".endswith(f".{name}".replace("..", "."))
    return isinstance(node, ast.Name) and node.id == name


def is_about(node: ast.AST, name: str) -> bool:
    return any(names(part, name) for part in parts(node))


def calls(nodes: Iterable[ast.AST], callee: str) -> list[ast.Call]:
    return [node for node in nodes if isinstance(node, ast.Call) and names(node.func, callee)]


def arguments(node: ast.AST, callee: str) -> dict[str, str]:
    found = calls(parts(node), callee)
    sent = found[0].args if len(found) == 1 else []
    return {str(index): ast.unparse(one) for index, one in enumerate(sent)}


def displays(node: ast.AST) -> Iterator[ast.AST]:
    """The outermost lists, tuples, sets and mappings."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            yield child
        elif not isinstance(child, SCOPES):
            yield from displays(child)


def filled(code: str, known: dict[str, str]) -> str:
    """The code with the known names in braces replaced; other braces belong to the code."""
    return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1], match[0]), code)


def splice(source: str, node: ast.AST, text: str) -> str:
    """The source with a statement or expression replaced; without text, a statement is removed."""
    assert isinstance(node, (ast.stmt, ast.expr))
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    lines = source.encode().splitlines(keepends=True)  # ast counts columns in bytes
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    last = lines[node.end_lineno - 1]
    after = last[node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    if isinstance(node, ast.stmt):
        text = (text or "pass").strip().replace("\n", "\n" + " " * node.col_offset)
    elif not isinstance(ast.parse(text, mode="eval").body, (ast.Tuple, ast.Name, ast.Constant)):
        text = f"({text})"
    return (before + text.encode() + after).decode()
