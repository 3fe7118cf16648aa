"""The evaluation of a credential on a day: facts gathered, milestones answered, nothing stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.services import levels, reading
from app.services.assurance import AssuranceAnswer
from app.services.assurance.answering import Asker
from app.services.assurance.documents import Reader
from app.services.confirming import Voices, revisions_of
from app.services.evaluation.origins import origin_of, teller
from app.services.evaluation.receiving import Receiver, of_programme, other_routes, precedents
from app.services.evaluation.recognition import joined, recognised_by, recognition
from app.services.outcomes import Matched, match
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from app.services.registry import Registry
from app.services.summaries import Named
from app.services.surroundings import Surroundings
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.evaluation import (
    Answered,
    Aspect,
    Evidence,
    Facts,
    FilledCriterion,
    Origin,
    OutcomeCounts,
    Says,
    Stop,
    answer_all,
    difference,
    facts_of_record,
    fill_in,
    origin_of_comparison,
    providers_of,
    stop_of,
)
from ctdl.messages import Said, say
from ctdl.records import CredentialRecord, OrganizationRecord, Reference
from ctdl.records.reading import NodeView
from ctdl.standards import known
from ctdl.standards.facts import worded

MOST_BODIES = 5
"""So many providers, issuers or receivers of one record are looked at."""

_WITHDRAWN = say("%(parameter)s: the record %(ctid)s was withdrawn on %(day)s. Name another one.")
_UNKNOWN = say("%(parameter)s: there is no record %(ctid)s here. Name another one.")
_NO_RECEIVER = say("receiver: %(ctid)s is of the class %(type)s; a receiver is an organization.")
_NO_PROGRAMME = say(
    "programme: %(ctid)s is of the class %(type)s; a programme is a credential or a course."
)
_COMPARED_HERE = say("Both records, compared by this registry")
_VERIFICATION = "ceterms:hasVerificationService"
_SAID_OF_IT = ("ceterms:name", "ceterms:description", "ceterms:verificationMethodDescription")
_WHERE = ("ceterms:verificationService", "ceterms:subjectWebpage")
_SAYS: Mapping[str, Says] = {difference.NONE: "yes", difference.DIFFERS: "no"}


class TargetRefused(RegistryError):
    """A credential cannot be held against what a parameter names; `words` say why."""

    def __init__(self, words: Said) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True)
class Programme:
    """The programme or course that a credential is held against."""

    stored: StoredRecord
    record: CredentialRecord
    matched: Matched | None = None
    """Its outcomes first, then those of the credential; None where either states none."""


@dataclass(frozen=True)
class Evaluation:
    """A credential as of a day, and everything an officer needs to decide about it."""

    stored: StoredRecord
    record: CredentialRecord
    day: date
    today: date
    facts: Facts
    milestones: tuple[Answered, ...]
    criteria: tuple[FilledCriterion, ...]
    assurance: AssuranceAnswer
    receivers: tuple[Named, ...] = ()
    receiver: StoredRecord | None = None
    programme: Programme | None = None
    aspects: tuple[Aspect, ...] = ()
    providers: tuple[AssuranceAnswer, ...] = field(default_factory=tuple)
    issuers: tuple[AssuranceAnswer, ...] = field(default_factory=tuple)

    @property
    def stop(self) -> Stop | None:
        """Where an assessment may stop, by the registry's own answers."""
        return stop_of(self.milestones)


