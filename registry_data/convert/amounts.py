"""Numbers as the facts write them: credits, hours and prices, single, in spans or as words."""

import re
from dataclasses import dataclass

from registry_data.convert.json_ld import Node, node, text
from registry_data.convert.vocabularies import unit_alignment, unit_code

_NUMBER = r"\d+(?:\.\d+)?"
_SINGLE = re.compile(rf"({_NUMBER})")
_SPAN = re.compile(rf"({_NUMBER})\s*-\s*({_NUMBER})")
_EITHER = re.compile(rf"({_NUMBER}) or ({_NUMBER})")
_AT_MOST = re.compile(rf"up to ({_NUMBER})")
_AT_LEAST = re.compile(rf"({_NUMBER}) or more")


@dataclass(frozen=True)
class Amount:
    """A quantity with what is known of its bounds; `stated` is the cell itself."""

    stated: str
    minimum: float | None = None
    maximum: float | None = None
    exact: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the cell could be read as a number or a span of numbers."""
        return self.minimum is not None or self.maximum is not None


def parse_amount(stated: str) -> Amount | None:
    """The quantity in a cell: `12`, `12-16`, `6 or 9`, `up to 12`, `37 or more`, or only words.

    `6 or 9` is kept as words beside the span from 6 to 9: the span alone would allow 7.
    """
    if not stated:
        return None
    if found := _SINGLE.fullmatch(stated):
        number = float(found.group(1))
        return Amount(stated, number, number, exact=True)
    if found := _SPAN.fullmatch(stated) or _EITHER.fullmatch(stated):
        return Amount(stated, float(found.group(1)), float(found.group(2)))
    if found := _AT_MOST.fullmatch(stated):
        return Amount(stated, maximum=float(found.group(1)))
    if found := _AT_LEAST.fullmatch(stated):
        return Amount(stated, minimum=float(found.group(1)))
    return Amount(stated)


@dataclass(frozen=True)
class Credits:
    """A number of credits in the unit the source names."""

    amount: Amount
    written_unit: str

    @property
    def phrase(self) -> str:
        """The credits inside a sentence: `20 ECTS credits`, `up to 12 US semester credits`."""
        number = plain(self.amount.minimum) if self.amount.exact else self.amount.stated
        unit = "ECTS credits" if self.written_unit.startswith("ECTS") else self.written_unit
        return f"{number} {'CEUs' if unit == 'CEU' else unit}".strip()


def parse_credits(stated: str, unit: str) -> Credits | None:
    """The credits in two cells, or nothing when no number is given."""
    amount = parse_amount(stated)
    return Credits(amount, unit) if amount else None


def value_profile(credits: Credits) -> Node:
    """Credits as CTDL says them; a unit we have no concept for stays in the description."""
    amount, code = credits.amount, unit_code(credits.written_unit)
    unclear = not amount.is_number or not code or " or " in amount.stated
    return node(
        "ceterms:ValueProfile",
        schema__value=amount.minimum if amount.exact else None,
        schema__minValue=None if amount.exact else amount.minimum,
        schema__maxValue=None if amount.exact else amount.maximum,
        ceterms__creditUnitType=[unit_alignment(code)] if code else None,
        schema__description=text(credits.phrase) if unclear else None,
    )


def plain(number: float | None) -> str:
    """A number without a tail of zeros: 20, 7.5."""
    return "" if number is None else f"{number:g}"
