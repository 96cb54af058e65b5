"""The index of the security suite names existing tests, and every test that catches a mutant."""

import re

from dev import paths
from tests.security.mutants import MUTANTS

TESTS = paths.ROOT / "tests"
INDEX = (TESTS / "security" / "README.md").read_text().partition("## Seen to fail")[0]
ROWS = dict(re.findall(r"^\| ([a-z-]+) \| [^|]+ \| (`[^|]+) \|$", INDEX, re.M))


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`\s]+\.py::test_\w+)`", cell))


def functions() -> set[str]:
    """The ids of all tests, such as `security/test_x.py::test_y`."""
    return {
        f"{path.relative_to(TESTS)}::{name}"
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }


def test_every_threat_has_tests_and_mutants():
    assert all(named(cell) for cell in ROWS.values())
    assert {mutant.threat for mutant in MUTANTS} == set(ROWS)


def test_named_tests_exist():
    assert named(INDEX) - functions() == set()


def test_tests_of_mutants_are_in_the_row_of_their_threat():
    missing = {
        f"{mutant.threat}: {test}"
        for mutant in MUTANTS
        for test in mutant.tests
        if test not in named(ROWS[mutant.threat])
    }
    assert missing == set()
