"""Counting the values of an answer."""

import pytest

from restapi.rest.read import budget


@pytest.mark.parametrize(
    ("value", "weight"),
    [
        (False, 1),
        (None, 1),
        (1.5, 1),
        ("", 1),
        ("x" * 19, 1),
        ("x" * 20, 2),
        ("x" * 2000, 101),
        (b"x" * 2000, 101),
        ([], 1),
        ([1, 2, 3], 4),
        ((20, "Belgium"), 3),
        ({"a": [1, 2]}, 5),
    ],
)
def test_weight(value, weight):
    assert budget.weight(value) == weight


def test_field_names_do_not_count():
    assert budget.weight_of_row({"id": 7, "name": "x", "country_id": (20, "Belgium")}) == 5


def test_shared_values_count_each_time_they_are_written():
    """This takes linear time: the values here number 2 to the power of 100."""
    shared = ["x"]
    for _ in range(100):
        shared = [shared, shared]
    with pytest.raises(budget.BadRequest):
        budget.check_weight(shared, 10**9)


def test_recursive_values_terminate():
    loop = []
    loop.append(loop)
    budget.check_weight({"loop": loop}, 100)
