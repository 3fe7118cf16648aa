"""Statements as they lie in time: row by row, from when until when, and what cuts them short.

Nothing here depends on the day that is asked about. What has no dates does not lie anywhere and is
told apart, never drawn out over all time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from ctdl.assurance.dates import Days
from ctdl.assurance.judging import takes_back
from ctdl.assurance.statements import ROLES, AssuranceStatement, Party, Role, Standing
from ctdl.records.values import QAKind

Mark = Literal[
    "in force",
    "with conditions",
    "suspended",
    "refused",
    "revocation",
    "planned",
    "outweighed",
    "entry",
    "own word",
]
"""What lies there: somebody's vouching, its refusal, or a word that does not count."""

WhyNot = Literal["undated", "reversed"]
"""Why a statement lies nowhere: it has no dates, or it ends before it begins."""

_MARKS: Final[dict[Standing, Mark]] = {
    "in force": "in force",
    "with conditions": "with conditions",
    "suspended": "suspended",
    "refused": "refused",
    "planned": "planned",
}
_VOUCHING: Final = frozenset({"in force", "with conditions"})


@dataclass(frozen=True)
class TakenBack:
    """The days on which a body takes back what it said; without an end, for good."""

    first: date
    last: date | None
    is_suspension: bool


@dataclass(frozen=True)
class Span:
    """One statement in time; a day that is None is not stated.

    `known_until` is the last day it is known to hold although no end is stated, `superseded` when
    a later one took over.
    """

    statement: AssuranceStatement
    mark: Mark
    begins: date | None
    ends: date | None
    known_until: date | None = None
    taken_back: TakenBack | None = None
    superseded: date | None = None

    @property
    def first(self) -> date:
        """The first day that is stated of it."""
        days = [day for day in (self.begins, self.ends) if day is not None]
        return min(days)


@dataclass(frozen=True)
class SpanRow:
    """All that one body says of one kind about one thing."""

    by: Party
    kind: QAKind | None
    subject: Party
    role: Role
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Spans:
    """The rows, the nearest first, and the statements that lie nowhere."""

    rows: tuple[SpanRow, ...]
    not_drawn: tuple[tuple[AssuranceStatement, WhyNot], ...]
    every: tuple[Span, ...] = ()
    """Also those that report what another one reports."""

    def of(self, statement: AssuranceStatement) -> Span | None:
        """Where this statement lies."""
        return next((span for span in self.every if span.statement is statement), None)


def spans_of(statements: Sequence[AssuranceStatement], today: date) -> Spans:
    """Where each of these statements lies in time, reports of the same only once."""
    rows: dict[tuple[str, str, str | None], list[Span]] = {}
    not_drawn: list[tuple[AssuranceStatement, WhyNot]] = []
    every: list[Span] = []
    drawn_already: set[tuple[object, ...]] = set()
    for each in statements:
        why = _why_not(each)
        if why is not None:
            not_drawn.append((each, why))
            continue
        if takes_back(each) and _is_told_by_others(each, statements):
            continue
        key = _row_of(each, statements)
        span = _span(each, statements, today)
        every.append(span)
        # Where two records report the same, one of them is enough to draw.
        looks = (key, span.mark, span.begins, span.ends, span.taken_back, span.superseded)
        if looks not in drawn_already:
            drawn_already.add(looks)
            rows.setdefault(key, []).append(span)
    drawn = (_row(kind, spans) for (_, _, kind), spans in rows.items())
    return Spans(tuple(sorted(drawn, key=_row_order)), tuple(not_drawn), tuple(every))


def _why_not(statement: AssuranceStatement) -> WhyNot | None:
    begins, ends = statement.begins, statement.ends
    if begins is None and ends is None:
        return "undated"
    is_reversed = begins is not None and ends is not None and ends.last < begins.first
    return "reversed" if is_reversed else None


def _row_of(
    one: AssuranceStatement, statements: Iterable[AssuranceStatement]
) -> tuple[str, str, str | None]:
    """A renewal or a revocation stands with what it renews or takes back."""
    if one.claim.act == "grant":
        return one.decision
    kinds = [
        each.claim.kind
        for each in sorted(statements, key=lambda each: each.claim.start or "")
        if each.claim.act == "grant"
        and each.claim.kind != "registration"
        and each.decision[:2] == one.decision[:2]
    ]
    return (*one.decision[:2], kinds[-1] if kinds else one.claim.kind)


