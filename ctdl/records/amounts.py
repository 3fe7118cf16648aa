"""Credits, time and cost of a credential, read from their profiles."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ctdl.credit_units import unit_code
from ctdl.durations import hours_of, is_duration
from ctdl.records.reading import DESCRIPTIONS, NodeView
from ctdl.records.values import Amount, Cost, Hours, Span


def read_credits(view: NodeView, *names: str) -> Iterator[Amount]:
    """The credits `view` states, in ceterms:creditValue unless other properties are named."""
    for profile in view.views(*(names or ("ceterms:creditValue",))):
        exact = profile.number("schema:value")
        low, high = profile.number("schema:minValue"), profile.number("schema:maxValue")
        unit = next(iter(profile.concepts("ceterms:creditUnitType")), None)
        amount = Amount(
            exact if exact is not None else low,
            exact if exact is not None else high,
            unit_code(unit.iri) if unit else None,
            unit.name if unit else {},
            profile.text("schema:description", *DESCRIPTIONS),
        )
        if amount.minimum is not None or amount.maximum is not None or amount.description:
            yield amount


def read_hours(view: NodeView) -> Hours | None:
    """The hours of work of the first duration that is given in hours."""
    for profile in view.views("ceterms:estimatedDuration"):
        for low, high in _bounds(profile):
            minimum = hours_of(low) if low else None
            maximum = hours_of(high) if high else None
            if minimum is not None or maximum is not None:
                return Hours(minimum, maximum, profile.text(*DESCRIPTIONS))
    return None


def read_spans(view: NodeView) -> Iterator[Span]:
    """The durations in calendar time, or in words only."""
    for profile in view.views("ceterms:estimatedDuration"):
        stated = list(_bounds(profile))
        calendar = [
            ends for ends in stated if not any(end and hours_of(end) is not None for end in ends)
        ]
        text = profile.text(*DESCRIPTIONS)
        if calendar:
            yield Span(*calendar[0], text)
        elif text and not stated:
            yield Span(None, None, text)


def read_cost(profile: NodeView) -> Cost:
    """The price a cost profile states."""
    return Cost(
        _price(profile.string("ceterms:price")),
        profile.string("ceterms:currency"),
        profile.text(*DESCRIPTIONS, "ceterms:name"),
    )


def _bounds(profile: NodeView) -> Iterator[tuple[str | None, str | None]]:
    """The lengths a profile states: how long it lasts, and apart from it the work it takes."""
    for name in ("ceterms:exactDuration", "ceterms:timeRequired"):
        exact = read_duration(profile, name)
        if exact:
            yield exact, exact
    low = read_duration(profile, "ceterms:minimumDuration")
    high = read_duration(profile, "ceterms:maximumDuration")
    if low or high:
        yield low, high


def read_duration(view: NodeView, name: str) -> str | None:
    """The ISO 8601 duration that the property `name` states."""
    text = view.string(name)
    return text if text is not None and is_duration(text) else None


def _price(text: str | None) -> Decimal | None:
    try:
        price = Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
    return price if price is not None and price.is_finite() else None
