"""The question of a date on the page of a record: was its quality assured on that day?"""

from datetime import date
from typing import Final

from flask import request
from flask_babel import gettext

from app.http.current import registry
from app.presenters.assurance import ShownAssurance, shown_assurance
from app.services.assurance import assurance_of
from app.services.reading import StoredRecord
from app.site.reading import today

PARAMETER: Final = "asof"
_MOST_KEPT: Final = 20
_LONGEST_KEPT: Final = 200


def assurance_section(stored: StoredRecord) -> tuple[ShownAssurance, int]:
    """The answer for the day in the address, today's without one, and the status of the page.

    What is no day is said beside its field, on a page of status 400, without an answer: that of
    another day would pass for what was asked.
    """
    typed = request.args.get(PARAMETER, "").strip()
    day, error = asked_day(typed)
    found = assurance_of(registry(), stored, day, today=today())
    shown = shown_assurance(found, today(), _kept(), error, typed[:_LONGEST_KEPT])
    return shown, 400 if error else 200


def asked_day(typed: str) -> tuple[date, str | None]:
    """The day that was typed, today's without one, and what is wrong with what is no day."""
    if not typed:
        return today(), None
    try:
        if len(typed) == len("YYYY-MM-DD"):
            return date.fromisoformat(typed), None
    except ValueError:
        pass
    return today(), gettext("Write the date as year, month and day, such as 2023-05-01.")


def _kept() -> tuple[tuple[str, str], ...]:
    pairs = request.args.items(multi=True)
    kept = [(name, value) for name, value in pairs if name != PARAMETER and value]
    return tuple(
        (name, value)
        for name, value in kept[:_MOST_KEPT]
        if len(name) <= _LONGEST_KEPT and len(value) <= _LONGEST_KEPT
    )
