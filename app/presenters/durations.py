"""ISO 8601 durations in words: `P6W` is "6 weeks" and "6 semaines"."""

import re
from decimal import Decimal

from babel.lists import format_list
from babel.units import format_unit

_DURATION = re.compile(
    r"P(?:(?P<year>\d+(?:[.,]\d+)?)Y)?(?:(?P<month>\d+(?:[.,]\d+)?)M)?"
    r"(?:(?P<week>\d+(?:[.,]\d+)?)W)?(?:(?P<day>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(?P<hour>\d+(?:[.,]\d+)?)H)?(?:(?P<minute>\d+(?:[.,]\d+)?)M)?"
    r"(?:(?P<second>\d+(?:[.,]\d+)?)S)?)?"
)


def duration_words(duration: str, language: str) -> str:
    """The duration in words, or the text as it stands when it is not an ISO 8601 duration."""
    parts = _parts(duration)
    if not parts:
        return duration
    words = [
        format_unit(_plain(amount), f"duration-{unit}", length="long", locale=language)
        for unit, amount in parts
    ]
    return format_list(words, style="unit", locale=language)


def span_words(minimum: str | None, maximum: str | None, language: str) -> str | None:
    """A span such as "4 to 6 weeks"; one side alone when only that is stated, None when neither."""
    shortest, longest = minimum or maximum, maximum or minimum
    if shortest is None or longest is None:
        return None
    if shortest == longest:
        return duration_words(shortest, language)
    return (
        f"{_without_repeated_unit(shortest, longest, language)}{duration_words(longest, language)}"
    )


def hours_duration(hours: float) -> str:
    """Hours of work as an ISO 8601 duration, to the minute: 2.5 is `PT2H30M`."""
    whole, rest = divmod(round(hours * 60), 60)
    return f"PT{whole}H{rest}M" if rest and whole else f"PT{rest}M" if rest else f"PT{whole}H"


def is_workload(duration: str) -> bool:
    """Whether the duration counts hours of work, not calendar time (`PT12H`, not `P6W`)."""
    return duration.startswith("PT")


def _parts(duration: str) -> list[tuple[str, Decimal]]:
    found = _DURATION.fullmatch(duration)
    if not found:
        return []
    return [
        (unit, Decimal(amount.replace(",", ".")))
        for unit, amount in found.groupdict().items()
        if amount is not None
    ]


def _plain(amount: Decimal) -> Decimal | int:
    return int(amount) if amount == amount.to_integral_value() else amount


def _without_repeated_unit(shortest: str, longest: str, language: str) -> str:
    # "4–6 weeks" reads better than "4 weeks – 6 weeks", but "6 days – 2 weeks" needs both units.
    short, long = _parts(shortest), _parts(longest)
    if len(short) == len(long) == 1 and short[0][0] == long[0][0]:
        return f"{_plain(short[0][1])}–"
    return f"{duration_words(shortest, language)} – "
