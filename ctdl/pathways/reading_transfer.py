"""What counts elsewhere: transfer values, agreements, intermediaries and advanced standing.

Nothing is promised that is not stated. A profile that names several sources takes all of them
together, one without any source gives nothing, and what is worth credits towards a degree never
stands for that degree.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal

from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document
from ctdl.language import LangText
from ctdl.nodes import node_definitions
from ctdl.pathways.reading_conditions import first_day, last_day, least_of
from ctdl.pathways.reading_faults import MAX_RULES
from ctdl.pathways.reading_requirements import Joined
from ctdl.pathways.reading_things import PROVIDERS, Target, target_of, targets, thing_id, view_of
from ctdl.pathways.reading_ways import Way, ways_of
from ctdl.pathways.rules import Said
from ctdl.pathways.things import Acceptance
from ctdl.provenance import Provenance
from ctdl.records.amounts import read_credits
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Amount
from ctdl.vocabulary import vocabulary

Side = Literal["receiving", "sending", "third party"]

TRANSFER_FROM: Final = "ceterms:transferValueFrom"
_TRANSFER_FOR: Final = "ceterms:transferValueFor"
_STANDING_FROM: Final = "ceterms:advancedStandingFrom"
_STANDING_FOR: Final = "ceterms:isAdvancedStandingFor"
_AGREEMENT_PROFILES: Final = "ceterms:hasTransferValueProfile"
_PROFILE: Final = "ceterms:TransferValueProfile"
_AGREEMENT: Final = "ceterms:TransferAgreement"
_INTERMEDIARY: Final = "ceterms:TransferIntermediary"
_CONDITION: Final = "ceterms:ConditionProfile"
_REVIEWERS: Final = "ceterms:QACredentialOrganization"
_TARGETS: Final = (
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetAssessment",
)
_OUTCOMES: Final = "ceterms:LearningRecognitionOutcomeCategory"
_NOT_RECOGNIZED: Final = "NotRecognized"
_NOT_IN_FORCE: Final = frozenset({"Ceased", "Suspended", "Developing"})


@dataclass(frozen=True)
class Elsewhere:
    """What other documents say of the things and organisations that this one only refers to.

    `classes` has the class of a resource by its id, `providers` the organisations that give it.
    """

    classes: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, frozenset[str]] = field(default_factory=dict)


def acceptances(
    document: Document,
    joined: Iterable[Joined] = (),
    elsewhere: Elsewhere | None = None,
    provenance: Provenance | None = None,
    *,
    whatever_status: bool = False,
) -> tuple[Acceptance, ...]:
    """What the document states to count elsewhere, each with who says it and on which side.

    `joined` are the things that state to provide transfer value for it, or to receive it. Of what
    the registry's operators collected, and nobody owns, neither side is known to have said it.
    What is over or not begun by its status is left out, unless `whatever_status` is asked for.
    """
    reader = _TransferReader(
        document, tuple(joined), elsewhere or Elsewhere(), provenance, whatever_status
    )
    return tuple(islice(reader.acceptances(), MAX_RULES))


class _TransferReader:
    """Reads one document."""

    def __init__(
        self,
        document: Document,
        joined: tuple[Joined, ...],
        elsewhere: Elsewhere,
        provenance: Provenance | None,
        whatever_status: bool,
    ) -> None:
        self.document = document
        self.joined = joined
        self.whatever_status = whatever_status
        self.local: dict[int, str] = {}
        self.elsewhere = elsewhere
        self.collected = provenance is not None and provenance.collected

    def acceptances(self) -> Iterator[Acceptance]:
        views = [NodeView(self.document, node) for node in node_definitions(self.document.nodes)]
        covered = {
            _key(profile): agreement
            for agreement in views
            if _AGREEMENT in agreement.types
            for profile in agreement.views(_AGREEMENT_PROFILES)
        }
        for view in views:
            if _PROFILE in view.types:
                yield from self._of_profile(view, covered.get(_key(view)))
            elif _AGREEMENT in view.types:
                yield from self._of_agreement(view)
            elif _INTERMEDIARY in view.types:
                yield from self._of_intermediary(view)
        main = view_of(self.document, self.document.ctid)
        if main is not None:
            yield from self._of_standing(main)

    # ---- transfer values

    def _of_profile(self, view: NodeView, agreement: NodeView | None) -> Iterator[Acceptance]:
        if not self._is_read(view):
            return
        profile = self._profile(view)
        sources = self._targets(view, TRANSFER_FROM, "ceterms:providesTransferValueFor")
        goals = self._targets(view, _TRANSFER_FOR, "ceterms:receivesTransferValueFrom")
        said = self._said(view, TRANSFER_FROM, agreement)
        givers = frozenset(giver for source in sources for giver in self._givers(source))
        from_work = bool(sources) and all(source.is_work for source in sources)
        ways = self._ways(view, sources)
        stated: list[Target | None] = [*goals] or [None]
        ends = [(goal, way) for goal in stated for way in ways]
        for number, (goal, way) in enumerate(ends):
            if not way.things or (goal and goal.id in way.things):
                continue
            receiver = self._receiver(view, goal, agreement)
            yield Acceptance(
                id=f"{profile}/{number}",
                things=way.things,
                said=said,
                counts_as=goal.id if goal and not self._is_award(goal) else None,
                receiver=receiver,
                credits=_credits(view, "ceterms:transferValue"),
                towards=goal.id if goal and self._is_award(goal) else None,
                side=self._side(view, said, receiver, givers, from_work),
                requires=way.asked,
                name=view.text(*NAMES),
                profile=profile,
                statuses=_statuses(view, agreement),
                conditions=_conditions(view),
            )

    def _ways(self, view: NodeView, sources: list[Target]) -> tuple[Way, ...]:
        return ways_of(view, self._record(view), sources, self.elsewhere.classes)

    # ---- agreements and intermediaries

    def _of_agreement(self, view: NodeView) -> Iterator[Acceptance]:
        """An agreement of two programmes, where no profile says more about what it covers."""
        if any(True for _ in view.values(_AGREEMENT_PROFILES)):
            return
        senders = list(targets(view, "ceterms:sendingProgram", classes=self.elsewhere.classes))
        goals = list(targets(view, "ceterms:receivingProgram", classes=self.elsewhere.classes))
        receiver = _organization(view, "ceterms:receivingOrganization")
        said = self._said(view, "ceterms:sendingProgram", None)
        givers = frozenset(filter(None, [_organization(view, "ceterms:sendingOrganization")]))
        profile = self._profile(view)
        for number, sender in enumerate(senders):
            for step, goal in enumerate(goals or [None]):
                yield Acceptance(
                    id=f"{profile}/{number}/{step}",
                    things=frozenset({sender.id}),
                    said=said,
                    receiver=receiver,
                    state=_outcome(view),
                    towards=goal.id if goal else None,
                    side=self._side(view, said, receiver, givers),
                    name=view.text(*NAMES),
                    profile=profile,
                    statuses=_statuses(view),
                    conditions=_conditions(view),
                )

    def _of_intermediary(self, view: NodeView) -> Iterator[Acceptance]:
        """A common course: the sources of its profiles count as it, and it as what they are for."""
        between = thing_id(view)
        said = self._said(view, "ceterms:intermediaryFor", None)
        for number, profile in enumerate(view.views("ceterms:intermediaryFor")):
            if not self._is_read(profile):
                continue
            sources = self._targets(profile, TRANSFER_FROM)
            own = _credits(view, "ceterms:creditValue")
            credits = own or _credits(profile, "ceterms:transferValue")
            for each, way in enumerate(self._ways(profile, sources)):
                if not way.things:
                    continue
                yield Acceptance(
                    id=f"{between}/{number}/from/{each}",
                    things=way.things,
                    said=said,
                    counts_as=between,
                    credits=credits,
                    requires=way.asked,
                    name=view.text(*NAMES),
                    profile=f"{between}/{number}",
                    statuses=_statuses(profile),
                    conditions=_conditions(profile),
                )
            for step, goal in enumerate(self._targets(profile, _TRANSFER_FOR)):
                is_award = self._is_award(goal)
                yield Acceptance(
                    id=f"{between}/{number}/for/{step}",
                    things=frozenset({between}),
                    said=said,
                    counts_as=None if is_award else goal.id,
                    receiver=self._receiver(profile, goal, None),
                    credits=credits,
                    towards=goal.id if is_award else None,
                    name=view.text(*NAMES),
                    profile=f"{between}/{number}",
                    statuses=_statuses(profile),
                    conditions=_conditions(profile),
                )

    # ---- advanced standing

    def _of_standing(self, view: NodeView) -> Iterator[Acceptance]:
        """What shortens the way to this record, and to what others this one shortens it."""
        record = self._record(view)
        owners = sorted(self._own_givers(view))
        receiver = owners[0] if len(owners) == 1 else None
        for id, said, things, profile in self._standing(view, _STANDING_FROM):
            yield Acceptance(
                id,
                things,
                said,
                receiver=receiver,
                credits=_credits(profile, "ceterms:creditValue") if profile else (),
                towards=record,
                side="receiving",
                profile=id,
                conditions=_descriptions(profile),
            )
        for id, said, goals, profile in self._standing(view, _STANDING_FOR):
            for number, goal in enumerate(sorted(goals)):
                yield Acceptance(
                    f"{id}/{number}",
                    frozenset({record}),
                    said,
                    credits=_credits(profile, "ceterms:creditValue") if profile else (),
                    towards=goal,
                    side="sending",
                    profile=id,
                    conditions=_descriptions(profile),
                )

    def _standing(
        self, view: NodeView, predicate: str
    ) -> Iterator[tuple[str, Said, frozenset[str], NodeView | None]]:
        record = self._record(view)
        waiting = [
            (f"{record}/{predicate.partition(':')[2]}/{number}", target)
            for number, target in enumerate(
                targets(view, predicate, classes=self.elsewhere.classes)
            )
        ]
        seen: set[int] = set()
        while waiting:
            id, target = waiting.pop(0)
            profile = target.view if target.view and _CONDITION in target.classes else None
            if profile is None:
                if target.id != record:
                    yield id, Said(record, predicate), frozenset({target.id}), None
                continue
            if _key(profile) in seen:
                continue
            seen.add(_key(profile))
            led_to = targets(profile, *_TARGETS, classes=self.elsewhere.classes)
            things = frozenset(each.id for each in led_to if each.id != record)
            if things:
                said = Said(
                    record,
                    predicate,
                    _organization(profile, "ceterms:assertedBy"),
                    first_day(profile.string("ceterms:dateEffective")),
                )
                yield id, said, things, profile
            waiting += [
                (f"{id}/alternative/{number}", other)
                for number, other in enumerate(targets(profile, "ceterms:alternativeCondition"))
            ]

    # ---- who says it, and where

    def _targets(self, view: NodeView, name: str, inverse: str | None = None) -> list[Target]:
        found = {each.id: each for each in targets(view, name, classes=self.elsewhere.classes)}
        for each in self.joined:
            if each.said.predicate == inverse and self._record(view) == self.document.ctid:
                joined = target_of(view, f"resources/{each.thing}", self.elsewhere.classes)
                if joined is not None:
                    found.setdefault(joined.id, joined)
        return list(found.values())

    def _record(self, view: NodeView) -> CTID:
        """The record that speaks: a local one speaks through its document."""
        return view.ctid or ctid_in(str(view.node.get("@id", ""))) or self.document.ctid

    def _profile(self, view: NodeView) -> str:
        """The id of a statement in this document; one without a CTID is told by its place."""
        stated = view.ctid or ctid_in(str(view.node.get("@id", "")))
        place = len(self.local)
        return stated or self.local.setdefault(_key(view), f"{self.document.ctid}/local/{place}")

    def _is_read(self, view: NodeView) -> bool:
        return self.whatever_status or not _statuses(view) & _NOT_IN_FORCE

    def _said(self, view: NodeView, predicate: str, agreement: NodeView | None) -> Said:
        dated = [view, *([agreement] if agreement else [])]
        starts = ("ceterms:startDate", "ceterms:dateEffective", "ceterms:approximateDateEffective")
        ends = ("ceterms:endDate", "ceterms:expirationDate", "ceterms:approximateExpirationDate")
        since = [day for each in dated if (day := first_day(each.string(*starts)))]
        until = [day for each in dated if (day := last_day(each.string(*ends)))]
        owners = (_organization(each, "ceterms:ownedBy", "ceasn:creator") for each in dated)
        return Said(
            self._record(view),
            predicate,
            next(filter(None, owners), None),
            max(since, default=None),
            min(until, default=None),
        )

    def _receiver(
        self, view: NodeView, goal: Target | None, agreement: NodeView | None
    ) -> str | None:
        """Who accepts: the agreement's receiver, whoever gives the goal, or whose profile it is."""
        if agreement is not None:
            stated = _organization(agreement, "ceterms:receivingOrganization")
            if stated:
                return stated
        if goal is not None:
            givers = sorted(self._givers(goal))
            return givers[0] if len(givers) == 1 else None
        owner = _organization(view, "ceterms:ownedBy")
        # A body that recommends credit awards nothing that it could count towards.
        return None if owner is None or self._only_reviews(view) else owner

    def _only_reviews(self, view: NodeView) -> bool:
        return any(
            _REVIEWERS in target.classes
            for target in targets(view, "ceterms:ownedBy", classes=self.elsewhere.classes)
        )

    def _side(
        self,
        view: NodeView,
        said: Said,
        receiver: str | None,
        givers: frozenset[str],
        from_work: bool = False,
    ) -> Side | None:
        """Who says it; work has nobody on its side, so whoever does not receive stands beside."""
        if said.by is None:
            return "third party" if self.collected else None
        if self._only_reviews(view):
            return "third party"
        if said.by == receiver and any(True for _ in view.values(_TRANSFER_FOR)):
            return "receiving"
        if said.by in givers:
            return "sending"
        if said.by == receiver:
            # Without a goal it is taken to be the receiver's profile; its class would have to say.
            return "receiving" if said.by in self.elsewhere.classes else None
        return "third party" if receiver and (givers or from_work) else None

    def _givers(self, target: Target) -> frozenset[str]:
        known = self.elsewhere.providers.get(target.id, frozenset())
        return known | (self._own_givers(target.view) if target.view else frozenset())

    def _own_givers(self, view: NodeView) -> frozenset[str]:
        return frozenset(
            target.id for target in targets(view, *PROVIDERS, classes=self.elsewhere.classes)
        )

    def _is_award(self, target: Target) -> bool:
        """Whether things count towards it instead of standing for it; so too when nobody knows."""
        return target.is_award or not target.classes


