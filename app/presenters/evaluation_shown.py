"""What the page of an evaluation shows, in the forms that its template reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.presenters.links import Link
from app.presenters.search_state import SearchState
from app.presenters.text import Text
from ctdl.evaluation import FaultyOverride, Override


@dataclass(frozen=True)
class ShownEvidence:
    """One value, whether it speaks for or against, and all that is known of where it comes from."""

    value: Text
    weight: str
    icon: str
    by: str
    asserted_by: Text | None
    source: Text | None
    source_link: Link | None
    date: str | None
    record: Link | None
    doubt: Text | None


@dataclass(frozen=True)
class ShownOverride:
    """The officer's own answer to something, or the fields for one."""

    name: str
    choices: tuple[tuple[str, str], ...]
    answer: str = ""
    words: str = ""
    reason: str = ""
    error: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether an answer with a reason stands beside that of the registry."""
        return bool(self.answer and self.reason and not self.error)

    @property
    def is_open(self) -> bool:
        """Whether its fields are shown at once."""
        return bool(self.answer or self.reason or self.error)


@dataclass(frozen=True)
class ShownAnswer:
    """A milestone, a criterion or an aspect with the registry's answer."""

    name: str
    label: str
    question: Text
    answer: str
    words: str
    icon: str
    evidence: tuple[ShownEvidence, ...] = ()
    beside: tuple[ShownEvidence, ...] = ()
    missing: tuple[Text, ...] = ()
    means: Text | None = None
    rule: Text | None = None
    sentence: str | None = None
    override: ShownOverride = field(default_factory=lambda: ShownOverride("", ()))


@dataclass(frozen=True)
class ShownGate:
    """Milestones under one heading."""

    id: str
    title: str
    note: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class ShownRow:
    """A row of the crosswalk that a finding rests on."""

    words: Text
    basis: str
    link: Link


@dataclass(frozen=True)
class ShownAspect:
    """An aspect of the difference check, with both sides."""

    answer: ShownAnswer
    here: tuple[Text, ...]
    there: tuple[Text, ...]
    why: tuple[Text, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class ShownOutcome:
    """An outcome of the programme and the one here that means about the same."""

    there: Text
    here: Text | None
    nearness: str | None


@dataclass(frozen=True)
class ShownDifference:
    """The check against a programme."""

    aspects: tuple[ShownAspect, ...]
    outcomes: tuple[ShownOutcome, ...]
    own: tuple[Text, ...]
    not_shown: int


@dataclass(frozen=True)
class ShownStop:
    """Where an assessment may stop, and what that means."""

    number: int
    gate: str
    means: Text
    is_of_trust: bool


@dataclass(frozen=True)
class ShownParty:
    """The receiver or the programme: what it is called and where its page is."""

    ctid: str
    title: Text
    link: Link
    kind: str = ""
    provider: Text | None = None
    is_receiver: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed into the fields of the page, and what is wrong with it."""

    state: SearchState
    overrides: Mapping[str, Override] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FaultyOverride, ...] = ()
    asof: str = ""
    day_error: str | None = None
    find: str = ""


@dataclass(frozen=True)
class EvaluationPage:
    """Everything the page of an evaluation shows."""

    ctid: str
    title: Text
    link: Link
    kind: str
    providers: tuple[Text, ...]
    asof: str
    today: str
    number: int
    revision: Link
    revision_address: str
    gates: tuple[ShownGate, ...]
    criteria: tuple[ShownAnswer, ...]
    difference: ShownDifference | None
    receiver: ShownParty | None
    receivers: tuple[ShownParty, ...]
    programme: ShownParty | None
    stop: ShownStop | None
    without_stop: str
    """What is said where there is no stop."""
    stop_of_officer: ShownStop | None
    without_stop_of_officer: str
    errors: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    typed: Typed
    candidates: tuple[ShownParty, ...] = ()
    has_overrides: bool = False
