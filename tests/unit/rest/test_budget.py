"""How values are counted."""

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


def test_the_names_of_a_row_are_not_counted():
    assert budget.weight_of_row({"id": 7, "name": "x", "country_id": (20, "Belgium")}) == 5


def test_what_is_shared_counts_as_often_as_it_is_written():
    """And in linear time."""
    shared = ["x"]
    for _ in range(100):
        shared = [shared, shared]
    with pytest.raises(budget.BadRequest):
        budget.check_weight(shared, 10**9)


def test_what_holds_itself_has_an_end():
    loop = []
    loop.append(loop)
    budget.check_weight({"loop": loop}, 100)
