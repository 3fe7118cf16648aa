"""Statements as they lie in time: row by row, from when until when, and what cuts them short.

Nothing here depends on the day that is asked about; what takes back, supersedes or outweighs what
is the same as for the answer of a day. What has no dates does not lie anywhere and is told apart,
never drawn out over all time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Final, Literal

from ctdl.assurance.dates import Days
from ctdl.assurance.judging import (
    KnownEnds,
    Taking,
    as_grants,
    counts,
    reaches,
    supersedes,
    taking_by,
)
from ctdl.assurance.statements import (
    HIGHEST_RANK,
    ROLES,
    AssuranceStatement,
    Party,
    Role,
    Standing,
)
from ctdl.records.values import QAKind

Mark = Literal[
    "in force",
    "with conditions",
    "suspended",
    "refused",
    "revocation",
    "planned",
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


MOST_SPANS: Final = 200
"""How many statements are laid out in time; of more, the number is told."""

MOST_CUTS: Final = 50
"""How many times one of them is shown as taken back, and as superseded."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last; without a last one, all that follow."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Span:
    """One statement in time; a day that is None is not stated.

    `known_until` is the last day it is known to hold although no end is stated, `taken` all that
    takes it back, each from a day of its own. On the days of `superseded` a newer word of the same
    body goes before it, on those of `outweighed` a better placed report of the same decision.
    """

    statement: AssuranceStatement
    mark: Mark
    begins: date | None
    ends: date | None
    known_until: date | None = None
    taken: tuple[Taking, ...] = ()
    superseded: tuple[Period, ...] = ()
    outweighed: tuple[Period, ...] = ()

    @property
    def cuts(self) -> tuple[Taking | Period, ...]:
        """All that keeps it from counting on some of its days."""
        return (*self.taken, *self.superseded, *self.outweighed)

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
    left_out: int = 0
    """How many further statements have dates and were not laid out."""

    def of(self, statement: AssuranceStatement) -> Span | None:
        """Where this statement lies."""
        return self._by_statement.get(id(statement))

    @cached_property
    def _by_statement(self) -> dict[int, Span]:
        return {id(span.statement): span for span in self.every}


_Decision = tuple[str, str, str | None]


def spans_of(statements: Sequence[AssuranceStatement], today: date) -> Spans:
    """Where each of these statements lies in time, reports of the same only once.

    What takes back another one shows as its end, and needs no stretch of its own.
    """
    read = as_grants(statements)
    context = _Context(read)
    not_drawn = [(each, why) for each in statements if (why := _why_not(each)) is not None]
    dated = [place for place, each in enumerate(read) if _why_not(each) is None]
    lasting = [place for place in dated if taking_by(read[place]) is None]
    taking = [place for place in dated if taking_by(read[place]) is not None]
    told: set[int] = set()
    rows: dict[_Decision, list[Span]] = {}
    every: list[Span] = []
    drawn_already: set[tuple[object, ...]] = set()
    # What is told as an end of others comes last: only when they lie there it is known.
    untold = (place for place in (*lasting, *taking) if id(read[place]) not in told)
    for place in islice(untold, MOST_SPANS):
        span = replace(_span(read[place], context, told, today), statement=statements[place])
        every.append(span)
        key = context.row_of(read[place])
        # Where two records report the same, one of them is enough to draw.
        looks = (key, span.mark, span.begins, span.ends, span.cuts)
        if looks not in drawn_already:
            drawn_already.add(looks)
            rows.setdefault(key, []).append(span)
    drawn = (_row(kind, spans) for (_, _, kind), spans in rows.items())
    shown = len(every) + sum(id(read[place]) in told for place in taking)
    return Spans(
        tuple(sorted(drawn, key=_row_order)), tuple(not_drawn), tuple(every), len(dated) - shown
    )


def _why_not(statement: AssuranceStatement) -> WhyNot | None:
    begins, ends = statement.begins, statement.ends
    if begins is None and ends is None:
        return "undated"
    is_reversed = begins is not None and ends is not None and ends.last < begins.first
    return "reversed" if is_reversed else None


