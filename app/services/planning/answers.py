"""What the planner answers: plans, or the rules that cannot hold together; facts, never sentences.

Presenters put reasons and remarks into words. Rules are named by their ids; where a rule belongs to
what a thing requires, `thing` says whose, and None is the target's own tree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Measure = Literal["credits", "cost", "hours", "things"]
"""What is to be little in a plan. Of each, what does not state it counts before what it sums to."""

Limit = Literal["cost", "hours", "mode", "language", "finish"]

Reason = Literal[
    "not enough",
    "too much",
    "not held",
    "contradiction",
    "unknown",
    "cannot be added",
    "not on offer",
    "cycle",
    "self",
    "empty",
    "unit",
    "size",
    "not in force",
    "too deep",
    "limit",
    "not stated",
    "no currency",
    "out of time",
]
"""Why a rule or limit is named as broken.

"not enough": a total or a number of rules stays below what is needed. "too much": it cannot stay
below what is allowed. "not held": the thing can be neither held nor added beside the others.
"contradiction": the rules exclude each other, whatever was added. "unknown": the thing is not known
here. "cannot be added": withdrawn, or no longer awarded. "not on offer": not on that day. "cycle":
the things need each other first; "self": the thing needs itself. "empty": it asks for more rules
than it has. "unit": no size can be converted to its unit. "size": no size is stated in usable
numbers. "not in force": the target is not, on that day. "too deep": nested further than anybody
looks into. "limit": a limit of the learner. "no currency": a limit of cost that names none. "out of
time": the box closed before anything was known.
"""

RemarkKind = Literal[
    "in words",
    "not in force",
    "disagreement",
    "refused",
    "not compared",
    "unusable size",
    "unknown held",
    "many candidates",
]
"""What a reader has to know beside an answer.

"in words": people settle that rule. "not in force": the rule is left out on that day.
"disagreement": statements of acceptance differ, the lower value was taken. "refused": a stated
refusal of what is held. "not compared": the size of these things cannot be told in the rule's unit.
"unusable size": negative, absurd or crossed numbers. "unknown held": nothing is known of a held id.
"many candidates": only the most promising were looked at, so there may be a better plan.
"""

MOST_NAMED: Final = 50
"""How many things a remark or a broken rule names at most."""


@dataclass(frozen=True)
class Span:
    """A number that may lie between two; `maximum` is None where no upper bound is stated."""

    minimum: Decimal
    maximum: Decimal | None


@dataclass(frozen=True)
class Counted:
    """That a thing counts under a rule, and with how much.

    `unit` is that of the rule; None counts things. `thing` is whose requirement the rule is part
    of, None for the target. `through` are the acceptances without which it would not count there.
    """

    rule: str
    value: Decimal
    unit: str | None
    thing: str | None = None
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    """A thing to add, and what it is good for."""

    thing: str
    counts: tuple[Counted, ...]


@dataclass(frozen=True)
class Totals:
    """What the added things are worth, cost and take, as they state it.

    `credits` by unit, `cost` by currency. The numbers of those that state none are beside them:
    a sum without them would look small.
    """

    credits: Mapping[str, Span]
    credits_unstated: int
    cost: Mapping[str, Decimal]
    cost_unstated: int
    hours: Span | None
    hours_unstated: int


@dataclass(frozen=True)
class Satisfied:
    """A rule of the target that holds, by which things, held ones as well.

    `have` is what they reach together and `need` what is asked for (`bound`: at least or at most
    that); in `unit`, or a number of things or rules.
    """

    rule: str
    by: tuple[str, ...]
    need: Decimal
    have: Decimal
    unit: str | None = None
    bound: Literal["least", "most"] = "least"


@dataclass(frozen=True)
class Plan:
    """Things to add, in an order in which they can be taken, and what follows from them."""

    add: tuple[Added, ...]
    totals: Totals
    satisfies: tuple[Satisfied, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The added things, each after all that it requires."""
        return tuple(each.thing for each in self.add)


@dataclass(frozen=True)
class Broken:
    """One of a set of rules and limits that cannot hold together: without it the others can.

    `need` is what it asks for (`bound`: at least or at most that) and `have` the best that can be
    reached while the others hold. `things` are those the reason is about, MOST_NAMED at most.

    Of a limit, `need` is the least that the others need without it, None where that is not known,
    `have` the limit, and `stating` says how many of how many candidates state what it is about.
    """

    reason: Reason
    rule: str | None = None
    limit: Limit | None = None
    thing: str | None = None
    bound: Literal["least", "most"] = "least"
    need: Decimal | None = None
    have: Decimal | None = None
    unit: str | None = None
    things: tuple[str, ...] = ()
    stating: tuple[int, int] | None = None


@dataclass(frozen=True)
class Remark:
    """Something a reader has to know; `things` are MOST_NAMED at most."""

    kind: RemarkKind
    rule: str | None = None
    thing: str | None = None
    things: tuple[str, ...] = ()
    acceptances: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The best plans first; or, where there is none, the rules that cannot hold together.

    `optimal`: that the first plan is the best, or that there is none, is proven. `complete`: so are
    the other plans (or that the broken rules are the fewest); else the box closed before.
    `currency` and `unit` are those in which plans were compared.
    """

    feasible: bool
    optimal: bool
    complete: bool
    plans: tuple[Plan, ...] = ()
    broken: tuple[Broken, ...] = ()
    remarks: tuple[Remark, ...] = ()
    currency: str | None = None
    unit: str | None = None
