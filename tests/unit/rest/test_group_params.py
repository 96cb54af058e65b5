"""Parameters of /group (rest/request/group_params.py)."""

import pytest

from restapi.exceptions import InvalidParameter
from restapi.rest.request import group_params
from restapi.rest.request.group_params import Having, Spec

COUNTRY = Spec("country_id", "country_id", "")
MONTH = Spec("create_date:month", "create_date", "month")


@pytest.mark.parametrize(
    "value",
    [
        "country_id,create_date:month",
        " country_id , create_date:month,country_id",
        "['country_id', 'create_date:month']",
        '["country_id", "create_date:month"]',
        ["country_id", "create_date:month "],
        ("country_id", "create_date:month"),
    ],
)
def test_lists_of_terms(value):
    assert group_params.parse_by(value, "by") == [COUNTRY, MONTH]


def test_no_terms():
    assert group_params.parse_by("[]", "by") == group_params.parse_by([], "by") == []


@pytest.mark.parametrize(
    "value",
    [
        5,
        True,
        {"a": 1},
        "{}",
        [["name"]],
        [None],
        "name asc",
        "name;",
        "a:b:c",
        "a.:b",
        "é",
        ["*"],
        ["name"] * 9,
        "a,b,c,d,e,f,g,h,i",
    ],
)
def test_no_list_of_terms(value):
    with pytest.raises(InvalidParameter):
        group_params.parse_by(value, "by")


def test_having():
    total = Spec("amount:sum", "amount", "sum")
    expected = [Having(total, ">", 1000), Having(Spec("__count", "__count", ""), "=", 2.5)]
    for value in (
        "[('amount:sum','>',1000),('__count','=',2.5)]",
        [["amount:sum", ">", 1000], ["__count", "=", 2.5]],
    ):
        assert group_params.parse_having(value, "having") == expected
    assert group_params.parse_having([], "having") == []


@pytest.mark.parametrize(
    "value",
    [
        5,
        "x",
        {"a": 1},
        ["__count"],
        [["__count", ">"]],
        [["__count", "like", 1]],
        [["__count", ["="], 1]],
        [["__count", ">", "1"]],
        [["__count", ">", True]],
        [["__count", ">", None]],
        [["__count", ">", float("nan")]],
        [["__count", ">", float("inf")]],
        [["__count", ">", 10**400]],
        [[None, ">", 1]],
        [["__count", ">", 1]] * 51,
    ],
)
def test_no_having(value):
    with pytest.raises(InvalidParameter):
        group_params.parse_having(value, "having")


def test_limits():
    assert group_params.parse_limit("5", "limit") == 5
    assert group_params.parse_limit("None", "limit") == group_params.DEFAULT_LIMIT
    for value in ("10001", "-1", "x", True):
        with pytest.raises(InvalidParameter):
            group_params.parse_limit(value, "limit")
