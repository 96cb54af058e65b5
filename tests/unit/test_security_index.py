"""The index of the security suite names what is there, and nothing else."""

import re

from dev import paths

TESTS = paths.ROOT / "tests"
INDEX = (TESTS / "security" / "README.md").read_text()
ROWS = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", INDEX, re.M)
NAMED = re.findall(r"`([^`\s]+\.py::test_\w+)`", INDEX)


def functions():
    """`{'security/test_x.py::test_y'}`"""
    return {
        f"{path.relative_to(TESTS)}::{name}"
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }


def test_every_number_is_covered():
    assert [int(number) for number, _cell in ROWS] == list(range(1, 51))


def test_every_test_that_is_named_exists():
    assert set(NAMED) - functions() == set()


def test_every_test_named_after_a_pitfall_is_in_the_index():
    after_a_pitfall = {name for name in functions() if "::test_pitfall_" in name}
    assert after_a_pitfall - set(NAMED) == set()


def test_numbers_in_names_have_two_digits():
    assert [name for name in functions() if re.search(r"pitfall_\d(?!\d)", name)] == []
