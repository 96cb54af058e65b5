"""What follows from an answer or its absence: delivered, tried again, given up, or the webhook is disabled."""

import random
import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Optional, Union

from .errors import DeliveryError
from .sending import Answer

DELIVERED, RETRY, GIVEN_UP, DISABLED = "delivered", "retry", "given_up", "disabled"

_MINUTE, _HOUR = 60, 3600
# The pauses after the first attempt, the second, …, as Standard Webhooks recommends: three days in all.
PAUSES = (
    *(5, 5 * _MINUTE, 30 * _MINUTE),
    *(2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR, 24 * _HOUR),
)
ATTEMPTS = len(PAUSES) + 1
# So that deliveries that failed at the same time don't come back at the same time.
MAX_JITTER = 0.1
MAX_RETRY_AFTER = 24 * _HOUR
_SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)
_MAX_DATE = 40
_random = random.SystemRandom()


class Outcome(NamedTuple):
    """:param state: one of the constants above
    :param retry_at: when to try again, in UTC without a time zone, as Odoo stores times
    """

    state: str
    retry_at: Optional[datetime] = None


def outcome(result: Union[Answer, DeliveryError], attempt: int, now: datetime) -> Outcome:
    """Judge an attempt.

    :param attempt: 1 for the first
    :param now: in UTC without a time zone
    """
    status = result.status if isinstance(result, Answer) else 0
    if 200 <= status < 300:
        return Outcome(DELIVERED)
    if status == 410:  # Gone: the receiver wants no more
        return Outcome(DISABLED)
    seconds = pause(attempt)
    if seconds is None:
        return Outcome(GIVEN_UP)
    if isinstance(result, Answer) and status in (429, 503):
        seconds = max(seconds, _jittered(_retry_after(result.headers.get("retry-after", ""), now)))
    return Outcome(RETRY, now + timedelta(seconds=seconds))


def pause(attempt: int) -> Optional[float]:
    """The seconds to wait after an attempt, 1 for the first; None if it was the last."""
    return _jittered(PAUSES[attempt - 1]) if attempt < ATTEMPTS else None


def _jittered(seconds: float) -> float:
    return seconds * (1 + _random.uniform(0, MAX_JITTER))


def _retry_after(value: str, now: datetime) -> float:
    """The seconds of ``Retry-After``, a number or an HTTP date (RFC 9110 §10.2.3); 0 if it is neither."""
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return min(int(text), MAX_RETRY_AFTER)
    moment = _date(text)
    return min((moment - now).total_seconds(), MAX_RETRY_AFTER) if moment else 0


def _date(text: str) -> Optional[datetime]:
    if not text or len(text) > _MAX_DATE:
        return None
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return moment.replace(tzinfo=None)