def _credits(view: NodeView, name: str) -> tuple[Amount, ...]:
    return tuple(amount for amount in read_credits(view, name) if least_of(amount) is not None)


def _organization(view: NodeView, *names: str) -> CTID | None:
    return next((each.ctid for each in view.references(*names) if each.ctid), None)


def _statuses(*views: NodeView | None) -> frozenset[str]:
    concepts = (view.concepts("ceterms:lifeCycleStatusType") for view in views if view)
    return frozenset(concept.term for some in concepts for concept in some if concept.term)


def _outcome(view: NodeView) -> Literal["accepted", "refused", "not stated"]:
    """What an agreement comes to: only what it says, and nothing where it says both or nothing."""
    outcomes = {each.term for each in view.concepts("ceterms:learningRecognitionOutcomeType")}
    if outcomes == {_NOT_RECOGNIZED}:
        return "refused"
    recognised = {each.name for each in vocabulary().concepts(_OUTCOMES)}
    known = {f"lrOutcome:{each}" in recognised and each != _NOT_RECOGNIZED for each in outcomes}
    return "accepted" if known == {True} else "not stated"


def _conditions(view: NodeView) -> tuple[LangText, ...]:
    return tuple(text for each in view.views("ceterms:requires") for text in _descriptions(each))


def _descriptions(view: NodeView | None) -> tuple[LangText, ...]:
    text = view.text(*DESCRIPTIONS) if view else None
    return (text,) if text else ()


def _key(view: NodeView) -> int:
    return id(view.node)
