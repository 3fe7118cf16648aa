"""What a record says of the work it takes, in hours; and what an hour or a credit of it costs.

Calendar time alone is never turned into hours. Where a record states both a number of weeks and the
hours a week, in words, the two are multiplied and shown as what they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final, Literal

from ctdl.records import Amount, Cost, CredentialRecord, Span
from ctdl.sizes import LARGEST, Converted, Size, exact_number, hours_of

Basis = Literal["stated", "credits", "effort"]

_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,2})?"
_EFFORT: Final = re.compile(
    rf"(?<![\d.,])(?P<low>{_NUMBER})(?:\s*(?:-|–|to|à)\s*(?P<high>{_NUMBER}))?\s*"
    r"(?:h|hrs?|hours?|heures?)\s*(?:/|per|a|an|each|par)\s*"
    r"(?:weeks?|wks?|semaines?)\b",
    re.IGNORECASE,
)
# In prose only a number that is said to be the effort is the effort; the rest may be anything.
_INTRODUCED: Final = re.compile(
    r"(?:effort|workload|time commitment|study time|charge de travail)\W*\Z", re.IGNORECASE
)
_BOUNDED: Final = re.compile(
    r"(?:at least|at most|up to|minimum|maximum|no more than|au moins|jusqu.à|plus de)\W*\Z",
    re.IGNORECASE,
)
_INSTRUCTION: Final = re.compile(
    r"contact|instruction|class|lecture|tutorial|seminar|guided|taught|face.to.face|"
    r"en classe|présentiel|cours magistr",
    re.IGNORECASE,
)
# A text made of nothing but hours a week would take seconds to read; two numbers make it unclear.
_MOST_MENTIONS: Final = 200
_MOST_READ: Final = 100_000
"""Characters; the longest honest texts have a few thousand."""
_WEEKS: Final = re.compile(r"P(\d{1,4})W", re.ASCII)
_HOURS_OF_A_WEEK: Final = 168
_EXAMINATION: Final = "ceterms:AssessmentProfile"


@dataclass(frozen=True)
class Effort:
    """Hours a week, as a record says in words."""

    minimum: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Working:
    """How hours came out of effort: so many weeks, times the hours in each."""

    shortest: int
    longest: int
    effort: Effort

    @property
    def size(self) -> Size:
        """The hours in all."""
        return Size(self.shortest * self.effort.minimum, self.longest * self.effort.maximum)


@dataclass(frozen=True)
class WorkHours:
    """The hours of a record, and what they rest on: stated, its credits, or its weekly effort."""

    size: Size
    basis: Basis
    converted: Converted | None = None
    working: Working | None = None


@dataclass(frozen=True)
class PricePer:
    """What one hour or one credit costs in the stated currency; one side alone where open.

    `price` and `size` are the numbers that were divided. `unit` is "hours" or a code of a unit.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    unit: str
    price: Decimal
    size: Size


def work_hours(record: CredentialRecord) -> WorkHours | None:
    """The hours a learner works for this: stated, else by its credits, else by weekly effort.

    Units of contact hours come last: they tell of instruction, and leave out the other work. The
    length of an examination is not work, nor do recommended credits say how much led up to it.
    """
    if is_examination(record):
        return None
    stated = stated_hours(record)
    if stated is not None:
        return WorkHours(stated, "stated")
    by_credits, by_effort = _by_credits(record), _by_effort(record)
    if by_credits is not None and by_credits.size.kind == "notional":
        return by_credits
    return by_effort or by_credits


def is_examination(record: CredentialRecord) -> bool:
    """Whether its hours are the length of an examination, and its credits a recommendation."""
    return record.type == _EXAMINATION


def stated_hours(record: CredentialRecord) -> Size | None:
    """The hours that the record itself states as the time it takes."""
    hours = record.hours
    if hours is None or is_examination(record):
        return None
    low, high = exact_number(hours.minimum), exact_number(hours.maximum)
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        return None
    is_instruction = any(_INSTRUCTION.search(text) for text in hours.description.values())
    return Size(low, high, "contact" if is_instruction else "notional")


