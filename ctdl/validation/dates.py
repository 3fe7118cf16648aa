"""Dates in their order: what begins does so before it ends, and neither in a distant century."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.findings import Finding, finding
from ctdl.messages import say
from ctdl.validation.structure import Described, Entity

_SPANS: Final = (
    ("ceterms:dateEffective", "ceterms:expirationDate"),
    ("ceterms:startDate", "ceterms:endDate"),
    ("ceterms:startTime", "ceterms:endTime"),
    ("ceasn:dateValidFrom", "ceasn:dateValidUntil"),
)
_DATES: Final = frozenset(
    name for name, coercion in COERCIONS.items() if coercion in ("xsd:date", "xsd:dateTime")
)
# The oldest universities are younger; an earlier year is a slip such as 0224.
_EARLIEST: Final = date(1000, 1, 1)
_FAR: Final = timedelta(days=50 * 365.25)


def check_dates(described: Described) -> Iterator[Finding]:
    """Spans of time that end before they begin, and dates that can hardly be meant."""
    latest = date.today() + _FAR
    for entity in described.entities:
        stated = _DATES.intersection(entity.node)
        if not stated:
            continue
        for start, end in _SPANS:
            if start in stated and end in stated:
                yield from _check_span(entity, start, end)
        for name in sorted(stated):
            for day in _days(entity, name):
                if not _EARLIEST <= day <= latest:
                    yield finding(
                        "DATE_IMPLAUSIBLE",
                        say(
                            "%(name)s is %(day)s; correct the year, or leave the date out when it "
                            "only stands for 'for ever'.",
                            name=name,
                            day=day.isoformat(),
                        ),
                        entity=entity.label,
                        property=name,
                    )


def _check_span(entity: Entity, start: str, end: str) -> Iterator[Finding]:
    starts, ends = list(_days(entity, start)), list(_days(entity, end))
    # Of several the earliest start and the latest end bound the span.
    if starts and ends and min(starts) > max(ends):
        yield finding(
            "DATES_REVERSED",
            say(
                "%(start)s (%(first)s) is after %(end)s (%(last)s); exchange the two, or correct "
                "one.",
                start=start,
                first=min(starts).isoformat(),
                end=end,
                last=max(ends).isoformat(),
            ),
            entity=entity.label,
            property=start,
        )


def _days(entity: Entity, name: str) -> Iterator[date]:
    for value in entity.values(name):
        day = _day(value)
        if day is not None:
            yield day


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        # Of the wrong form, which is said elsewhere.
        return None
