"""Dates and times as clients send them: Odoo's own form, and ISO 8601.

Python 3.7, the floor of this addon, reads neither ``Z`` nor all fractions by itself.
"""

import re
from datetime import datetime, timedelta

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[Tt ]"
    r"(?P<time>\d{2}:\d{2})(?::(?P<seconds>\d{2}))?(?:[.,]\d{1,9})?"
    r"\s?(?P<offset>[Zz]|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.ASCII,
)


def read_date(text: str) -> str:
    """``2024-05-01``, or the date in a full time: the day where the client is, as Odoo reads it too.

    :raises ValueError: it is neither
    """
    text = text.strip()
    try:
        if _DATE.fullmatch(text):
            datetime.strptime(text, "%Y-%m-%d")
        else:
            read_datetime(text)
    except ValueError:
        raise ValueError("'%s' is no date such as 2024-05-01" % text[:40]) from None
    return text[:10]


def read_datetime(text: str) -> str:
    """A time as Odoo keeps it: ``2024-05-01 10:00:00``, UTC, whole seconds.

    Without an offset it is UTC already; a date alone is its midnight. A leap second, 23:59:60 UTC
    (RFC 3339 §5.7), becomes the next whole one: Odoo's clock knows none.

    :raises ValueError: it is no date and no time
    """
    text = text.strip()
    if _DATE.fullmatch(text):
        return read_date(text) + " 00:00:00"
    none = ValueError("'%s' is no date and time such as 2024-05-01T10:00:00Z" % text[:40])
    match = _DATETIME.fullmatch(text)
    if not match:
        raise none
    seconds = int(match.group("seconds") or 0)
    minute = "%s %s" % (match.group("date"), match.group("time"))
    try:
        moment = datetime.strptime(minute, "%Y-%m-%d %H:%M")
    except ValueError:
        raise none from None
    try:
        moment -= _offset(match.group("offset") or "Z")
        if seconds > 59 and (seconds, moment.hour, moment.minute) != (60, 23, 59):
            raise ValueError("'%s' has no such second" % text)
        moment += timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError("'%s' is out of range" % text) from None
    # isoformat, since strftime writes years before 1000 with fewer digits
    return moment.isoformat(" ")


def _offset(text: str) -> timedelta:
    if text in "Zz":
        return timedelta()
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError("'%s' is no offset from UTC" % text)
    delta = timedelta(hours=hours, minutes=minutes)
    return -delta if text[0] == "-" else delta