def effort_working(record: CredentialRecord) -> Working | None:
    """The weeks of the record times its hours a week, where it states one of each."""
    if is_examination(record):
        return None
    found = set(_efforts(record))
    if len(found) != 1:
        return None
    lengths = {weeks for span in record.durations for weeks in _weeks(span)}
    if len(lengths) != 1:
        return None
    shortest, longest = lengths.pop()
    return Working(shortest, longest, found.pop())


def only_amount(amounts: Iterable[Amount]) -> Amount | None:
    """The credits, where one number of them is stated; of several, none is the size."""
    found = [each for each in amounts if each.minimum is not None or each.maximum is not None]
    return found[0] if len(found) == 1 else None


def only_price(costs: Iterable[Cost]) -> Cost | None:
    """The price, where one is stated: several may be parts of a whole or a choice."""
    priced = [each for each in costs if each.price is not None]
    return priced[0] if len(priced) == 1 else None


def price_per(cost: Cost, size: Size, unit: str) -> PricePer | None:
    """What one of `size` costs; None when it is free, in no stated currency, or of no size.

    Nor where next to nothing is stated as the size: a price beyond any number is no price.
    """
    price = cost.price
    if price is None or not cost.currency or not 0 < price <= LARGEST * LARGEST:
        return None
    low, high = _share(price, size.maximum), _share(price, size.minimum)
    if (low is None and high is None) or max(low or 0, high or 0) > LARGEST * LARGEST:
        return None
    return PricePer(low, high, cost.currency, unit, price, size)


def _by_credits(record: CredentialRecord) -> WorkHours | None:
    amount = only_amount(record.credits)
    converted = hours_of(amount) if amount else None
    if converted is None or converted.size is None:
        return None
    return WorkHours(converted.size, "credits", converted=converted)


def _by_effort(record: CredentialRecord) -> WorkHours | None:
    working = effort_working(record)
    return WorkHours(working.size, "effort", working=working) if working else None


def _share(price: Decimal, size: Decimal | None) -> Decimal | None:
    return price / size if size else None


def _efforts(record: CredentialRecord) -> Iterator[Effort]:
    for found, in_prose in islice(_mentions(record), _MOST_MENTIONS):
        before = found.string[max(0, found.start() - 60) : found.start()]
        sentence = re.split(r"[.;!?]\s", before)[-1]
        if _BOUNDED.search(before) or _INSTRUCTION.search(sentence):
            continue
        if in_prose and not _INTRODUCED.search(before):
            continue
        effort = _effort(found)
        if effort is not None:
            yield effort


def _mentions(record: CredentialRecord) -> Iterator[tuple[re.Match[str], bool]]:
    """Wherever hours a week are written, and whether that is in prose."""
    texts = [(span.text, False) for span in record.durations]
    if record.hours is not None:
        texts.append((record.hours.description, False))
    unread = _MOST_READ
    for text, in_prose in [*texts, (record.description, True)]:
        for words in text.values():
            for found in _EFFORT.finditer(words[:unread]):
                yield found, in_prose
            unread = max(0, unread - len(words))


def _effort(found: re.Match[str]) -> Effort | None:
    low = Decimal(found["low"].replace(",", "."))
    high = Decimal(found["high"].replace(",", ".")) if found["high"] else low
    return Effort(low, high) if 0 < low <= high <= _HOURS_OF_A_WEEK else None


def _weeks(span: Span) -> Iterator[tuple[int, int]]:
    ends = [_WEEKS.fullmatch(end) for end in (span.minimum, span.maximum) if end]
    if len(ends) == 2 and all(ends):
        shortest, longest = (int(end[1]) for end in ends if end)
        if 0 < shortest <= longest:
            yield shortest, longest
