"""Stated dates as exact as they are stated: a year, a month or a day, and the days they name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

_STATED: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?", re.ASCII | re.DOTALL)
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b", re.ASCII)


@dataclass(frozen=True)
class Days:
    """The days a stated date names: one day, a month or a year; both ends count."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        """Whether a single day is named."""
        return self.first == self.last

    def holds(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day <= self.last


def days_of(stated: str | None) -> Days | None:
    """The days that a stated date names; None for no date or one that cannot be read."""
    found = _STATED.fullmatch((stated or "").strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None or month is None:
            return Days(date(year or 0, 1, 1), date(year or 0, 12, 31))
        if day is None:
            return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def is_foreseen(until: str | None, seen: str | None) -> bool:
    """Whether an end was, or may have been, still to come when it was read.

    What is not dated itself tells no such thing.
    """
    ends, read = days_of(until), days_seen(seen)
    return ends is not None and read is not None and read.first <= ends.last


def days_seen(stated: str | None) -> Days | None:
    """The days on which something was seen; of a longer text, its latest year.

    Sources are dated by people: "2020-2022" and "about 2018" say no more than a year.
    """
    exact = days_of(stated)
    if exact is not None or not stated:
        return exact
    years = [int(year) for year in _YEAR.findall(stated[:200])]
    return Days(date(max(years), 1, 1), date(max(years), 12, 31)) if years else None
