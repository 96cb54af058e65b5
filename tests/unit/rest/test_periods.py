"""Periods of time (rest/read/periods.py)."""

from datetime import date, datetime

import pytest

from restapi.rest.read import periods

START = datetime(2026, 10, 25)


@pytest.mark.parametrize(
    ("granularity", "end"),
    [
        ("hour", datetime(2026, 10, 25, 1)),
        ("day", datetime(2026, 10, 26)),
        ("week", datetime(2026, 11, 1)),
    ],
)
def test_end_of_a_length(granularity, end):
    assert periods.end(START, granularity) == end


@pytest.mark.parametrize(
    ("start", "granularity", "end"),
    [
        (date(2026, 12, 1), "month", datetime(2027, 1, 1)),
        (date(2026, 10, 1), "quarter", datetime(2027, 1, 1)),
        (date(2026, 1, 1), "year", datetime(2027, 1, 1)),
        (date(999, 1, 1), "month", datetime(999, 2, 1)),
        (date(9999, 12, 1), "month", None),
        (date(9999, 12, 31), "day", None),
    ],
)
def test_end_in_months(start, granularity, end):
    assert periods.end(start, granularity) == end


def test_labels():
    assert periods.label(datetime(2026, 10, 25, 2), "hour") == "2026-10-25 02:00:00"
    assert periods.label(datetime(2026, 10, 25, 2), "day") == "2026-10-25"
    assert periods.label(date(999, 1, 1), "year") == "0999-01-01"
