"""The chain of trust: who vouches for the one who vouches, link by link up to a root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ctdl.assurance.judging import OPEN, Judged, judged
from ctdl.assurance.statements import AssuranceStatement, Party, Telling

LinkState = Literal[
    "holds",
    "holds with conditions",
    "ended",
    "revoked",
    "suspended",
    "refused",
    "not begun",
    "no dates",
    "renewal unknown",
    "stated",
    "loop",
    "own",
]
End = Literal["root", "loop", "own", "too long", "not stated"]
UNBROKEN: Final[frozenset[LinkState]] = frozenset({"holds", "holds with conditions", "stated"})
NOT_KNOWN: Final[frozenset[LinkState]] = frozenset({"no dates", "renewal unknown"})
MOST_LINKS: Final = 8
About = Callable[[Party], Sequence[AssuranceStatement]]


@dataclass(frozen=True)
class ChainLink:
    """One step: `to` provides, or vouches for, `of`; `judged` is the statement that says so.

    Where no statement of quality assurance makes the step, `stated` is who states it.
    """

    of: Party
    to: Party
    kind: str
    state: LinkState
    judged: Judged | None = None
    stated: Telling | None = None

    @property
    def told(self) -> Telling | None:
        """Who says it, where, and when that was seen."""
        return self.judged.statement.told if self.judged else self.stated

    @property
    def unbroken(self) -> bool | None:
        """Whether the step holds on the day; None where what is stated does not tell."""
        return None if self.state in NOT_KNOWN else self.state in UNBROKEN


@dataclass(frozen=True)
class Chain:
    """The steps from the thing asked about to the last body that anybody vouches for.

    A root is a body about which no record says who recognises it; one that vouches for itself, or
    for one who vouches for it, is none.
    """

    links: tuple[ChainLink, ...]
    end: End

    @property
    def root(self) -> Party | None:
        """The body the chain ends with, where it ends with one."""
        return self.links[-1].to if self.links and self.end == "root" else None

    @property
    def broken(self) -> tuple[ChainLink, ...]:
        """The steps that do not hold on the day."""
        return tuple(each for each in self.links if each.unbroken is False)


_STATES: Final[dict[str, LinkState]] = {
    "covers": "holds",
    "covers with conditions": "holds with conditions",
    "ended": "ended",
    "revoked": "revoked",
    "suspended": "suspended",
    "refused": "refused",
    "not begun": "not begun",
}


def link_of(found: Judged, of: Party) -> ChainLink:
    """The step that a statement makes from `of` to the one who vouches."""
    claim = found.statement.claim
    state: LinkState = "no dates"
    if found.reason == "renewal unknown":
        state = "renewal unknown"
    elif found.reason is None or found.outcome != "undecided":
        state = _STATES.get(found.outcome, "no dates")
    return ChainLink(of, claim.by, claim.kind or "recognition", state, found)


def climb(start: Sequence[ChainLink], about: About, day: date) -> Chain:
    """The chain that begins with these steps, continued through what `about` tells of each body.

    What it tells of a former name of the body counts where it may cover the day: an end under
    another name ends nothing.
    """
    links = list(start)
    if not links or links[-1].judged is None:
        return Chain(tuple(links), "not stated")
    seen = {each.of.key for each in links} | {each.to.key for each in links}
    while len(links) < MOST_LINKS:
        here = links[-1].to
        found, has_own = _best(about(here), day, seen)
        if found is None:
            if has_own:
                links.append(ChainLink(here, here, "recognition", "own"))
            return Chain(tuple(links), "own" if has_own else "root")
        subject = found.statement.claim.subject
        if subject.key != here.key:
            links.append(ChainLink(here, subject, "before", "stated"))
            seen.add(subject.key)
        link = link_of(found, subject)
        if link.to.key in seen:
            links.append(ChainLink(subject, link.to, link.kind, "loop", found))
            return Chain(tuple(links), "loop")
        seen.add(link.to.key)
        links.append(link)
    return Chain(tuple(links), "too long")


def _best(
    statements: Sequence[AssuranceStatement], day: date, seen: set[str]
) -> tuple[Judged | None, bool]:
    """What says most about a body on the day, and whether it vouches for itself."""
    found = judged(statements, day)
    usable = [
        each
        for each in found
        if each.reason in OPEN
        or each.covers
        or (each.reason is None and each.statement.role != "former name")
    ]
    has_own = any(each.reason == "own" for each in found)
    ranked = sorted(usable, key=lambda each: (each.statement.claim.by.key in seen, *_rank(each)))
    return (ranked[0] if ranked else None), has_own


def _rank(one: Judged) -> tuple[object, ...]:
    order = ["covers", "covers with conditions", "undecided", "suspended", "revoked", "ended"]
    place = order.index(one.outcome) if one.outcome in order else len(order)
    last = one.since.last.toordinal() if one.since else 0
    is_former = one.statement.role == "former name"
    return (place, is_former, -one.statement.told.rank, -last, repr(one.statement))
