"""Values designed to waste time are refused quickly."""

import time

import pytest

from restapi.exceptions import nearest
from restapi.rest.request import literals, params

MEBIBYTE = 1024 * 1024
SAME_HASH = 2**61 - 1
SECONDS = 2.0  # quadratic time would be minutes

HOSTILE = {
    "digits and a letter": "1" * (MEBIBYTE - 1) + "x",
    "digits, a point, digits and a letter": "1" * 500_000 + "." + "1" * 500_000 + "x",
    "digits after an exponent": "1e" + "1" * 1_000_000,
    "a number of a million digits": "1" * 1_000_000,
    # written as text, because building such a dictionary is what takes long
    "keys of one hash": f"{{{', '.join(f'{SAME_HASH * n}: 1' for n in range(1, 30_000))}}}",
    "a string that does not end": "'" + "\\'" * 500_000,
    "brackets": "[" * 1_000_000,
    "spaces": " " * 1_000_000 + "x",
    "signs": "-" * 1_000_000 + "1",
    "points": "." * 1_000_000,
    "prefixes of strings": "u" * 1_000_000,
}


def timed(function, *arguments):
    start = time.process_time()
    with pytest.raises(literals.InvalidParameter):
        function(*arguments)
    return time.process_time() - start


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_literals_are_refused_quickly(value):
    """Seen to fail without the limit of 20 digits."""
    assert timed(literals.parse, value, "vals") < SECONDS


@pytest.mark.parametrize(
    "value",
    ["1," * 500_000 + "x", "1, " * 300_000 + "x", "," * 1_000_000],
    ids=["commas", "commas and spaces", "commas alone"],
)
def test_hostile_ids_are_refused_quickly(value):
    assert timed(params.parse_ids, value, "ids") < SECONDS


def test_long_names_get_no_suggestion():
    start = time.process_time()
    assert nearest("ab" * 500_000, ["abab" * 50] * 1000) == ""
    assert time.process_time() - start < 0.1
