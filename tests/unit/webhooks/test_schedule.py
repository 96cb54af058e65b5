"""What follows from an answer: when a delivery is tried again, and when not."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from restapi.webhooks import errors, schedule
from restapi.webhooks.sending import Answer

NOW = datetime(2026, 11, 27, 12, 0, 0)
HOUR = 3600


def answer(status, retry_after=None):
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return Answer(status, headers, "", 0.1)


def seconds(result, attempt=1):
    outcome = schedule.outcome(result, attempt, NOW)
    assert outcome.state == schedule.RETRY
    return (outcome.retry_at - NOW).total_seconds()


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_delivered(status):
    assert schedule.outcome(answer(status), 1, NOW) == (schedule.DELIVERED, None)


@pytest.mark.parametrize("attempt", [1, schedule.ATTEMPTS])
def test_gone(attempt):
    assert schedule.outcome(answer(410), attempt, NOW) == (schedule.DISABLED, None)


FAILURES = [
    *map(answer, (100, 301, 302, 304, 400, 401, 404, 409, 422, 429, 500, 502, 503, 599)),
    errors.RefusedAddress("x"),
    errors.UnknownHost("x"),
    errors.ConnectionFailed("x"),
    errors.TlsFailed("x"),
    errors.DeadlineExceeded("x"),
    errors.InvalidAnswer("x"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_failures_are_tried_again_and_then_given_up(failure):
    for attempt, usual in enumerate(schedule.PAUSES, 1):
        assert usual <= seconds(failure, attempt) <= 1.1 * usual
    last = schedule.outcome(failure, schedule.ATTEMPTS, NOW)
    assert last == (schedule.GIVEN_UP, None)


def test_three_days():
    total = sum(schedule.PAUSES)
    assert 3 * 24 * HOUR <= total <= 3.5 * 24 * HOUR
    assert list(schedule.PAUSES) == sorted(schedule.PAUSES)
    assert schedule.pause(schedule.ATTEMPTS) is None
    assert schedule.pause(schedule.ATTEMPTS + 5) is None


def test_failures_of_the_same_moment_are_spread():
    assert len({seconds(answer(500), 5) for _ in range(20)}) > 10


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("86400", 24 * HOUR),
        ("999999", 24 * HOUR),
        ("9999999999", 24 * HOUR),
        # earlier than the schedule
        ("0", 5),
        ("1", 5),
        # the three forms of a date in HTTP
        ("Fri, 27 Nov 2026 13:00:00 GMT", HOUR),
        ("Friday, 27-Nov-26 13:00:00 GMT", HOUR),
        ("Fri Nov 27 13:00:00 2026", HOUR),
        ("Fri, 27 Nov 2026 14:00:00 +0100", HOUR),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 5),
        ("Wed, 31 Dec 9999 23:59:59 GMT", 24 * HOUR),
        # neither
        ("", 5),
        ("-120", 5),
        ("12.5", 5),
        ("1e9", 5),
        ("١٢٠", 5),
        ("9" * 200, 5),
        ("soon", 5),
        ("Fri, 32 Nov 2026 13:00:00 GMT", 5),
        ("Fri, 27 Nov 2026 25:00:00 GMT", 5),
        ("Fri, 27 Nov 99999 13:00:00 GMT", 5),
        ("Wed, 31 Dec 9999 23:59:59 -9999", 5),
        (",", 5),
        (", , , ,", 5),
        ("Fri, " * 40, 5),
    ],
)
def test_retry_after(status, value, expected):
    """Seen to fail without `Retry-After`, and without its limit."""
    assert expected <= seconds(answer(status, value)) <= 1.1 * expected


def test_retry_after_is_a_date_as_our_own_library_writes_it():
    then = (NOW + timedelta(hours=2)).replace(tzinfo=timezone.utc)
    assert 2 * HOUR <= seconds(answer(503, format_datetime(then, usegmt=True))) <= 2.2 * HOUR


@pytest.mark.parametrize("status", [400, 500, 301])
def test_retry_after_of_other_answers_does_not_count(status):
    assert seconds(answer(status, "7200")) < 10


def test_retry_after_shortens_nothing():
    assert seconds(answer(429, "1"), 6) >= 10 * HOUR


def test_retry_after_of_the_last_attempt():
    last = schedule.outcome(answer(503, "60"), schedule.ATTEMPTS, NOW)
    assert last == (schedule.GIVEN_UP, None)
