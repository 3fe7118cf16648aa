"""Statements of quality assurance: what is said, who says it, and what it is said of."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, get_args

from ctdl.assurance.dates import Days, days_of, days_seen, is_foreseen
from ctdl.ctid import CTID
from ctdl.language import LangText, best_text, folded
from ctdl.records.values import QAKind

Act = Literal["grant", "revocation", "renewal"]
"""What is done: quality is vouched for, that is taken back, or it is given again."""

Standing = Literal["in force", "with conditions", "suspended", "refused", "planned"]
"""What a grant says of itself, apart from its dates."""

Side = Literal["agency", "third party", "provider"]
"""Who speaks: the one who vouches, the one vouched for, or somebody else."""

Role = Literal["credential", "programme", "provider", "parent", "former name", "successor"]
"""What the one vouched for is to the thing that is asked about."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the thing itself outwards: what is said of something nearer goes before."""

HIGHEST_RANK: Final = 3
"""The rank of the agency's own word; see `Telling.rank`."""

_NO_TEXT: LangText = {}


@dataclass(frozen=True)
class Party:
    """An organisation, a credential or a programme, known by CTID, address or only by name."""

    ctid: CTID | None
    name: LangText = field(default_factory=lambda: _NO_TEXT, compare=False)
    iri: str | None = None

    @cached_property
    def key(self) -> str:
        """What two mentions of the same party have in common; empty for nobody."""
        return self.ctid or self.iri or folded(best_text(self.name, "en")[0])


@dataclass(frozen=True)
class Claim:
    """What one place of a document says: `by` does `act` to `subject`; dates as stated."""

    act: Act
    kind: QAKind | None
    subject: Party
    by: Party
    property: str
    start: str | None = None
    until: str | None = None
    standing: Standing = "in force"
    name: LangText = field(default_factory=lambda: _NO_TEXT)
    description: LangText = field(default_factory=lambda: _NO_TEXT)
    jurisdiction: LangText = field(default_factory=lambda: _NO_TEXT)
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Telling:
    """Who says it, in which record, and when that was seen.

    `stands` is whether whoever says it keeps saying it (a live record of its publisher), or was
    seen to say it once (a copy of a register).
    """

    side: Side
    asserted_by: Party
    record: CTID
    number: int
    stated_at: str
    seen: str | None = None
    source: str | None = None
    source_url: str | None = None
    stands: bool = True
    is_trusted: bool = True
    """Whether the registry's operators collected it, or one of the two sides says it."""

    @property
    def rank(self) -> int:
        """Whose word goes first: the agency's, then what operators collected, then the rest."""
        if self.side == "agency":
            return HIGHEST_RANK
        return 2 if self.side == "third party" and self.is_trusted else 1


@dataclass(frozen=True)
class AssuranceStatement:
    """A claim, who tells it, and what its subject is to the thing that is asked about."""

    claim: Claim
    told: Telling
    role: Role
    is_own: bool = False
    """Whether the one who vouches and the one vouched for are the same."""
    confirmed: bool = False
    """Whether the agency says so itself, here or in the register that was read."""

    @cached_property
    def decision(self) -> tuple[str, str, str | None]:
        """Whom whose vouching of which kind concerns: reports of one have this in common."""
        return (self.claim.subject.key, self.claim.by.key, self.claim.kind)

    @cached_property
    def begins(self) -> Days | None:
        """The stated first days."""
        return days_of(self.claim.start)

    @cached_property
    def ends(self) -> Days | None:
        """The stated last days."""
        return days_of(self.claim.until)

    @cached_property
    def is_end_foreseen(self) -> bool:
        """Whether it was read before its end, which tells nothing of a renewal since."""
        return not self.told.stands and is_foreseen(self.claim.until, self.told.seen)

    @cached_property
    def seen(self) -> Days | None:
        """When it was seen to be said; for what stands, since when its record says so."""
        seen = days_seen(self.told.seen)
        return seen or (days_of(self.told.stated_at[:10]) if self.told.stands else None)
