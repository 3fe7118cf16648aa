"""Durations as CTDL writes them (ISO 8601): telling hours of work from calendar time."""

import re
from typing import Final

_DURATION: Final = re.compile(
    r"P(?=\d|T\d)(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)

# Years, months, weeks, days, hours, minutes and seconds in days.
_DAYS: Final = (365.25, 30.44, 7, 1, 1 / 24, 1 / 1440, 1 / 86400)


def is_duration(text: str) -> bool:
    """Whether `text` is an ISO 8601 duration such as P6W or PT40H."""
    return _DURATION.fullmatch(text) is not None


def hours_of(text: str) -> float | None:
    """The hours in a duration of hours, minutes and seconds; None for calendar time."""
    found = _DURATION.fullmatch(text)
    if found is None or not text.startswith("PT"):
        return None
    hours, minutes, seconds = (float(part) if part else 0.0 for part in found.groups()[4:])
    return hours + minutes / 60 + seconds / 3600


def approximate_days(text: str) -> float | None:
    """About how many days a duration takes (a year 365.25, a month 30.44); None when it is none."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    parts = (float(part) if part else 0.0 for part in found.groups())
    return sum(part * days for part, days in zip(parts, _DAYS, strict=True))
