"""The index of the security suite names what is there, and every test that a mutant is held by."""

import re

from dev import paths
from tests.security.mutants import MUTANTS

TESTS = paths.ROOT / "tests"
INDEX = (TESTS / "security" / "README.md").read_text().partition("## Seen to fail")[0]
ROWS = dict(re.findall(r"^\| ([a-z-]+) \| [^|]+ \| (`[^|]+) \|$", INDEX, re.M))


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`\s]+\.py::test_\w+)`", cell))


def functions() -> set[str]:
    """`{'security/test_x.py::test_y'}`"""
    return {
        f"{path.relative_to(TESTS)}::{name}"
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }


def test_every_threat_has_tests_and_mutants():
    assert all(named(cell) for cell in ROWS.values())
    assert {mutant.threat for mutant in MUTANTS} == set(ROWS)


def test_every_test_that_is_named_exists():
    assert named(INDEX) - functions() == set()


def test_every_test_of_a_mutant_is_in_the_row_of_its_threat():
    missing = {
        f"{mutant.threat}: {test}"
        for mutant in MUTANTS
        for test in mutant.tests
        if test not in named(ROWS[mutant.threat])
    }
    assert missing == set()
