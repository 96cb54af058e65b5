"""The list of protections that tests were seen to need is in step with the code and the tests."""

import ast
from functools import lru_cache

import pytest

from dev import paths
from tests.security.mutants import BOTH, MUTANTS, table
from tests.security.mutants.edits import Edit, places

TESTS = paths.ROOT / "tests"


def functions():
    """`{'security/test_x.py::test_y': its docstring}`"""
    return {
        f"{path.relative_to(TESTS)}::{node.name}": ast.get_docstring(node) or ""
        for path in TESTS.rglob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: f"{one.threat}: {one.without[:40]}")
def test_what_is_taken_out_is_there_once_and_leaves_code_that_compiles(mutant):
    sources = {}
    for edit in mutant.edits:
        source = sources.get(edit.file) or (paths.ROOT / edit.file).read_text()
        sources[edit.file] = edit.apply(source)
    for file, source in sources.items():
        assert source != (paths.ROOT / file).read_text()
        if file.endswith(".py"):
            compile(source, file, "exec")


class Rename(ast.NodeTransformer):
    """Gives the variables of each function other names, and what it raises another message.

    Parameters keep their names: callers know them.
    """

    def __init__(self):
        self.variables = set()

    def visit_FunctionDef(self, node):
        if self.variables:  # a function inside of another has the variables of both
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
    """The file without comments and the lines that its author chose, and with other variables."""
    return ast.unparse(Rename().visit(ast.parse((paths.ROOT / file).read_text())))


STRUCTURAL = [
    pytest.param(edit, id=f"{mutant.threat}: {mutant.without[:40]}")
    for mutant in MUTANTS
    for edit in mutant.edits
    if not isinstance(edit, Edit)
]


@pytest.mark.parametrize("edit", STRUCTURAL)
def test_variables_messages_comments_and_lines_may_change(edit):
    """Seen to fail with an edit that inserts the name of a variable, and with one about a message."""
    before = renamed(edit.file)
    after = edit.apply(before)
    assert after != before
    gone = variables(function(edit, (paths.ROOT / edit.file).read_text()))
    changed = function(edit, after)
    assert not (gone & loaded(changed)) - variables(changed), "it inserts the name of a variable"


def function(edit, source):
    """The outermost function that it changes; the module if there is none."""
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


def test_most_edits_are_by_structure():
    edits = [edit for mutant in MUTANTS for edit in mutant.edits]
    assert len(STRUCTURAL) > 0.85 * len(edits)


# Odoo closes this from 17.0 on, and the tests run there too.
ON_ONE_SERIES = {"14.0": set(), "19.0": {"restricted-fields"}}


def test_every_threat_has_a_mutant_on_both_series():
    threats = {mutant.threat for mutant in MUTANTS}
    for series in BOTH:
        tried = {mutant.threat for mutant in MUTANTS if mutant.is_for(series)}
        assert threats - tried == ON_ONE_SERIES[series]


def test_the_other_series_try_what_makes_a_difference_on_both():
    chosen = [mutant for mutant in MUTANTS if mutant.is_for("17.0")]
    assert chosen == [mutant for mutant in MUTANTS if mutant.series == BOTH]
    assert len(chosen) > len(MUTANTS) / 2


def test_every_test_named_exists_and_says_what_it_fails_without():
    known = functions()
    for test in sorted({test for mutant in MUTANTS for test in mutant.tests}):
        assert test in known
        assert "Seen to fail without" in " ".join(known[test].split()), test


def test_the_index_has_the_list():
    """`python3 -m tests.security.mutants` prints what belongs there."""
    assert table() in (TESTS / "security" / "README.md").read_text()
