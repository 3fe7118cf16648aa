"""How long something takes: calendar time and hours of work, as ISO 8601 durations."""

import re

from registry_data.convert.amounts import parse_amount
from registry_data.convert.json_ld import Node, node, text

_CALENDAR = re.compile(
    r"(?P<low>\d+)(?:-(?P<high>\d+))? ?(?P<unit>day|week|month|year|mese)(?:s|\(s\))?"
    r"(?P<rest> per course| as coded in the source| part-time)?",
    re.IGNORECASE,
)
_UNIT = {"day": "D", "week": "W", "month": "M", "mese": "M", "year": "Y"}
_UP_TO = re.compile(r"up to (\d+) (week|month|year)s?")
_AND_UP_TO = re.compile(r"(\d+) (week|month|year)s?, up to (\d+)")


def duration_profile(stated: str) -> Node | None:
    """The calendar time in a cell; what is no plain span of time is kept as its words only.

    Semesters and academic years differ between countries, so they are not turned into months.
    """
    if not stated:
        return None
    return node(
        "ceterms:DurationProfile", **_calendar(stated), ceterms__description=text(stated, "en")
    )


def hours_profile(stated: str) -> Node | None:
    """Hours of work in a cell, exact or from-to; `about 30 contact` stays words."""
    amount = parse_amount(stated)
    if amount is None:
        return None
    described = text(f"{amount.stated} hours")
    if not amount.is_number:
        return node("ceterms:DurationProfile", ceterms__description=described)
    low, high = hours(amount.minimum or 0), hours(amount.maximum or 0)
    return node(
        "ceterms:DurationProfile", **_exact_or_span(low, high), ceterms__description=described
    )


def hours(number: float) -> str:
    """A number of hours as an ISO duration; half hours become minutes."""
    whole, minutes = int(number), round((number - int(number)) * 60)
    return f"PT{whole}H" + (f"{minutes}M" if minutes else "")


def years(stated: str) -> str:
    """`3 years` as an ISO duration, empty when the cell says anything more."""
    found = re.fullmatch(r"(\d+) years?", stated)
    return f"P{found.group(1)}Y" if found else ""


def _calendar(stated: str) -> dict[str, str]:
    if found := _UP_TO.fullmatch(stated):
        return {"ceterms__maximumDuration": f"P{found.group(1)}{_UNIT[found.group(2)]}"}
    if found := _AND_UP_TO.fullmatch(stated):
        unit = _UNIT[found.group(2)]
        return _exact_or_span(f"P{found.group(1)}{unit}", f"P{found.group(3)}{unit}")
    found = _CALENDAR.fullmatch(stated)
    # A length "per course" is not the length of the whole.
    if not found or (found["rest"] or "").strip().casefold() == "per course":
        return {}
    unit = _UNIT[found["unit"].casefold()]
    low = f"P{found['low']}{unit}"
    return _exact_or_span(low, f"P{found['high']}{unit}" if found["high"] else low)


def _exact_or_span(low: str, high: str) -> dict[str, str]:
    if low == high:
        return {"ceterms__exactDuration": low}
    return {"ceterms__minimumDuration": low, "ceterms__maximumDuration": high}
