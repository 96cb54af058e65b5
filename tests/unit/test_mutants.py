"""The list of protections that tests were seen to need is in step with the code and the tests."""

import ast

import pytest

from dev import paths
from tests.security.mutants import BOTH, MUTANTS, table

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
