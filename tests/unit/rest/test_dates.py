"""Parsing of the dates and times that clients send."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restapi.rest.request.dates import parse_date, parse_datetime

OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=OFFSETS)


@given(MOMENTS, st.sampled_from("T "))
def test_iso_8601_becomes_utc(moment, separator):
    expected = moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    assert parse_datetime(moment.isoformat(separator)) == expected.isoformat(" ")


@given(st.datetimes())
def test_odoo_format_is_unchanged(moment):
    text = moment.replace(microsecond=0).isoformat(" ")
    assert parse_datetime(text) == text


@given(st.dates())
def test_dates_are_unchanged(day):
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_datetime(day.isoformat()) == f"{day.isoformat()} 00:00:00"


@given(MOMENTS, st.sampled_from("T "))
def test_date_of_a_time_is_in_the_clients_zone(moment, separator):
    """Seen to fail without this rule: midnight in Brussels became the day before."""
    assert parse_date(moment.isoformat(separator)) == moment.date().isoformat()


@given(st.text())
def test_any_other_text_raises_value_error(text):
    for read in (parse_date, parse_datetime):
        try:
            result = read(text)
        except ValueError:
            continue
        assert datetime.fromisoformat(result)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-02-30",
        "2024-05-01T24:00",
        "2024-05-01 10:61",
        "0000-01-01",
        "٢٠٢٤-٠٥-٠١",
        "2024-05-01T10:00+24:00",
        "0001-01-01T00:00+01:00",
        "2024-05-01T10:00 z x",
    ],
)
def test_invalid_times_are_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2024-05-01t10:00:00z", "2024-05-01 10:00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01 00:00:00"),
        ("2016-12-31t23:59:60.5z", "2017-01-01 00:00:00"),
        ("2017-01-01T00:59:60+01:00", "2017-01-01 00:00:00"),
        ("2016-12-31T15:59:60-08:00", "2017-01-01 00:00:00"),
    ],
)
def test_rfc_3339_spellings_are_accepted(text, stored):
    """Lower case letters, and leap seconds, which become the next second. Seen to fail without them."""
    assert parse_datetime(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "2016-12-31T23:59:61Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:59:60+01:00",
        "2016-12-31T24:00:00Z",
        "9999-12-31T23:59:60Z",
    ],
)
def test_invalid_leap_seconds_are_refused(text):
    """Seen to fail without the check of the minute of a leap second."""
    with pytest.raises(ValueError, match=r"2016|9999|remains|range"):
        parse_datetime(text)
