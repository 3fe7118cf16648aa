"""Memento (RFC 7089): instants as HTTP writes them, and links with a `datetime`."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from flask_babel import gettext
from werkzeug.exceptions import BadRequest

LINK_FORMAT: Final = "application/link-format"

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_ASKED: Final = re.compile(
    rf"(?:{'|'.join(_DAYS)}), (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT",
    re.ASCII,
)


@dataclass(frozen=True)
class MementoLink:
    """One link to a neighbour in time (section 2.2); parts with no value are left out."""

    target: str
    rel: str
    parts: tuple[tuple[str, str | None], ...] = field(default=())

    def __str__(self) -> str:
        told = "".join(f'; {name}="{value}"' for name, value in self.parts if value)
        return f'<{self.target}>; rel="{self.rel}"{told}'


def http_date(at: str) -> str:
    """An instant of the log as HTTP writes it, in English whatever the page's language."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment:%Y} {moment:%H:%M:%S} GMT"


def asked_instant(accept_datetime: str | None) -> datetime | None:
    """The instant in Accept-Datetime; None where none is asked for, which means the newest.

    Raises BadRequest for what is no date of RFC 1123 in GMT (RFC 7089, section 2.1.1.1).
    """
    if accept_datetime is None:
        return None
    found = _ASKED.fullmatch(accept_datetime.strip())
    if found is None:
        raise BadRequest(_remedy(accept_datetime))
    day, month, year, hour, minute, second = found.groups()
    try:
        # A leap second is the last second of its minute here: Python knows no sixty-first.
        return datetime(
            int(year),
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59) if second == "60" else int(second),
            tzinfo=UTC,
        )
    except ValueError as error:
        raise BadRequest(_remedy(accept_datetime)) from error


def _remedy(text: str) -> str:
    return gettext(
        "Accept-Datetime is “%(value)s”, which is no date as HTTP writes it. Write it like"
        " “Thu, 31 May 2026 20:35:00 GMT”.",
        value=text if len(text) <= 60 else f"{text[:60]}…",
    )
