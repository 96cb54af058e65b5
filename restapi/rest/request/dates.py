"""Dates and times as clients send them: in Odoo's format or in ISO 8601.

``fromisoformat`` of Python 3.7, the oldest that this addon supports, accepts neither ``Z`` nor all fractions.
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


def parse_date(text: str) -> str:
    """``2024-05-01`` from a date or a datetime. As in Odoo, a datetime's own day counts, whatever its offset.

    :raises ValueError: it is neither
    """
    text = text.strip()
    try:
        if _DATE.fullmatch(text):
            datetime.strptime(text, "%Y-%m-%d")
        else:
            parse_datetime(text)
    except ValueError:
        raise ValueError("'%s' is not a date such as 2024-05-01" % text[:40]) from None
    return text[:10]


def parse_datetime(text: str) -> str:
    """A datetime as Odoo stores it: ``2024-05-01 10:00:00``, in UTC and whole seconds.

    Text without an offset is in UTC; a date alone means its midnight. A leap second, 23:59:60 UTC
    (RFC 3339 §5.7), becomes the following second, since Odoo has no leap seconds.

    :raises ValueError: it is neither a date nor a datetime
    """
    text = text.strip()
    if _DATE.fullmatch(text):
        return parse_date(text) + " 00:00:00"
    invalid = ValueError("'%s' is not a date and time such as 2024-05-01T10:00:00Z" % text[:40])
    match = _DATETIME.fullmatch(text)
    if not match:
        raise invalid
    seconds = int(match.group("seconds") or 0)
    minute = "%s %s" % (match.group("date"), match.group("time"))
    try:
        moment = datetime.strptime(minute, "%Y-%m-%d %H:%M")
    except ValueError:
        raise invalid from None
    try:
        moment -= _offset(match.group("offset") or "Z")
        if seconds > 59 and (seconds, moment.hour, moment.minute) != (60, 23, 59):
            raise ValueError("'%s' has an invalid second" % text)
        moment += timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError("'%s' is out of range" % text) from None
    # not strftime, which writes years before 1000 with fewer than four digits
    return moment.isoformat(" ")


def _offset(text: str) -> timedelta:
    if text in "Zz":
        return timedelta()
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError("'%s' is not an offset from UTC" % text)
    delta = timedelta(hours=hours, minutes=minutes)
    return -delta if text[0] == "-" else delta
