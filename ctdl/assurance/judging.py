"""What one statement says of a day: it covers it, covers it with conditions, or why it does not.

The first and the last day count. A date that names a month or a year counts from its first day or
to its last. Nothing is read into a statement: one without dates says something of the days on
which it was seen to be said, and of those since, where its publisher keeps saying it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from ctdl.assurance.dates import Days
from ctdl.assurance.statements import AssuranceStatement, Standing

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
]
"""Why a statement that was read does not decide."""

COVERING: Final[frozenset[Outcome]] = frozenset({"covers", "covers with conditions"})
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
    """Each statement with what it says of `day`, in the light of the others."""
    revocations = [each for each in statements if takes_back(each)]
    grants = [each for each in statements if each.claim.act == "grant"]
    found = [_of_grant(each, revocations, day) for each in grants]
    for each in statements:
        if each.claim.act == "renewal":
            found.append(_of_renewal(each, grants, revocations, day))
        elif each.claim.act == "revocation":
            found.append(_of_revocation(each, grants, day))
    return _side_by_side(found)


def _of_grant(
    statement: AssuranceStatement, revocations: Iterable[AssuranceStatement], day: date
) -> Judged:
    claim = statement.claim
    if claim.kind == "registration":
        return Judged(statement, "undecided", "listing")
    if not claim.by.key:
        return Judged(statement, "undecided", "nobody")
    if statement.is_own:
        return Judged(statement, "undecided", "own")
    if claim.standing == "planned":
        return Judged(statement, "undecided", "planned")
    begins, ends = statement.begins, statement.ends
    if begins and ends and ends.last < begins.first:
        return Judged(statement, "undecided", "reversed")
    dated = _by_dates(statement, day)
    taken = _taken_back(statement, revocations, day) if dated.outcome in COVERING else None
    return taken or dated


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


def _taken_back(
    statement: AssuranceStatement, revocations: Iterable[AssuranceStatement], day: date
) -> Judged | None:
    """The statement as taken back by the same body, if it is on `day`."""
    for each in revocations:
        is_same = each.decision[:2] == statement.decision[:2]
        is_suspension = each.claim.act == "grant"
        if not is_same or (is_suspension and each.claim.kind != statement.claim.kind):
            continue
        # The agency's own word is not undone by what somebody else says it did.
        if each.told.rank < statement.told.rank:
            continue
        since = each.begins or each.seen
        if since is None or day < since.first or (each.ends and day > each.ends.last):
            continue
        if statement.begins is None or statement.begins.first <= since.first:
            return Judged(statement, "suspended" if is_suspension else "revoked", since=since)
    return None


def _of_renewal(
    statement: AssuranceStatement,
    grants: Iterable[AssuranceStatement],
    revocations: Iterable[AssuranceStatement],
    day: date,
) -> Judged:
    """A renewal is the same body's vouching again, of the kind of what it renews."""
    own = [each for each in grants if each.decision[:2] == statement.decision[:2]]
    own = [each for each in own if each.claim.kind != "registration"]
    if not own:
        return Judged(statement, "undecided", "renews nothing")
    newest = max(own, key=lambda each: each.claim.start or "")
    again = replace(statement, claim=replace(statement.claim, act="grant", kind=newest.claim.kind))
    return _of_grant(again, revocations, day)


def _of_revocation(
    statement: AssuranceStatement, grants: Iterable[AssuranceStatement], day: date
) -> Judged:
    """A revocation decides through what it takes back; alone it still says so for the day."""
    since = statement.begins or statement.seen
    is_known = any(each.decision[:2] == statement.decision[:2] for each in grants)
    if (
        statement.is_own
        or not statement.claim.by.key
        or statement.claim.standing in ("refused", "planned")
        or since is None
        or day < since.first
        or (statement.ends is not None and day > statement.ends.last)
    ):
        return Judged(statement, "undecided", "revokes")
    return Judged(statement, "revoked", "revokes" if is_known else None, since=since)


def _side_by_side(found: list[Judged]) -> list[Judged]:
    """The same, with those marked that a better placed report of the same decision outweighs."""
    return [_outweighed(each, found) for each in found]


def _outweighed(one: Judged, found: Iterable[Judged]) -> Judged:
    if one.reason is not None or one.outcome == "not begun":
        return one
    for other in found:
        if other is one or not _decides(other):
            continue
        if other.statement.decision != one.statement.decision:
            continue
        mine, theirs = one.statement.told.rank, other.statement.told.rank
        is_undated = one.statement.begins is None and one.statement.ends is None
        is_dated = other.statement.begins is not None or other.statement.ends is not None
        if is_undated and is_dated and theirs >= mine:
            return replace(one, reason="dated elsewhere")
        same_start = one.statement.begins is not None and (
            one.statement.begins == other.statement.begins
        )
        if same_start and theirs > mine and other.outcome != one.outcome:
            return replace(one, reason="contradicted")
    return one


def _decides(one: Judged) -> bool:
    return one.reason is None and (one.outcome in COVERING or one.outcome in AGAINST)
