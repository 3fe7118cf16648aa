"""Of which kind a stated stack is, by stated facts alone; where none tells, it is of no kind.

A part of a larger credential, a higher level, a larger size, a degree after what is none: vertical.
At one level in one broad field: horizontal. At one level in different broad fields: complementary
(docs/adr/0083-kinds-of-stacks.md).
"""

from collections.abc import Iterator
from typing import Final

from app.services.families import CREDENTIAL, family_of
from app.services.stacking.heights import Height, height
from app.services.stacking.model import Sorted
from app.services.stacking.own import fields_of
from app.services.summaries import CreditSummary, Summary
from ctdl.crosswalk import Crosswalk
from ctdl.records import Amount
from ctdl.sizes import exact_number, hours_of
from ctdl.vocabulary import vocabulary

PART_OF: Final = "ceterms:isPartOf"
_BROAD: Final = 2
_UNKNOWN: Final = Sorted(None, "not stated")


def sorted_stack(here: Summary, there: Summary, is_part: bool, compared: Crosswalk) -> Sorted:
    """The kind of a stack from one credential to another, and the fact that tells it."""
    if is_part and family_of(there.type) == CREDENTIAL:
        return Sorted("vertical", "part")
    heights = height(_levels(here), _levels(there), compared)
    if heights is not None and heights.is_above:
        return Sorted("vertical", "level", heights.here, heights.there, heights.by)
    is_lower = heights is not None and heights.is_below
    if not is_lower and (larger := _larger(here, there)) is not None:
        return larger
    if not is_lower and _is_degree(there) and not _is_degree(here):
        return Sorted("vertical", "degree", here.type, there.type)
    return _beside(here, there, heights)


def sorted_beside(here: Summary, there: Summary, compared: Crosswalk) -> Sorted:
    """The kind of what is stated to go together: horizontal or complementary, if any."""
    return _beside(here, there, height(_levels(here), _levels(there), compared))


def _beside(here: Summary, there: Summary, heights: Height | None) -> Sorted:
    """Of what is at one level: related by its field, or of another area."""
    own, other = fields_of(here.fields, _BROAD), fields_of(there.fields, _BROAD)
    if heights is None or not heights.is_same or not own or not other:
        return _UNKNOWN
    if common := own & other:
        return Sorted("horizontal", "field", min(common), min(common), heights.by)
    return Sorted("complementary", "other field", min(own), min(other), heights.by)


def _larger(here: Summary, there: Summary) -> Sorted | None:
    """That the least there is more than the most here: in one unit, or in hours of one kind."""
    for own in here.credits:
        for other in there.credits:
            if _is_more(own, other):
                return Sorted("vertical", "size", sizes=(own, other))
    return None


def _is_more(own: CreditSummary, other: CreditSummary) -> bool:
    if own.unit is not None and own.unit == other.unit:
        most, least = exact_number(own.maximum), exact_number(other.minimum)
        return most is not None and least is not None and least > most
    mine, theirs = hours_of(_amount(own)), hours_of(_amount(other))
    if mine is None or theirs is None or mine.kind != theirs.kind:
        return False
    return mine.maximum is not None and theirs.minimum is not None and theirs.minimum > mine.maximum


def _amount(credits: CreditSummary) -> Amount:
    return Amount(credits.minimum, credits.maximum, credits.unit, credits.unit_label)


def _is_degree(summary: Summary) -> bool:
    return vocabulary().is_a(summary.type, "ceterms:Degree")


def _levels(summary: Summary) -> Iterator[str]:
    return (each.id for each in summary.levels if each.id)
