"""What one statement says of a day: it covers it, covers it with conditions, or why it does not.

The first and the last day count. A date that names a month or a year counts from its first day or
to its last. Nothing is read into a statement: one without dates says something of the days on
which it was seen to be said, and of those since, where its publisher keeps saying it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from ctdl.assurance.dates import Days
from ctdl.assurance.statements import HIGHEST_RANK, AssuranceStatement, Standing

Outcome = Literal[
    "covers",
    "covers with conditions",
    "ended",
    "revoked",
    "suspended",
    "refused",
    "not begun",
    "undecided",
]
Reason = Literal[
    "undated",
    "renewal unknown",
    "planned",
    "listing",
    "own",
    "nobody",
    "reversed",
    "renews nothing",
    "revokes",
    "refused later",
    "contradicted",
    "dated elsewhere",
    "superseded",
]
"""Why a statement that was read does not decide."""

COVERING: Final[frozenset[Outcome]] = frozenset({"covers", "covers with conditions"})
OPEN: Final[frozenset[Reason]] = frozenset({"undated", "renewal unknown"})
"""Why it may be in force on a day although nothing that is known says so."""
_DAY: Final = timedelta(days=1)
AGAINST: Final[frozenset[Outcome]] = frozenset({"ended", "revoked", "suspended", "refused"})


@dataclass(frozen=True)
class Judged:
    """A statement, what it says of the day, and why it does not decide where it does not."""

    statement: AssuranceStatement
    outcome: Outcome
    reason: Reason | None = None
    since: Days | None = None
    """From when what is said against it holds: its end, its revocation, its refusal."""
    is_rough: bool = False
    """Whether the day lies within a date that is stated as a month or a year only."""

    @property
    def covers(self) -> bool:
        """Whether it says that quality was assured on the day."""
        return self.outcome in COVERING and self.reason is None

    @property
    def is_against(self) -> bool:
        """Whether it says that quality was not assured on the day, in its own right."""
        return self.outcome in AGAINST and self.reason is None


def judged(statements: Sequence[AssuranceStatement], day: date) -> list[Judged]:
    """Each statement, in this order, with what it says of `day` in the light of the others."""
    read = as_grants(statements)
    takers = _Takers(read, day)
    ends = KnownEnds(read)
    known = {each.decision[:2] for each in read if each.claim.act == "grant"}
    found = []
    for each in read:
        if each.claim.act == "grant":
            found.append(_of_grant(each, takers, ends, day))
        elif each.claim.act == "renewal":
            found.append(Judged(each, "undecided", "renews nothing"))
        else:
            found.append(_of_revocation(each, day, is_known=each.decision[:2] in known))
    return _without_superseded(_side_by_side(found))


def as_grants(statements: Sequence[AssuranceStatement]) -> list[AssuranceStatement]:
    """The same in the same order; a renewal is the same body's vouching again, of the same kind.

    A renewal of nothing known stays what it is.
    """
    newest: dict[tuple[str, str], AssuranceStatement] = {}
    for each in statements:
        if each.claim.act == "grant" and each.claim.kind != "registration":
            other = newest.setdefault(each.decision[:2], each)
            if (each.claim.start or "") > (other.claim.start or ""):
                newest[each.decision[:2]] = each
    read = []
    for each in statements:
        renewed = newest.get(each.decision[:2]) if each.claim.act == "renewal" else None
        if renewed is not None:
            each = replace(each, claim=replace(each.claim, act="grant", kind=renewed.claim.kind))
        read.append(each)
    return read


def _of_grant(
    statement: AssuranceStatement, takers: "_Takers", ends: "KnownEnds", day: date
) -> Judged:
    why = _does_not_count(statement)
    if why is not None:
        return Judged(statement, "undecided", why)
    dated = _by_dates(statement, day)
    if dated.outcome == "ended" and ends.of(statement) is None:
        dated = replace(dated, outcome="undecided", reason="renewal unknown")
    is_open = dated.outcome in COVERING or dated.reason == "renewal unknown"
    taken = takers.taking(statement) if is_open else None
    if taken is None:
        return dated
    return Judged(statement, "suspended" if taken.is_suspension else "revoked", since=taken.since)


def counts(statement: AssuranceStatement) -> bool:
    """Whether somebody else is said to vouch, or to refuse to, in an order of days that can be."""
    return statement.claim.act == "grant" and _does_not_count(statement) is None


def _does_not_count(statement: AssuranceStatement) -> Reason | None:
    claim = statement.claim
    if claim.kind == "registration":
        return "listing"
    if not claim.by.key:
        return "nobody"
    if statement.is_own:
        return "own"
    if claim.standing == "planned":
        return "planned"
    begins, ends = statement.begins, statement.ends
    return "reversed" if begins and ends and ends.last < begins.first else None


def _by_dates(statement: AssuranceStatement, day: date) -> Judged:
    begins, ends, seen = statement.begins, statement.ends, statement.seen
    is_rough = any(each and not each.is_exact and each.holds(day) for each in (begins, ends))
    if ends and day > ends.last:
        if statement.claim.standing in ("refused", "suspended"):
            return Judged(statement, "undecided", "undated")
        return Judged(statement, "ended", since=ends)
    if begins is None:
        return _without_start(statement, seen, day, is_rough)
    if day < begins.first:
        if statement.claim.standing in ("refused", "suspended"):
            return Judged(statement, "undecided", "refused later")
        return Judged(statement, "not begun", since=begins)
    return _in_force(statement, begins, is_rough)


def _without_start(
    statement: AssuranceStatement, seen: Days | None, day: date, is_rough: bool
) -> Judged:
    ends = statement.ends
    # What runs until a day was in force on that day, and from when it was seen until then.
    known = seen
    if ends and (known is None or ends.last < known.first):
        known = Days(ends.last, ends.last)
    if known is None or day < known.first:
        return Judged(statement, "undecided", "undated")
    if ends is None and not statement.told.stands and day > known.last:
        return Judged(statement, "undecided", "undated")
    return _in_force(statement, known, is_rough)


def _in_force(statement: AssuranceStatement, since: Days, is_rough: bool) -> Judged:
    outcomes: dict[Standing, Outcome] = {
        "in force": "covers",
        "with conditions": "covers with conditions",
        "suspended": "suspended",
        "refused": "refused",
    }
    return Judged(statement, outcomes[statement.claim.standing], since=since, is_rough=is_rough)


def takes_back(statement: AssuranceStatement) -> bool:
    """Whether it takes back, for good or for a time, what its body said before."""
    claim = statement.claim
    if claim.act == "revocation":
        return claim.standing not in ("refused", "planned")
    return claim.act == "grant" and claim.standing == "suspended"


@dataclass(frozen=True)
class Taking:
    """A body takes back what it said before, from `since` on: until a day, or for good."""

    since: Days
    last: date | None
    is_suspension: bool

    @property
    def first(self) -> date:
        """The first day on which it is taken back."""
        return self.since.first

    def holds(self, day: date) -> bool:
        """Whether it is taken back on that day."""
        return self.first <= day and (self.last is None or day <= self.last)


def taking_by(taker: AssuranceStatement) -> Taking | None:
    """From when until when this statement takes back what its body said before; None for most."""
    since = taker.begins or taker.seen
    if since is None or not takes_back(taker):
        return None
    return Taking(since, taker.ends.last if taker.ends else None, taker.claim.act == "grant")


def reaches(taker: AssuranceStatement, one: AssuranceStatement) -> bool:
    """Whether what a statement takes back is this one: of the same body, about the same thing.

    A suspension reaches its own kind only. The agency's own word is not undone by what somebody
    else says it did.
    """
    is_same = (
        taker.decision == one.decision
        if taker.claim.act == "grant"
        else taker.decision[:2] == one.decision[:2]
    )
    return is_same and taker is not one and taker.told.rank >= one.told.rank


def supersedes(other: AssuranceStatement, one: AssuranceStatement) -> bool:
    """Whether the other, on the days it covers, is the newer word of the same body on the same.

    Only statements of one body, about one thing and of one kind compare, and a word that goes
    before another is not superseded by it.
    """
    return (
        other.decision == one.decision
        and other.told.rank >= one.told.rank
        and other.begins is not None
        and one.begins is not None
        and other.begins.first > one.begins.first
    )


class _Takers:
    """What is taken back on a day, found without looking at every revocation for every grant."""

    def __init__(self, statements: Iterable[AssuranceStatement], day: date) -> None:
        held: defaultdict[tuple[object, ...], list[tuple[date, int, AssuranceStatement]]]
        held = defaultdict(list)
        for place, each in enumerate(statements):
            taking = taking_by(each)
            if taking is not None and taking.holds(day):
                # Of the same body, thing, kind and rank only the next one after a grant matters.
                of = each.decision if taking.is_suspension else each.decision[:2]
                held[(*of, each.told.rank)].append((taking.first, place, each))
        self._held = {key: sorted(found, key=lambda one: one[:2]) for key, found in held.items()}

    def taking(self, one: AssuranceStatement) -> Taking | None:
        """The first that takes this statement back after it began, if any does."""
        begun = one.begins.first if one.begins else date.min
        found = []
        for of in (one.decision[:2], one.decision):
            for rank in range(one.told.rank, HIGHEST_RANK + 1):
                held = self._held.get((*of, rank), ())
                place = bisect_left(held, begun, key=lambda each: each[0])
                found += [each for _, _, each in held[place : place + 1] if reaches(each, one)]
        takings = [taking for each in found if (taking := taking_by(each)) is not None]
        return min(takings, key=lambda each: (each.first, each.is_suspension), default=None)


class KnownEnds:
    """Which of the stated ends are known to have come: a source read before one only foresaw it.

    A later reading that tells of that end, or of what came after it, makes it known.
    """

    def __init__(self, statements: Iterable[AssuranceStatement]) -> None:
        self._known: dict[tuple[str, str, str | None], date] = {}
        for each in statements:
            read = date.max if each.told.stands else each.seen.first if each.seen else None
            stated = [each.begins.first] if each.begins else []
            if each.ends:
                stated.append(each.ends.last + _DAY if each.ends.last < date.max else date.max)
            if read is not None and stated and counts(each):
                known = min(read, max(stated))
                self._known[each.decision] = max(known, self._known.get(each.decision, known))

    def of(self, one: AssuranceStatement) -> Days | None:
        """Its end; None where it states none, or one that nobody is known to have seen come."""
        if one.ends is None or not one.is_end_foreseen:
            return one.ends
        return one.ends if self._known.get(one.decision, date.min) > one.ends.last else None


def _of_revocation(statement: AssuranceStatement, day: date, *, is_known: bool) -> Judged:
    """A revocation decides through what it takes back; alone it still says so for the day."""
    taking = taking_by(statement)
    does_count = not statement.is_own and bool(statement.claim.by.key)
    if taking is None or not does_count or not taking.holds(day):
        return Judged(statement, "undecided", "revokes")
    return Judged(statement, "revoked", "revokes" if is_known else None, since=taking.since)


def _side_by_side(found: Sequence[Judged]) -> list[Judged]:
    """The same, with those marked that a better placed report of the same decision outweighs."""
    dated: dict[tuple[str, str, str | None], int] = {}
    begun: defaultdict[tuple[object, ...], dict[Outcome, int]] = defaultdict(dict)
    for each in found:
        statement, rank = each.statement, each.statement.told.rank
        if not (each.covers or each.is_against):
            continue
        if not _is_undated(statement):
            dated[statement.decision] = max(rank, dated.get(statement.decision, 0))
        if statement.begins is not None:
            ranks = begun[(*statement.decision, statement.begins)]
            ranks[each.outcome] = max(rank, ranks.get(each.outcome, 0))
    return [_outweighed(each, dated, begun) for each in found]


def _outweighed(
    one: Judged,
    dated: Mapping[tuple[str, str, str | None], int],
    begun: Mapping[tuple[object, ...], Mapping[Outcome, int]],
) -> Judged:
    if one.reason is not None or one.outcome == "not begun":
        return one
    statement, rank = one.statement, one.statement.told.rank
    if _is_undated(statement) and dated.get(statement.decision, 0) >= rank:
        return replace(one, reason="dated elsewhere")
    others = begun.get((*statement.decision, statement.begins), {})
    if any(theirs > rank for outcome, theirs in others.items() if outcome != one.outcome):
        return replace(one, reason="contradicted")
    return one


def _is_undated(statement: AssuranceStatement) -> bool:
    return statement.begins is None and statement.ends is None


def _without_superseded(found: Sequence[Judged]) -> list[Judged]:
    """The same, with those marked that a newer word of the same body covers the day as well."""
    newest: defaultdict[tuple[str, str, str | None], dict[int, AssuranceStatement]]
    newest = defaultdict(dict)
    for each in found:
        statement = each.statement
        if each.covers and statement.begins is not None:
            ranks = newest[statement.decision]
            other = ranks.setdefault(statement.told.rank, statement).begins
            if other is not None and statement.begins.first > other.first:
                ranks[statement.told.rank] = statement
    return [
        replace(each, reason="superseded")
        if each.covers
        and any(
            supersedes(other, each.statement)
            for other in newest.get(each.statement.decision, {}).values()
        )
        else each
        for each in found
    ]
