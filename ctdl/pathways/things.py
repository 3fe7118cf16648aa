"""What can be held, added and counted: credentials, courses, assessments, components."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from ctdl.language import LangText
from ctdl.pathways.rules import NOTHING_NAMED, Rule, Said
from ctdl.records.values import Amount, Mode
from ctdl.sizes import Size


@dataclass(frozen=True)
class Thing:
    """Something that can be held, with the facts that rules and limits look at.

    An absent fact is not stated. `id` is its CTID, or its address where it has none. `requires` is
    what has to be had before it can be added; None is nothing. `parts` are things that come with
    it: whoever holds it holds them too. `cost` is in `currency` (ISO 4217).
    """

    id: str
    credits: tuple[Amount, ...] = ()
    levels: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    cost: Decimal | None = None
    currency: str | None = None
    hours: Size | None = None
    modes: frozenset[Mode] = frozenset()
    languages: frozenset[str] = frozenset()
    requires: Rule | None = None
    parts: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    can_be_added: bool = True
    """False for what is withdrawn, no longer awarded, or not in the registry."""


@dataclass(frozen=True)
class Acceptance:
    """A statement that things are accepted elsewhere: all of `things` together count.

    They count as the thing `counts_as`, or, when that is None, as themselves towards what
    `receiver` awards. `credits` is what they are worth there; without it they keep their own size.
    Refused and not assessed are two things: only a stated refusal is "refused". An agreement that
    does not say what it comes to, or says two things at once, is "not stated".
    """

    id: str
    things: frozenset[str]
    said: Said
    counts_as: str | None = None
    receiver: str | None = None
    credits: tuple[Amount, ...] = ()
    state: Literal["accepted", "refused", "not stated"] = "accepted"
    towards: str | None = None
    """The one award they count towards, where one is named; None: all that `receiver` awards."""
    side: Literal["receiving", "sending", "third party"] | None = None
    """Who states it: those who receive, those who send, or somebody else; None is not known."""
    requires: Rule | None = None
    """What the statement asks for besides, such as a grade; None is nothing."""
    name: LangText = field(default_factory=lambda: NOTHING_NAMED)
    profile: str = ""
    """Which statement of the record it stands in: one record may hold several."""
    statuses: frozenset[str] = frozenset()
    """The life cycle statuses of that statement, as terms."""
    conditions: tuple[LangText, ...] = ()
    """What that statement asks for, in its words."""

    def concerns(self, award: str, givers: frozenset[str]) -> bool:
        """Whether it is about what counts towards this award, given by these organisations.

        What counts as another thing may be about any award that asks for that thing. A
        recommendation that names neither an award nor who accepts it is about none.
        """
        if self.counts_as is not None or self.towards is not None:
            return self.towards in (None, award)
        return self.receiver in givers


@dataclass(frozen=True)
class Limits:
    """What a learner can give; None is no limit.

    What does not state its cost or hours is not within a limit, unless `unstated` says that it may
    be. A limit of cost is in one currency; nothing is converted, so a price in another one is
    not within it either.
    """

    max_cost: Decimal | None = None
    currency: str | None = None
    max_hours: Decimal | None = None
    mode: Mode | None = None
    language: str | None = None
    finish: date | None = None
    unstated: bool = False


@dataclass(frozen=True)
class Problem:
    """All that a plan is made from: nothing else is looked at.

    `things` holds every thing that is held, that a rule names, or that may be added; an id that is
    not among them is unknown and cannot be added.
    """

    target: Rule
    held: frozenset[str]
    things: Mapping[str, Thing]
    day: date
    acceptances: tuple[Acceptance, ...] = ()
    limits: Limits = field(default_factory=Limits)
    award: str | None = None
    """The thing that the target's rule is the award of; None when that is not known."""
    awarded_by: frozenset[str] = frozenset()
    """The organisations that award it; without them nothing that a receiver accepts is about it."""
