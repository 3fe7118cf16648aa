"""What makes one record an alternative to another: cheaper, shorter, higher, assured, language.

Every reason gives the values of both sides. Where either side does not state what is compared there
is no reason: nothing is said of prices in two currencies, or of hours of two kinds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final, Literal, Protocol

from app.services.summaries import Named, QASummary, Summary
from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.frameworks import FRAMEWORKS
from ctdl.records import CredentialRecord
from ctdl.workload import only_price, work_hours

Kind = Literal["cheaper", "shorter", "higher", "assured", "language"]
KINDS: Final[tuple[Kind, ...]] = ("cheaper", "shorter", "higher", "assured", "language")

_JUDGEMENTS: Final = frozenset({"accreditation", "approval", "recognition", "regulation"})


class Side(Protocol):
    """A record with what only the catalogue knows of it."""

    @property
    def record(self) -> CredentialRecord:
        """What the record states."""

    @property
    def summary(self) -> Summary:
        """The same with the statements of others."""


@dataclass(frozen=True)
class Reason:
    """What makes it an alternative: the value here and there, as stated or worked out.

    For "cheaper" prices, for "shorter" hours, for "higher" level ids, for "assured" the statement
    there, for "language" the languages. `by` is the comparison behind a level of another framework.
    """

    kind: Kind
    here: str | None
    there: str
    unit: str | None = None
    by: Comparison | None = None
    statement: QASummary | None = None


def reasons_for(
    here: Side, there: Side, compared: Crosswalk, today: date, *, is_sure: bool
) -> Iterator[Reason]:
    """Every reason for `there`. `is_sure` says that it is the same sort of thing at the same tier.

    What is at another level, or at one that cannot be compared, can only be higher: less is no
    alternative to more, and nothing is known of what cannot be compared.
    """
    yield from _higher(here.record, there.record, compared)
    if is_sure and _is_level(here.record, there.record, compared):
        yield from _cheaper(here.record, there.record)
        yield from _shorter(here.record, there.record)
        yield from _assured(here.summary, there.summary, today)
        yield from _other_language(here.record, there.record)


def _cheaper(here: CredentialRecord, there: CredentialRecord) -> Iterator[Reason]:
    own, other = only_price(here.costs), only_price(there.costs)
    if own is None or other is None or own.price is None or other.price is None:
        return
    if own.currency and own.currency == other.currency and other.price < own.price:
        yield Reason("cheaper", str(own.price), str(other.price), own.currency)


def _shorter(here: CredentialRecord, there: CredentialRecord) -> Iterator[Reason]:
    """Fewer hours of the same kind, whatever the true number within each range.

    What takes less than half the hours is not the same thing done faster.
    """
    own, other = work_hours(here), work_hours(there)
    if own is None or other is None or own.size.kind != other.size.kind:
        return
    least, most = own.size.minimum, other.size.maximum
    if least is not None and most is not None and least <= most * 2 and most < least:
        yield Reason(
            "shorter",
            _span(own.size.minimum, own.size.maximum),
            _span(other.size.minimum, other.size.maximum) or "",
            own.size.kind,
        )


def _span(low: Decimal | None, high: Decimal | None) -> str | None:
    ends = [f"{each.normalize():f}" for each in dict.fromkeys((low, high)) if each is not None]
    return "–".join(ends) or None


def _higher(
    here: CredentialRecord, there: CredentialRecord, compared: Crosswalk
) -> Iterator[Reason]:
    """A level there that is above every level stated here."""
    for other in there.levels:
        found = [(own, _compare(own.id, other.id, compared)) for own in here.levels]
        above = [(own, each) for own, each in found if each is not None and each.is_higher]
        if above and len(above) == len(found):
            own, heights = above[-1]
            yield Reason("higher", own.id, other.id or "", None, heights.by)
            return


def _is_level(here: CredentialRecord, there: CredentialRecord, compared: Crosswalk) -> bool:
    """Whether neither states a level, or the levels that can be compared are as high."""
    if not here.levels and not there.levels:
        return True
    found = [
        each
        for own, other in product(here.levels, there.levels)
        if (each := _compare(own.id, other.id, compared)) is not None
    ]
    return bool(found) and not any(each.is_lower or each.is_higher for each in found)


@dataclass(frozen=True)
class _Heights:
    """How the level there stands to the one here, in the framework of the latter."""

    is_higher: bool
    is_lower: bool
    by: Comparison | None = None


def _compare(own: str | None, other: str | None, compared: Crosswalk) -> _Heights | None:
    """In one framework by the order there; else by what a document compares the other level with.

    A range is higher only if all of it is. None where nothing compares them.
    """
    mine = FRAMEWORKS.level(own) if own else None
    theirs = FRAMEWORKS.level(other) if other else None
    if mine is None or theirs is None:
        return None
    if mine.framework == theirs.framework:
        return _Heights(theirs.order > mine.order, theirs.order < mine.order)
    known = compared.elsewhere(theirs.id, mine.framework)
    orders = [level.order for level in known.levels] if known.direct else []
    if not orders:
        return None
    return _Heights(min(orders) > mine.order, max(orders) < mine.order, known.direct[0])


def _assured(here: Summary, there: Summary, today: date) -> Iterator[Reason]:
    """A judgement of a body that says nothing here, about what another provider offers."""
    if next(_standing(here, today), None) is not None or _providers(here) & _providers(there):
        return
    bodies = {_name(each.by) for each in here.qa}
    found = next((each for each in _standing(there, today) if _name(each.by) not in bodies), None)
    if found is not None:
        yield Reason("assured", None, found.kind, statement=found)


def _providers(summary: Summary) -> set[str]:
    return {_name(each) for each in summary.providers}


def _name(named: Named) -> str:
    return str(named.ctid or named.iri or sorted(named.name.items()))


def _standing(summary: Summary, today: date) -> Iterator[QASummary]:
    """The judgements, not mere listings, whose dates do not say that they have ended."""
    now = today.isoformat()
    for each in summary.qa:
        is_over = each.end is not None and now[: len(each.end)] > each.end
        is_to_come = each.start is not None and now[: len(each.start)] < each.start
        if each.kind in _JUDGEMENTS and not is_over and not is_to_come:
            yield each


def _other_language(here: CredentialRecord, there: CredentialRecord) -> Iterator[Reason]:
    own = {code.partition("-")[0].lower() for code in here.languages}
    other = {code.partition("-")[0].lower() for code in there.languages}
    if own and other - own:
        yield Reason("language", " ".join(sorted(own)), " ".join(sorted(other - own)))