def _is_told_by_others(
    revocation: AssuranceStatement, statements: Sequence[AssuranceStatement]
) -> bool:
    """Whether it shows as the end of what it takes back, and needs no stretch of its own."""
    return any(
        _why_not(each) is None
        and _takes(revocation, each) is not None
        and _mark(each, statements) in _VOUCHING
        for each in statements
    )


def _span(one: AssuranceStatement, statements: Sequence[AssuranceStatement], today: date) -> Span:
    begins, ends = one.begins, one.ends
    first = begins.first if begins else None
    last = ends.last if ends else None
    mark = _mark(one, statements)
    span = Span(one, mark, first, last, _known_until(one, today))
    if mark not in _VOUCHING:
        return span
    taken = [days for each in statements if (days := _takes(each, one)) is not None]
    return replace(
        span,
        taken_back=min(taken, key=lambda days: days.first) if taken else None,
        superseded=_superseded(one, statements),
    )


def _mark(one: AssuranceStatement, statements: Iterable[AssuranceStatement]) -> Mark:
    if one.claim.act == "revocation":
        return "revocation"
    if one.claim.kind == "registration":
        return "entry"
    if one.is_own or not one.claim.by.key:
        return "own word"
    if _is_outweighed(one, statements):
        return "outweighed"
    return _MARKS[one.claim.standing]


def _is_outweighed(one: AssuranceStatement, statements: Iterable[AssuranceStatement]) -> bool:
    """Whether somebody whose word goes first tells of the same decision with another end."""
    return any(
        other.decision == one.decision
        and other.told.rank > one.told.rank
        and other.begins is not None
        and other.begins == one.begins
        and other.ends != one.ends
        for other in statements
    )


def _takes(other: AssuranceStatement, one: AssuranceStatement) -> TakenBack | None:
    """From when until when the other takes this one back; None if it does not."""
    if other is one or not takes_back(other) or other.decision[:2] != one.decision[:2]:
        return None
    is_suspension = other.claim.act == "grant"
    if is_suspension and other.claim.kind != one.claim.kind:
        return None
    since = other.begins or other.seen
    if since is None or other.told.rank < one.told.rank:
        return None
    if one.begins is not None and one.begins.first > since.first:
        return None
    if one.ends is not None and one.ends.last < since.first:
        return None
    return TakenBack(since.first, other.ends.last if other.ends else None, is_suspension)


def _superseded(one: AssuranceStatement, statements: Iterable[AssuranceStatement]) -> date | None:
    """When the same body's next word on the same began, while this one still ran."""
    begins = one.begins
    if begins is None:
        return None
    later = [
        other.begins.first
        for other in statements
        if other.decision == one.decision
        and other.claim.standing in _VOUCHING
        and not other.is_own
        and other.begins is not None
        and other.begins.first > begins.first
        and (one.ends is None or other.begins.first <= one.ends.last)
    ]
    return min(later, default=None)


def _known_until(one: AssuranceStatement, today: date) -> date | None:
    """The last day of which something is known where no end is stated."""
    begins = one.begins
    if one.ends is not None or begins is None:
        return None
    seen: Days | None = one.seen
    last = today if one.told.stands else seen.last if seen else begins.first
    return max(begins.first, min(last, today))


def _row(kind: str | None, spans: Iterable[Span]) -> SpanRow:
    ordered = tuple(sorted(spans, key=lambda span: (span.first, repr(span.ends))))
    first = ordered[0].statement
    known = next((each.statement for each in ordered if each.statement.claim.kind == kind), first)
    return SpanRow(known.claim.by, known.claim.kind, known.claim.subject, known.role, ordered)


def _row_order(row: SpanRow) -> tuple[object, ...]:
    return (
        ROLES.index(row.role),
        row.kind == "registration",
        -row.spans[-1].first.toordinal(),
        row.by.key,
        row.kind or "",
        row.subject.key,
    )
