"""The answer for a date: was quality assured, of what, by whom, and what is missing to know it.

What is said of the credential itself goes before what is said of its programme, that before what
is said of its provider, and that before what is said of the provider's parent or under its former
name. "Not assured" is said only where a statement says so for the date; silence is "unknown", and
so is what ran out of another organization than the provider: it decides nothing of the thing,
unless a lesser report of the same decision says that it goes on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from ctdl.assurance.chain import Chain, ChainLink
from ctdl.assurance.judging import COVERING, OPEN, Judged, judged
from ctdl.assurance.statements import ROLES, AssuranceStatement, Role

Status = Literal["assured", "assured with conditions", "not assured", "unknown"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
Scope = Literal["credential", "programme", "provider"]
SCOPES: Final[Mapping[Role, Scope]] = {
    "credential": "credential",
    "programme": "programme",
    "provider": "provider",
    "parent": "provider",
    "former name": "provider",
    "successor": "provider",
}
_OTHERS: Final[frozenset[Role]] = frozenset({"parent", "former name", "successor"})


@dataclass(frozen=True)
class Gap:
    """Something an assessor should know is missing: a code, and what it is about."""

    code: str
    about: Judged | None = None
    link: ChainLink | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the known statements say of a day."""

    day: date
    status: Status
    role: Role | None
    relied_on: tuple[Judged, ...]
    considered: tuple[Judged, ...]
    gaps: tuple[Gap, ...]
    is_inherited: bool = False
    """Whether it rests on what is said of something else than was asked about."""

    @property
    def scope(self) -> Scope | None:
        """Whether it is the credential, the programme or the provider that is assured."""
        return SCOPES[self.role] if self.role else None

    @property
    def no_longer(self) -> tuple[Judged, ...]:
        """What was said of the credential or programme itself, where what is inherited covers.

        It does not hold, or is not known to hold any more.
        """
        if self.role is None:
            return ()
        nearness = ROLES.index(self.role)
        return tuple(
            gap.about
            for gap in self.gaps
            if gap.about is not None
            and gap.code in ("against", "renewal-unknown")
            and ROLES.index(gap.about.statement.role) < nearness
            and SCOPES[gap.about.statement.role] != self.scope
        )

    @property
    def is_confirmed(self) -> bool:
        """Whether an agency itself says one of the things relied on."""
        return any(each.statement.confirmed for each in self.relied_on)


def answer(
    statements: Sequence[AssuranceStatement], day: date, today: date, asked: str = ""
) -> Answer:
    """What these statements say of `day`; the same statements always give the same answer.

    `asked` is the key of what is asked about: what is said of anything else is inherited.
    """
    found = sorted(judged(_distinct(statements), day), key=_order)
    status, role, relied_on = _decision(found)
    is_inherited = any(each.statement.claim.subject.key != asked for each in relied_on)
    gaps = _gaps(found, relied_on, status, is_inherited=is_inherited)
    if status == "unknown":
        lapsed = sorted(filter(_has_lapsed, found), key=_newest_first)
        gaps += [Gap("inherited-ended", each) for each in lapsed]
    if day > today:
        gaps.append(Gap("future"))
    return Answer(day, status, role, tuple(relied_on), tuple(found), tuple(gaps), is_inherited)


def _distinct(statements: Sequence[AssuranceStatement]) -> list[AssuranceStatement]:
    """Each once, in an order that does not depend on the one they were found in."""
    keyed = {repr(each): each for each in statements}
    return [keyed[key] for key in sorted(keyed)]


def _has_lapsed(one: Judged) -> bool:
    """Whether it ran out, and was said of another organization than the provider itself."""
    return one.is_against and one.outcome == "ended" and one.statement.role in _OTHERS


def _order(one: Judged) -> tuple[object, ...]:
    """Nearest first, then the agency's own word, then what began last; else as they came."""
    statement = one.statement
    begins = statement.begins
    return (
        ROLES.index(statement.role),
        not one.covers,
        -statement.told.rank,
        not statement.confirmed,
        -(begins.first.toordinal() if begins else 0),
        statement.told.record,
    )


def _decision(found: Sequence[Judged]) -> tuple[Status, Role | None, list[Judged]]:
    for role in ROLES:
        covering = [each for each in found if each.statement.role == role and each.covers]
        if covering:
            status = _covered(covering)
            wanted = "covers" if status == "assured" else "covers with conditions"
            return status, role, sorted(covering, key=lambda each: each.outcome != wanted)
    outweighed = {
        each.statement.decision for each in found if each.outcome in COVERING and each.reason
    }
    against = [
        each
        for each in found
        if each.is_against and (not _has_lapsed(each) or each.statement.decision in outweighed)
    ]
    if not against or _may_be_in_force(found, against):
        return "unknown", None, []
    newest = sorted(against, key=_newest_first)
    return "not assured", newest[0].statement.role, newest


def _newest_first(one: Judged) -> int:
    """What was in force last goes first: it says since when nothing is."""
    return -(one.since.last.toordinal() if one.since else 0)


def _covered(covering: Sequence[Judged]) -> Status:
    """With conditions only where every body that vouches does so; of each, its newest word."""
    newest: dict[tuple[str, str, str | None], Judged] = {}
    for each in covering:
        other = newest.get(each.statement.decision)
        if other is None or _began(each) >= _began(other):
            newest[each.statement.decision] = each
    if all(each.outcome == "covers with conditions" for each in newest.values()):
        return "assured with conditions"
    return "assured"


def _began(one: Judged) -> tuple[int, int]:
    begins = one.statement.begins
    is_conditional = one.outcome == "covers with conditions"
    return (begins.first.toordinal() if begins else 0, int(is_conditional))


