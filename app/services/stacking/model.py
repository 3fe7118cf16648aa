"""What a credential stacks with: what records state, and what is only suggested; never mixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.services.alternatives import Alternatives
from app.services.confirming import Confirmed, Told
from app.services.stacking.kinds import KINDS as KINDS
from app.services.stacking.kinds import Ground as Ground
from app.services.stacking.kinds import Kind as Kind
from app.services.stacking.kinds import Sorted as Sorted
from app.services.stacking.reasons import Reason
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.records import Amount

MOST_POINTS: Final = 10
"""So many points a suggestion has at most; what they are for is in its reasons."""


@dataclass(frozen=True)
class Asserted:
    """A stack that records state, of this credential towards `ctid`.

    `ctid` is None for a transfer value that names no record it counts for. `relations` are read
    from this credential outwards; `parts` are parts of it that are stated parts of the other one.
    `receiver` is who recognises it. Days are as stated; `in_force` is about the day asked for,
    None where that is not known.
    """

    ctid: CTID | None
    name: LangText
    type: str
    provider: Named | None
    sorted: Sorted
    relations: tuple[str, ...]
    told: tuple[Told, ...]
    confirmed: Confirmed
    parts: tuple[Named, ...] = ()
    of_parts: int = 0
    credits: tuple[Amount, ...] = ()
    receiver: Named | None = None
    since: str | None = None
    until: str | None = None
    in_force: bool | None = True
    transfer: CTID | None = None


@dataclass(frozen=True)
class Suggested:
    """A stack that nobody states: an estimate with its reasons, and how much each of them says."""

    summary: Summary
    kind: Kind
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum of what the reasons say, of MOST_POINTS; no probability."""
        return sum(each.points for each in self.reasons)


Lacking = Literal["level", "next level", "field", "skills"]
"""What is not stated, or not known, so that nothing can be suggested of a kind."""


@dataclass(frozen=True)
class Stacks:
    """The stacks of a credential by kind: stated ones, then suggested ones by their points.

    `unsorted` are stated ones of which no stated fact tells the kind. `lacking` says, for kinds
    without a suggestion, which facts it would need; without an entry something was looked for and
    not found. `left_out` counts statements beyond the most that are shown.
    """

    asserted: Mapping[Kind, tuple[Asserted, ...]]
    suggested: Mapping[Kind, tuple[Suggested, ...]]
    unsorted: tuple[Asserted, ...]
    alternatives: Alternatives
    lacking: Mapping[Kind, tuple[Lacking, ...]]
    left_out: int = 0

    @property
    def vertical(self) -> tuple[Asserted | Suggested, ...]:
        """One credential on another, towards a higher or larger one."""
        return self.of("vertical")

    @property
    def horizontal(self) -> tuple[Asserted | Suggested, ...]:
        """Related ones at one level that together open an occupation."""
        return self.of("horizontal")

    @property
    def complementary(self) -> tuple[Asserted | Suggested, ...]:
        """Expertise of another area beside this one."""
        return self.of("complementary")

    @property
    def transfers(self) -> tuple[Asserted, ...]:
        """Those that transfer values state, of whichever kind."""
        stated = (*(each for some in self.asserted.values() for each in some), *self.unsorted)
        return tuple(each for each in stated if each.transfer is not None)

    def of(self, kind: Kind) -> tuple[Asserted | Suggested, ...]:
        """All of a kind, what is stated first."""
        return (*self.asserted.get(kind, ()), *self.suggested.get(kind, ()))
