"""What a cell of a comparison says as numbers and codes, for programs beside the words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.presenters import formats
from ctdl.records import CredentialRecord
from ctdl.workload import is_examination


def cell_data(key: str, record: CredentialRecord) -> list[Any] | None:
    """The stated values of a fact as programs use them; None where it is only words, or nothing.

    The shapes are those of search results: ids of levels, credits, hours, prices, codes.
    """
    read = _READERS.get(key)
    return (read(record) or None) if read is not None else None


def _levels(record: CredentialRecord) -> list[Any]:
    return [level.id for level in record.levels if level.id]


def _credits(record: CredentialRecord) -> list[Any]:
    return [
        {
            "value": _plain(each.minimum) if each.minimum == each.maximum else None,
            "min": _plain(each.minimum),
            "max": _plain(each.maximum),
            "unit": each.unit,
        }
        for each in record.credits
        if each.minimum is not None or each.maximum is not None
    ]


def _hours(record: CredentialRecord) -> list[Any]:
    hours = record.hours
    if hours is None or (hours.minimum is None and hours.maximum is None):
        return []
    length = {"min": _plain(hours.minimum), "max": _plain(hours.maximum)}
    return [{**length, "of": "examination" if is_examination(record) else "learning"}]


def _durations(record: CredentialRecord) -> list[Any]:
    return [
        {"min": each.minimum, "max": each.maximum}
        for each in record.durations
        if each.minimum or each.maximum
    ]


def _costs(record: CredentialRecord) -> list[Any]:
    return [
        {"price": _plain(each.price), "currency": each.currency}
        for each in record.costs
        if each.price is not None
    ]


def _plain(value: formats.Number | None) -> float | None:
    """A number that JSON can write; what is none (infinite, not a number) is left out."""
    if value is None or not formats.decimal(value).is_finite():
        return None
    return float(value)


_READERS: Final[Mapping[str, Callable[[CredentialRecord], list[Any]]]] = {
    "type": lambda record: [record.type],
    "level": _levels,
    "credits": _credits,
    "hours": _hours,
    "duration": _durations,
    "cost": _costs,
    "mode": lambda record: list(record.modes),
    "language": lambda record: list(record.languages),
}
