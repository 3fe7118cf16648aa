"""What the planner looks at of a record: its summary in the catalogue as a thing."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from app.services.alternatives import ENDED
from app.services.summaries import CostSummary, HoursSummary, Summary
from ctdl.pathways.reading import LocalThing
from ctdl.pathways.things import Thing
from ctdl.records.values import Amount, Mode
from ctdl.sizes import Size, exact_number
from ctdl.vocabulary import vocabulary

_WORK: Final = ("ceterms:Occupation", "ceterms:Job", "ceterms:WorkRole", "ceterms:Task")
_NO_PARTS: Final[frozenset[str]] = frozenset()


def thing_of(
    summary: Summary,
    parts: frozenset[str] = _NO_PARTS,
    *,
    withdrawn: bool = False,
) -> Thing:
    """The record as a thing that can be held and, while it is awarded, added; work is only held."""
    price = _price(summary.costs)
    return Thing(
        id=summary.ctid,
        credits=tuple(
            Amount(each.minimum, each.maximum, each.unit, each.unit_label)
            for each in summary.credits
        ),
        levels=frozenset(level.id for level in summary.levels if level.id),
        fields=frozenset(field.code for field in summary.fields if field.code),
        providers=frozenset(each.ctid for each in summary.providers if each.ctid),
        cost=price[0] if price else None,
        currency=price[1] if price else None,
        hours=_hours(summary.hours),
        modes=cast(frozenset[Mode], frozenset(summary.modes)),
        languages=frozenset(summary.languages),
        parts=parts,
        can_be_added=not withdrawn and summary.status not in ENDED and not _is_work(summary.type),
    )


def local_thing(described: LocalThing) -> Thing:
    """Something that only another record describes, such as a course in a transfer value."""
    providers = frozenset(each.ctid for each in described.providers if each.ctid)
    return Thing(
        described.id,
        credits=described.credits,
        providers=providers,
        can_be_added=not _is_work(described.type),
    )


def known_things(things: Mapping[str, LocalThing]) -> dict[str, Thing]:
    """All of these described things."""
    return {id_: local_thing(each) for id_, each in things.items()}


def _is_work(type_: str) -> bool:
    return vocabulary().is_any(type_, _WORK)


def _price(costs: tuple[CostSummary, ...]) -> tuple[Decimal, str | None] | None:
    """The price where one is stated: several may be parts of a whole or a choice."""
    found = [(price, each.currency) for each in costs if (price := _number(each.price)) is not None]
    return found[0] if len(found) == 1 else None


def _number(text: str | None) -> Decimal | None:
    try:
        return exact_number(Decimal(text)) if text else None
    except InvalidOperation:
        return None


def _hours(hours: HoursSummary | None) -> Size | None:
    if hours is None:
        return None
    low, high = exact_number(hours.minimum), exact_number(hours.maximum)
    return Size(low, high) if low is not None or high is not None else None