def _may_be_in_force(found: Sequence[Judged], against: Sequence[Judged]) -> bool:
    """Whether what is open may hold where the others have only run out."""
    is_contested = any(each.outcome in COVERING and each.reason for each in found)
    only_ran_out = all(each.outcome in ("ended", "refused") for each in against)
    return only_ran_out and not is_contested and any(each.reason in OPEN for each in found)


_OF_REASONS: Final[Mapping[str, str]] = {
    "undated": "undated",
    "renewal unknown": "renewal-unknown",
    "planned": "planned",
    "own": "own",
    "nobody": "nobody",
    "reversed": "reversed",
    "renews nothing": "renews-nothing",
    "contradicted": "contradicted",
}


def _gaps(
    found: Sequence[Judged],
    relied_on: Sequence[Judged],
    status: Status,
    *,
    is_inherited: bool,
) -> list[Gap]:
    gaps: list[Gap] = []
    judging = [each for each in found if each.statement.claim.kind != "registration"]
    if not judging:
        gaps.append(Gap("listing-only", found[0]) if found else Gap("no-statement"))
    is_assured = status in ("assured", "assured with conditions")
    gaps += [
        Gap(_OF_REASONS[each.reason], each)
        for each in judging
        if each.reason is not None
        and each.reason in _OF_REASONS
        and not (is_assured and each.reason in OPEN)
    ]
    gaps += _around(judging, relied_on if is_assured else ())
    if is_assured:
        gaps += _weaknesses(relied_on)
        gaps += [Gap("inherited", relied_on[0])] if is_inherited else []
        gaps += _doubted(judging, relied_on)
    elif judging and not gaps and not any(each.is_against for each in judging):
        gaps.append(Gap("no-statement"))
    return [*gaps, *(Gap("rough-date", each) for each in relied_on if each.is_rough)]


def _doubted(judging: Sequence[Judged], relied_on: Sequence[Judged]) -> list[Gap]:
    """What says that something relied on was taken back, with less weight than that has."""
    begun: dict[tuple[str, str], date] = {}
    for each in relied_on:
        begins = each.statement.begins
        first, of = begins.first if begins else date.min, each.statement.decision[:2]
        begun[of] = min(first, begun.get(of, first))
    return [
        Gap("revocation-doubted", each)
        for each in judging
        if each.reason == "revokes"
        and each.outcome == "revoked"
        and each.since is not None
        and begun.get(each.statement.decision[:2], date.max) <= each.since.first
    ]


def _around(judging: Sequence[Judged], covering: Sequence[Judged]) -> list[Gap]:
    """What did not begin yet or is over, apart from other reports of what covers the day.

    Where a body's word ends and begins again later, the day lies between the two. Who tells of the
    very decision that covers the day, but ends it before, disagrees.
    """
    decisions = {each.statement.decision for each in covering}
    begun = {(each.statement.decision, each.statement.begins) for each in covering}
    ended = _last_ends(judging)
    gaps = []
    for each in judging:
        decision = each.statement.decision
        is_over = each.is_against or each.reason == "renewal unknown"
        if each.reason is not None and not (covering and is_over):
            continue
        if decision in decisions:
            is_same = each.statement.begins is not None and (
                (decision, each.statement.begins) in begun
            )
            gaps += [Gap("disagree", each)] if is_over and is_same else []
        elif each.outcome == "not begun" and decision in ended:
            gaps.append(Gap("between", each, facts={"ended": ended[decision]}))
        elif each.outcome == "not begun":
            gaps.append(Gap("not-begun", each))
        elif covering and is_over:
            gaps.append(Gap("against" if each.is_against else "renewal-unknown", each))
    return gaps


def _last_ends(judging: Iterable[Judged]) -> dict[tuple[str, str, str | None], str]:
    """When the last of what a body said ended, by decision."""
    ended: dict[tuple[str, str, str | None], str] = {}
    for each in judging:
        until = each.statement.claim.until
        if each.outcome == "ended" and until:
            decision = each.statement.decision
            ended[decision] = max(until, ended.get(decision, until))
    return ended


def _weaknesses(relied_on: Sequence[Judged]) -> list[Gap]:
    gaps = []
    main = relied_on[0]
    if not any(each.statement.confirmed for each in relied_on):
        gaps.append(Gap("unconfirmed", main))
    if main.statement.claim.start is None and main.statement.claim.until is None:
        gaps.append(Gap("no-dates", main))
    elif main.statement.claim.start is None:
        gaps.append(Gap("no-start", main))
    elif main.statement.claim.until is None:
        gaps.append(Gap("open-ended", main))
    conditional = [each for each in relied_on if each.outcome == "covers with conditions"]
    gaps += [Gap("place", each) for each in relied_on[:1] if each.statement.claim.jurisdiction]
    if conditional and len(conditional) < len(relied_on):
        gaps.append(Gap("also-conditional", conditional[0]))
    return gaps


def gaps_of_chain(chain: Chain, main: Judged | None) -> list[Gap]:
    """What is missing to trust the one who vouches: broken steps, circles, and where it ends.

    What `main` says, the statement the chain goes through, is told by the answer itself.
    """
    gaps = [
        Gap("own-recogniser" if each.state == "own" else "chain-broken", link=each)
        for each in chain.broken
        if each.state != "loop" and each.judged is not main
    ]
    gaps += [Gap("loop", link=each) for each in chain.links if each.state == "loop"]
    gaps += [
        Gap("chain-undated", link=each)
        for each in chain.links
        if each.unbroken is None and each.judged is not main
    ]
    if chain.root is not None:
        gaps.append(Gap("chain-ends", link=chain.links[-1]))
    elif chain.end == "too long":
        gaps.append(Gap("chain-too-long"))
    return gaps