def evaluate(
    registry: Registry,
    ctid: CTID,
    day: date,
    *,
    receiver: CTID | None = None,
    programme: CTID | None = None,
    today: date | None = None,
) -> Evaluation:
    """The evaluation of a live credential, for a receiver or a programme if one is named.

    Raises RecordNotFound and RecordWithdrawn for the credential, as every reading does, and
    TargetRefused for a receiver or programme that is none, or none any more.
    """
    stored = reading.get_record(registry, ctid)
    record = _credential(stored)
    target = _programme(registry, programme, record)
    body = _organization(registry, receiver) if receiver else None
    asked = Receiver(_receivers(body, target), target.stored if target else None)
    reader = Reader(registry)
    reader.known(stored.revision)
    asker = Asker(reader, today or day)
    names = reading.named(
        registry, {*asked.bodies, *_ctids((*record.owned_by, *record.offered_by))}
    )
    asker.read_ahead({ctid: record, **({target.stored.ctid: target.record} if target else {})})
    quality = asker.ask(ctid, record, day)
    providers = _asked_about(asker, reader, providers_of(record), day)
    issuers = _asked_about(asker, reader, record.owned_by, day)
    aspects = _aspects(registry, record, target, quality, asker, day) if target else ()
    facts = _facts(registry, stored, record, names, day, target is not None)
    facts = facts.with_facts(
        {
            "quality": recognition(quality),
            "provider-recognition": joined(providers, providers_of(record)),
            "issuer-recognition": joined(issuers, record.owned_by),
            **precedents(registry, ctid, asked, day, today or day),
            **of_programme(registry, ctid, asked),
            "prior-learning": other_routes(registry, asked),
            **_of_aspects(aspects, stored, day),
        }
    )
    recognised = recognised_by(quality, asked.bodies)
    facts = facts.with_facts({"admission": recognised, "equivalence": recognised})
    return Evaluation(
        stored=stored,
        record=record,
        day=day,
        today=today or day,
        facts=facts,
        milestones=answer_all(facts),
        criteria=fill_in(facts),
        assurance=quality,
        receivers=tuple(names[each] for each in sorted(asked.bodies) if each in names),
        receiver=body,
        programme=target,
        aspects=aspects,
        providers=tuple(providers),
        issuers=tuple(issuers),
    )


def _credential(stored: StoredRecord) -> CredentialRecord:
    record = stored.record
    if not isinstance(record, CredentialRecord):
        raise RecordNotFound(
            f"{stored.ctid} is of the class {record.type}; only credentials and learning"
            " opportunities are evaluated."
        )
    return record


def _target(registry: Registry, parameter: str, ctid: CTID) -> StoredRecord:
    """What a parameter names: that it is gone says nothing of the credential."""
    try:
        return reading.get_record(registry, ctid)
    except RecordNotFound as error:
        raise TargetRefused(say(_UNKNOWN.pattern, parameter=parameter, ctid=ctid)) from error
    except RecordWithdrawn as error:
        day = error.tombstone.at[:10]
        words = say(_WITHDRAWN.pattern, parameter=parameter, ctid=ctid, day=day)
        raise TargetRefused(words) from error


def _organization(registry: Registry, ctid: CTID) -> StoredRecord:
    stored = _target(registry, "receiver", ctid)
    if not isinstance(stored.record, OrganizationRecord):
        raise TargetRefused(say(_NO_RECEIVER.pattern, ctid=ctid, type=stored.record.type))
    return stored


def _programme(registry: Registry, ctid: CTID | None, record: CredentialRecord) -> Programme | None:
    if ctid is None:
        return None
    stored = _target(registry, "programme", ctid)
    if not isinstance(stored.record, CredentialRecord):
        raise TargetRefused(say(_NO_PROGRAMME.pattern, ctid=ctid, type=stored.record.type))
    theirs = stored.record.outcomes
    both = bool(theirs and record.outcomes)
    return Programme(stored, stored.record, match([theirs, record.outcomes]) if both else None)


def _receivers(body: StoredRecord | None, target: Programme | None) -> frozenset[CTID]:
    if body is not None:
        return frozenset({body.ctid})
    if target is None:
        return frozenset()
    record = target.record
    return frozenset(_ctids((*record.owned_by, *record.offered_by))[:MOST_BODIES])


def _ctids(references: Iterable[Reference]) -> list[CTID]:
    return list(dict.fromkeys(each.ctid for each in references if each.ctid is not None))