class _Context:
    """What cuts others short, by the body, thing and kind it is about."""

    def __init__(self, read: Sequence[AssuranceStatement]) -> None:
        self.takers: defaultdict[tuple[str, str], list[tuple[AssuranceStatement, Taking]]]
        self.takers = defaultdict(list)
        self.reports: defaultdict[
            tuple[_Decision, Days | None, int], set[tuple[Days | None, Standing]]
        ] = defaultdict(set)
        self.vouching: defaultdict[_Decision, list[AssuranceStatement]] = defaultdict(list)
        self._ends = KnownEnds(read)
        self._kinds: dict[tuple[str, str], tuple[str, str | None]] = {}
        for each in read:
            self._add(each)
        for each in read:
            if counts(each) and each.claim.standing in _VOUCHING and not self.better(each):
                self.vouching[each.decision].append(each)

    def _add(self, one: AssuranceStatement) -> None:
        taking = taking_by(one)
        if taking is not None:
            self.takers[one.decision[:2]].append((one, taking))
        if counts(one):
            of = (one.decision, one.begins, one.told.rank)
            self.reports[of].add((self._ends.of(one), one.claim.standing))
        if one.claim.act == "grant" and one.claim.kind != "registration":
            newest = (one.claim.start or "", one.claim.kind)
            known = self._kinds.setdefault(one.decision[:2], newest)
            if newest[0] >= known[0]:
                self._kinds[one.decision[:2]] = newest

    def row_of(self, one: AssuranceStatement) -> _Decision:
        """The row of a statement; a revocation stands with what it takes back."""
        if one.claim.act == "grant" or one.decision[:2] not in self._kinds:
            return one.decision
        return (*one.decision[:2], self._kinds[one.decision[:2]][1])

    def better(self, one: AssuranceStatement) -> set[tuple[Days | None, Standing]]:
        """What better placed reports of the same decision say otherwise: its end and standing."""
        said: set[tuple[Days | None, Standing]] = set()
        if one.begins is not None:
            for rank in range(one.told.rank + 1, HIGHEST_RANK + 1):
                said |= self.reports.get((one.decision, one.begins, rank), set())
        return said - {(one.ends, one.claim.standing)}


def _span(one: AssuranceStatement, context: _Context, told: set[int], today: date) -> Span:
    """Where it lies; what takes it back is added to what is `told`."""
    begins, ends = one.begins, one.ends
    first = begins.first if begins else None
    last = ends.last if ends else None
    mark = _mark(one)
    span = Span(one, mark, first, last, _known_until(one, today))
    if mark not in _VOUCHING:
        return span
    taken: set[Taking] = set()
    for taker, taking in context.takers[one.decision[:2]]:
        begun = first is None or first <= taking.first
        if begun and (last is None or taking.first <= last) and reaches(taker, one):
            if len(taken) == MOST_CUTS and taking not in taken:
                continue
            taken.add(taking)
            told.add(id(taker))
    return replace(
        span,
        taken=tuple(sorted(taken, key=lambda each: (each.first, each.last or date.max))),
        superseded=tuple(islice(_within(span, _superseding(one, context)), MOST_CUTS)),
        outweighed=tuple(_within(span, _outweighing(one, context))),
    )


def _mark(one: AssuranceStatement) -> Mark:
    if one.claim.act == "revocation":
        return "revocation"
    if one.claim.kind == "registration":
        return "entry"
    if one.is_own or not one.claim.by.key:
        return "own word"
    return _MARKS[one.claim.standing]


def _superseding(one: AssuranceStatement, context: _Context) -> Iterator[Period]:
    """The days of what the same body said later."""
    for other in context.vouching[one.decision]:
        if other.begins is not None and supersedes(other, one):
            yield Period(other.begins.first, other.ends.last if other.ends else None)


def _outweighing(one: AssuranceStatement, context: _Context) -> Iterator[Period]:
    """The days of which a better placed report of the same decision says something else."""
    if one.begins is None:
        return
    for ends, standing in context.better(one):
        if standing not in _VOUCHING:
            yield Period(one.begins.first, ends.last if ends else None)
        elif standing != one.claim.standing:
            yield Period(one.begins.first, None)
        elif ends is not None and ends.last < date.max:
            yield Period(ends.last + timedelta(days=1), None)


def _within(span: Span, periods: Iterable[Period]) -> Iterator[Period]:
    """Those days of them that are days of the span, in order and each once."""
    here: Period | None = None
    for each in sorted(periods, key=lambda period: period.first):
        if span.ends is not None and each.first > span.ends:
            break
        ends = min((day for day in (each.last, span.ends) if day), default=None)
        if here is None or (here.last is not None and here.last < each.first):
            if here is not None:
                yield here
            here = Period(each.first, ends)
        elif here.last is not None:
            here = Period(here.first, max(here.last, ends) if ends else None)
    if here is not None:
        yield here


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
