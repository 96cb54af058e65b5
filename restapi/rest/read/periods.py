"""Periods of time: hours, days, weeks, months, quarters and years."""

from datetime import date, datetime, timedelta
from typing import Optional, Union

HOUR = "hour"
GRANULARITIES = (HOUR, "day", "week", "month", "quarter", "year")
DEFAULT = "month"

_LENGTHS = {HOUR: timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def end(start: Union[date, datetime], granularity: str) -> Optional[datetime]:
    """Where the period ends that begins there; None if that is after the year 9999."""
    moment = datetime(*start.timetuple()[:6])
    try:
        if granularity in _LENGTHS:
            return moment + _LENGTHS[granularity]
        months = moment.month - 1 + _MONTHS[granularity]
        return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)
    except (OverflowError, ValueError):
        return None


def label(start: Union[date, datetime], granularity: str) -> str:
    """The first day of a period, or the time at which an hour begins."""
    # not strftime, which writes years before 1000 with fewer than four digits
    text = datetime(*start.timetuple()[:6]).isoformat(" ")
    return text if granularity == HOUR else text[:10]
