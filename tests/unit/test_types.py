"""Annotations are specific; mypy checks that they are right."""

import ast
from pathlib import Path

import pytest

ADDON = Path(__file__).parents[2] / "restapi"
FILES = sorted(set(ADDON.rglob("*.py")) - {ADDON / "odoo_types.py"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ADDON)))
def test_no_argument_is_annotated_as_any(path):
    """`restapi/odoo_types.py` has names for types. Only `*args` and `**kwargs` can be `Any`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            named = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            bare = [
                one.arg for one in named if one.annotation and ast.unparse(one.annotation) == "Any"
            ]
            assert not bare, f"{node.name}, line {node.lineno}"
