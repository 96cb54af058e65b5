"""The list of mutants is in step with the code and the tests."""

import ast
from functools import lru_cache

import pytest

from dev import paths
from tests.security.mutants import BOTH, MUTANTS, table
from tests.security.mutants.edits import Edit, places

TESTS = paths.ROOT / "tests"


def functions():
    """The docstring of each test by its id, such as `security/test_x.py::test_y`."""
    return {
        f"{path.relative_to(TESTS)}::{node.name}": ast.get_docstring(node) or ""
        for path in TESTS.rglob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: f"{one.threat}: {one.without[:40]}")
def test_mutant_applies_once_and_compiles(mutant):
    sources = {}
    for edit in mutant.edits:
        source = sources.get(edit.file) or (paths.ROOT / edit.file).read_text()
        sources[edit.file] = edit.apply(source)
    for file, source in sources.items():
        assert source != (paths.ROOT / file).read_text()
        if file.endswith(".py"):
            compile(source, file, "exec")


class Rename(ast.NodeTransformer):
    """Renames the variables of each function and replaces the messages of its exceptions.

    Parameters keep their names because callers use them.
    """

    def __init__(self):
        self.variables = set()

    def visit_FunctionDef(self, node):
        if self.variables:  # a nested function shares the variables of the outer one
            return self.generic_visit(node)
        self.variables = variables(node)
        self.generic_visit(node)
        self.variables = set()
        return node

    def visit_Name(self, node):
        return ast.Name(self._name(node.id), node.ctx)

    def visit_Nonlocal(self, node):
        return ast.Nonlocal([self._name(name) for name in node.names])

    def visit_ExceptHandler(self, node):
        node.name = self._name(node.name)
        return self.generic_visit(node)

    def visit_Raise(self, node):
        self.generic_visit(node)
        for text in ast.walk(node):
            if isinstance(text, ast.Constant) and " " in str(text.value):
                text.value = "another message"
        return node

    def _name(self, name):
        return f"{name}_renamed" if name in self.variables else name


def variables(function):
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    handlers = [node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    parameters = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    return (stored | {node.name for node in handlers}) - parameters - {None}


@lru_cache
def renamed(file):
    """The file reformatted, without comments, and with renamed variables."""
    return ast.unparse(Rename().visit(ast.parse((paths.ROOT / file).read_text())))


STRUCTURAL = [
    pytest.param(edit, id=f"{mutant.threat}: {mutant.without[:40]}")
    for mutant in MUTANTS
    for edit in mutant.edits
    if not isinstance(edit, Edit)
]


@pytest.mark.parametrize("edit", STRUCTURAL)
def test_edit_survives_reformatting_and_renaming(edit):
    """Seen to fail with an edit that inserts a variable, and with one that matches a message."""
    before = renamed(edit.file)
    after = edit.apply(before)
    assert after != before
    gone = variables(function(edit, (paths.ROOT / edit.file).read_text()))
    changed = function(edit, after)
    assert not (gone & loaded(changed)) - variables(changed), "it inserts the name of a variable"


def function(edit, source):
    """The outermost function that the edit changes, or an empty module if there is none."""
    tree = ast.parse(source)
    names = edit.where.split(".")
    paths_to = [".".join(names[:length]) for length in range(1, len(names) + 1)]
    found = [scope for path in paths_to for scope in places.scopes(tree, path)]
    return next(
        (scope for scope in found if isinstance(scope, ast.FunctionDef)), ast.Module([], [])
    )


def loaded(tree):
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


def test_most_edits_are_structural():
    edits = [edit for mutant in MUTANTS for edit in mutant.edits]
    assert len(STRUCTURAL) > 0.85 * len(edits)


# Odoo itself has this protection from 17.0, where the tests run, too.
ON_ONE_SERIES = {"14.0": set(), "19.0": set()}


def test_every_threat_has_a_mutant_on_both_series():
    threats = {mutant.threat for mutant in MUTANTS}
    for series in BOTH:
        tried = {mutant.threat for mutant in MUTANTS if mutant.is_for(series)}
        assert threats - tried == ON_ONE_SERIES[series]


def test_other_series_get_the_mutants_for_both():
    chosen = [mutant for mutant in MUTANTS if mutant.is_for("17.0")]
    assert chosen == [mutant for mutant in MUTANTS if mutant.series == BOTH]
    assert len(chosen) > len(MUTANTS) / 2


def test_named_tests_exist_and_say_what_they_fail_without():
    known = functions()
    for test in sorted({test for mutant in MUTANTS for test in mutant.tests}):
        assert test in known
        assert "Seen to fail without" in " ".join(known[test].split()), test


def test_index_contains_the_table():
    """`python3 -m tests.security.mutants` prints the table."""
    assert table() in (TESTS / "security" / "README.md").read_text()