def _asked_about(
    asker: Asker, reader: Reader, bodies: Sequence[Reference], day: date
) -> list[AssuranceAnswer]:
    """Whether somebody vouched for each of these bodies on the day."""
    ctids = _ctids(bodies)[:MOST_BODIES]
    revisions = reader.revisions(ctids)
    return [asker.ask(each, revisions[each].record, day) for each in ctids if each in revisions]


def _facts(
    registry: Registry,
    stored: StoredRecord,
    record: CredentialRecord,
    names: Mapping[CTID, Named],
    day: date,
    has_programme: bool,
) -> Facts:
    voices = Voices(registry)
    own = _ctids((*record.owned_by, *record.offered_by))
    owners = [names[each] for each in own if each in names]
    around = Surroundings(registry, day).around([record])[record.ctid]
    told = teller(stored, voices, owners)
    stated = facts_of_record(known(stored.document, record, around), told, day)
    facts = Facts(day, stated, has_programme)
    return facts.with_facts({"verification": _services(registry, own[:MOST_BODIES], voices, names)})


def _services(
    registry: Registry, bodies: Sequence[CTID], voices: Voices, names: Mapping[CTID, Named]
) -> tuple[Evidence, ...]:
    """The services by which those who issue or offer it say that awards can be verified."""
    found = []
    for ctid, revision in revisions_of(registry, bodies).items():
        view = NodeView(revision.document, revision.document.main)
        for service in view.views(_VERIFICATION):
            words = worded(service.text(*_SAID_OF_IT))
            words = words or next(iter(service.iris(*_WHERE)), say("a service that verifies"))
            owners = [names[ctid]] if ctid in names else []
            origin = origin_of(revision, _VERIFICATION, None, voices, owners)
            found.append(Evidence(words, "yes", origin))
    return tuple(found)


def _aspects(
    registry: Registry,
    record: CredentialRecord,
    target: Programme,
    quality: AssuranceAnswer,
    asker: Asker,
    day: date,
) -> tuple[Aspect, ...]:
    """The credential against the programme, aspect by aspect."""
    there = asker.ask(target.stored.ctid, target.record, day)
    return (
        difference.level(_levels(record), _levels(target.record), levels.crosswalk(registry)),
        difference.workload(record, target.record),
        difference.outcomes(_counts(record, target)),
        difference.quality(quality.status, there.status),
        difference.study_field(record.fields, target.record.fields),
        difference.kind(record.type, target.record.type),
    )


def _levels(record: CredentialRecord) -> list[str]:
    return list(dict.fromkeys(each.id for each in record.levels if each.id))


def _counts(record: CredentialRecord, target: Programme) -> OutcomeCounts:
    matched = target.matched
    return OutcomeCounts(
        here=len(record.outcomes),
        there=len(target.record.outcomes),
        matched=len(matched.shared) if matched else 0,
        not_compared=sum(matched.not_compared) if matched else 0,
    )


def _of_aspects(
    aspects: Sequence[Aspect], stored: StoredRecord, day: date
) -> dict[str, tuple[Evidence, ...]]:
    """What the aspects are for milestones: the level, the field, and all of them beside."""
    here = Origin(
        source=_COMPARED_HERE, date=day.isoformat(), by="registry", record=stored.document_ctid
    )
    found = {"comparison": tuple(Evidence(_compared(each), "aside", here) for each in aspects)}
    for each in aspects:
        if each.id == "level":
            origins = [origin_of_comparison(row) for row in each.decided_by] or [here]
            found["level-comparison"] = tuple(_decided(each, origin) for origin in origins)
        elif each.id == "field":
            found["field-match"] = (_decided(each, here),)
    return found


def _compared(aspect: Aspect) -> Said:
    found = difference.WORDS[aspect.finding]
    return say("%(what)s: %(found)s", what=aspect.label, found=found)


def _decided(aspect: Aspect, origin: Origin) -> Evidence:
    return Evidence(aspect.why[0], _SAYS.get(aspect.finding, "aside"), origin)
