"""What the receiver says of a credential: transfers and refusals, admission, parts, other routes.

Only the receiver's own words, in its own record, decide for it (see `app.services.confirming`);
what the provider or a list says of the receiver is shown beside.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.services.confirming import Speakers
from app.services.evaluation.origins import origin_of
from app.services.families import OTHER, SEARCHED, family_of
from app.services.names import names
from app.services.plans.gathering import acceptances_about
from app.services.reading import StoredRecord
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.stacking.conditions import is_asked_for
from app.services.summaries import Named
from app.store import catalogue
from app.store.catalogue import EdgeRow
from app.store.database import Connection
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.evaluation import By, Evidence, Origin, Says
from ctdl.messages import Said, in_languages, say
from ctdl.pathways.things import Acceptance
from ctdl.records.reading import NodeView
from ctdl.standards.facts_size import amount_words

MOST_PRECEDENTS: Final = 12

_ADMITTING: Final = ("ceterms:entryCondition", "ceterms:prerequisite", "ceterms:preparationFrom")
_ADMITTED: Final = ("ceterms:isRequiredFor", "ceterms:isPreparationFor")
_PARTS: Final = ("ceterms:hasPart",)
_REQUIRED: Final = ("ceterms:requires",)
_PART_OF: Final = ("ceterms:isPartOf",)
_COMPARED: Final = Origin(source=say("Both records, compared by this registry"), by="registry")
_POLICY: Final = "ceterms:PriorLearningPolicy"
_PLA: Final = "PriorLearningAssessmentAdvising"

_ACCEPTED: Final = say("Accepted by %(receiver)s")
_ACCEPTED_AS: Final = say("Accepted by %(receiver)s for %(thing)s")
_REFUSED: Final = say("Refused by %(receiver)s")
_WORTH: Final = say("%(said)s, worth %(amount)s")
_PERIOD: Final = say("%(said)s, %(since)s to %(until)s")
_SINCE: Final = say("%(said)s, since %(since)s")
_UNTIL: Final = say("%(said)s, until %(until)s")
_NOBODY: Final = say("a receiver that is not named")
_NOT_ASKED: Final = say("A statement about another receiver, or none was named.")
_OTHER_PROGRAMME: Final = say("It is about another programme of the receiver.")
_TOGETHER: Final = say("It counts only together with something else.")
_NOT_THEIRS: Final = say("Not in the receiver's own words.")
_LATER: Final = say("It begins after the day asked about.")
_CONDITION: Final = say("There is a condition, which has to be read.")
_AS_PART: Final = say("It counts as that part, once.")
_IN_PROGRAMME: Final = say("Part of the programme %(name)s")
_COMMON: Final = say("Both hold the part %(name)s")
_ASKED_FOR: Final = say("Asked for by the programme %(name)s")
_BOTH_ASK: Final = say("Both ask for %(name)s")
_MAY_BE_PART: Final = say("Whether that is a part or comes before is not stated.")
_ENTRY: Final = say("Entry condition of %(name)s")
_LEADS: Final = say("Stated to lead to %(name)s")
_POLICY_WORDS: Final = say("Policy on prior learning: %(name)s")
_ADVISING: Final = say("Advice on prior learning assessment is offered")


@dataclass(frozen=True)
class Receiver:
    """Those who are asked: the receiver that is named, else the programme's providers."""

    bodies: frozenset[CTID]
    programme: StoredRecord | None = None


def precedents(
    registry: Registry, ctid: CTID, receiver: Receiver, day: date
) -> dict[str, tuple[Evidence, ...]]:
    """Transfers, agreements and refusals about a credential, those of the receiver deciding."""
    stated = [each for each in acceptances_about(registry, [ctid]) if ctid in each.things]
    speakers = Speakers.of(registry, {each.said.record for each in stated})
    called = _called(registry, stated)
    shown = sorted(stated, key=lambda each: (each.receiver not in receiver.bodies, each.id))
    # The decisions of the receiver itself come before other precedents, and none is left out.
    asked = [each for each in shown if each.receiver in receiver.bodies]
    rest = [each for each in shown if each.receiver not in receiver.bodies][:MOST_PRECEDENTS]
    found = [
        (each, _precedent(each, speakers, called, receiver, day))
        for each in (*asked, *rest)
        if each.said.record in speakers.revisions
    ]
    return {
        "equivalence": tuple(dict.fromkeys(evidence for _, evidence in found)),
        "transfer-value": tuple(
            dict.fromkeys(
                evidence for each, evidence in found if each.credits or each.state == "refused"
            )
        ),
    }


def _precedent(
    each: Acceptance,
    speakers: Speakers,
    called: Mapping[CTID, Named],
    receiver: Receiver,
    day: date,
) -> Evidence:
    says, doubt = _weight(each, receiver, day)
    revision = speakers.revisions[each.said.record]
    by: By = "receiver" if each.side == "receiving" else "third party"
    owner = called.get(CTID(each.receiver)) if each.receiver else None
    parties = [owner] if owner and each.side == "receiving" else []
    origin = origin_of(
        revision,
        "ceterms:transferValue" if "transferValue" in each.said.predicate else each.said.predicate,
        speakers.publishers.get(revision.change.publisher),
        speakers.voices,
        parties,
        by,
    )
    if each.side == "sending":
        origin = replace(origin, by="issuer")
    return Evidence(_words(each, called), says, origin, doubt)


def _weight(each: Acceptance, receiver: Receiver, day: date) -> tuple[Says, str]:
    """What a precedent says for this receiver, this programme and this day."""
    if each.receiver not in receiver.bodies:
        return "aside", _NOT_ASKED
    programme = receiver.programme
    if programme is not None and each.towards not in (None, programme.ctid):
        return "aside", _OTHER_PROGRAMME
    if each.side != "receiving":
        return "aside", _NOT_THEIRS
    if len(each.things) > 1:
        return "aside", _TOGETHER
    if each.said.since is not None and day < each.said.since:
        return "aside", _LATER
    if each.said.until is not None and day > each.said.until:
        return "expired", ""
    if each.state == "refused":
        return "no", ""
    return "yes", _CONDITION if each.requires is not None else ""


def _words(each: Acceptance, called: Mapping[CTID, Named]) -> Said:
    receiver = _name(each.receiver, called) or _NOBODY
    thing = _name(each.counts_as, called) or _name(each.towards, called)
    if each.state == "refused":
        said = say(_REFUSED.pattern, receiver=receiver)
    elif thing:
        said = say(_ACCEPTED_AS.pattern, receiver=receiver, thing=thing)
    else:
        said = say(_ACCEPTED.pattern, receiver=receiver)
    if each.credits:
        said = say(_WORTH.pattern, said=said, amount=amount_words(each.credits[0]))
    since, until = each.said.since, each.said.until
    if since and until:
        return say(_PERIOD.pattern, said=said, since=since, until=until)
    if since:
        return say(_SINCE.pattern, said=said, since=since)
    return say(_UNTIL.pattern, said=said, until=until) if until else said


def _name(id_: str | None, called: Mapping[CTID, Named]) -> str:
    known = called.get(CTID(id_)) if id_ else None
    return in_languages(known.name) if known else ""


def _called(registry: Registry, stated: Iterable[Acceptance]) -> Mapping[CTID, Named]:
    wanted = {
        CTID(id_)
        for each in stated
        for id_ in (each.receiver, each.counts_as, each.towards)
        if id_ and CTID_PATTERN.fullmatch(id_)
    }
    with registry.database.reading() as connection:
        return names(connection, wanted)


# ---- the programme


def of_programme(
    registry: Registry, ctid: CTID, receiver: Receiver
) -> dict[str, tuple[Evidence, ...]]:
    """What the programme's record, or that of the credential, states about the two of them."""
    programme = receiver.programme
    if programme is None:
        return {}
    with registry.database.reading() as connection:
        stated = (*_PARTS, *_REQUIRED)
        there = catalogue.edges_from(connection, [programme.ctid], (*_ADMITTING, *stated))
        here = catalogue.edges_from(connection, [ctid], (*_ADMITTED, *stated, *_PART_OF))
        into = catalogue.edges_to(connection, [ctid, programme.ctid], _PART_OF)
        both_hold = _parts(ctid, (*here, *into)) & _parts(programme.ctid, (*there, *into))
        both_ask = _required(ctid, here) & _required(programme.ctid, there) - both_hold
        parts = _courses(connection, both_hold)
        required = _courses(connection, both_ask)
        called = names(connection, {*parts, *required, *receiver.bodies, ctid})
    rows = [
        each for each in (*there, *here) if {each.subject, each.target} == {ctid, programme.ctid}
    ]
    speakers = Speakers.of(registry, {each.record for each in rows} | {programme.document_ctid})
    owners = [called[each] for each in receiver.bodies if each in called]
    words = in_languages(programme.record.name, programme.ctid)
    return {
        "admission": tuple(_admission(rows, speakers, owners, words, ctid)),
        "repetition": (
            *_repetition(rows, speakers, owners, words, ctid),
            *(_shared(called[each]) for each in sorted(parts) if each in called),
            *(_both_ask(called[each]) for each in sorted(required) if each in called),
        ),
    }


def _parts(whole: CTID, rows: Iterable[EdgeRow]) -> set[CTID]:
    found = set()
    for row in rows:
        if row.subject == whole and row.predicate in _PARTS and row.target:
            found.add(row.target)
        elif row.target == whole and row.predicate in _PART_OF:
            found.add(row.subject)
    return found


def _required(whole: CTID, rows: Iterable[EdgeRow]) -> set[CTID]:
    return {
        row.target
        for row in rows
        if row.subject == whole and row.predicate in _REQUIRED and row.target
    }


def _courses(connection: Connection, ctids: Iterable[CTID]) -> set[CTID]:
    """Those that are credentials or courses; a condition also names units and levels."""
    found = catalogue.resources(connection, ctids)
    return {ctid for ctid, row in found.items() if family_of(row.type) in SEARCHED}


def _admission(
    rows: Sequence[EdgeRow], speakers: Speakers, owners: Sequence[Named], words: str, ctid: CTID
) -> Iterator[Evidence]:
    for row in rows:
        if row.subject != ctid and row.predicate in _ADMITTING:
            yield from _stated(row, speakers, owners, say(_ENTRY.pattern, name=words), True)
        elif row.subject == ctid and row.predicate in _ADMITTED:
            yield from _stated(row, speakers, owners, say(_LEADS.pattern, name=words), False)


def _repetition(
    rows: Sequence[EdgeRow], speakers: Speakers, owners: Sequence[Named], words: str, ctid: CTID
) -> Iterator[Evidence]:
    for row in rows:
        said = say(_IN_PROGRAMME.pattern, name=words)
        if row.subject != ctid and row.predicate in _PARTS:
            yield from _stated(row, speakers, owners, said, True, _AS_PART)
        elif row.subject == ctid and row.predicate in _PART_OF:
            yield from _stated(row, speakers, owners, said, False)
        elif row.subject != ctid and row.predicate in _REQUIRED:
            asked = say(_ASKED_FOR.pattern, name=words)
            for each in _stated(row, speakers, owners, asked, True):
                yield replace(each, says="aside", doubt=each.doubt or _MAY_BE_PART)


def _stated(
    row: EdgeRow,
    speakers: Speakers,
    owners: Sequence[Named],
    words: Said,
    is_there: bool,
    remark: str = "",
) -> Iterator[Evidence]:
    """A relation as evidence: the receiver's own word decides, the provider's is shown."""
    revision = speakers.revisions.get(row.record)
    if revision is None or row.target is None:
        return
    if not is_asked_for(revision.document, row.subject, row.predicate, row.target):
        return
    publisher = speakers.publishers.get(revision.change.publisher)
    parties = owners if is_there else ()
    origin = origin_of(revision, row.predicate, publisher, speakers.voices, parties, "receiver")
    is_theirs = is_there and origin.by == "receiver"
    yield Evidence(
        words, "yes" if is_theirs else "aside", origin, remark if is_theirs else _NOT_THEIRS
    )


def _shared(part: Named) -> Evidence:
    name = in_languages(part.name, str(part.ctid))
    return Evidence(say(_COMMON.pattern, name=name), "no", _COMPARED)


def _both_ask(thing: Named) -> Evidence:
    """What both require may come before either of them, and is no learning that they share."""
    name = in_languages(thing.name, str(thing.ctid))
    return Evidence(say(_BOTH_ASK.pattern, name=name), "aside", _COMPARED, _MAY_BE_PART)


# ---- other routes


def other_routes(registry: Registry, receiver: Receiver) -> tuple[Evidence, ...]:
    """Policies on prior learning that the receiver keeps, and the advice it states to offer."""
    if not receiver.bodies:
        return ()
    with registry.database.reading() as connection:
        kept = [row.ctid for row in catalogue.listing(connection, OTHER, types=(_POLICY,))]
        owned = catalogue.edges_from(connection, kept, ("ceterms:ownedBy",))
        called = names(connection, receiver.bodies)
    policies = {each.record for each in owned if each.target in receiver.bodies}
    programmes = {receiver.programme.document_ctid} if receiver.programme else set()
    speakers = Speakers.of(registry, policies | receiver.bodies | programmes)
    owners = list(called.values())
    found: list[Evidence] = []
    for _, revision in sorted(speakers.revisions.items()):
        publisher = speakers.publishers.get(revision.change.publisher)
        for path, said in _routes(revision):
            origin = origin_of(revision, path, publisher, speakers.voices, owners, "receiver")
            is_theirs = origin.by == "receiver"
            doubt = "" if is_theirs else _NOT_THEIRS
            found.append(Evidence(said, "yes" if is_theirs else "aside", origin, doubt))
    # What decides comes first, so that nothing shown beside can take its place.
    return tuple(sorted(found, key=lambda each: each.says != "yes")[:MOST_PRECEDENTS])


def _routes(revision: Revision) -> Iterator[tuple[str, Said]]:
    record = revision.record
    if record.type == _POLICY:
        name = in_languages(record.name, record.ctid)
        yield "ceterms:name", say(_POLICY_WORDS.pattern, name=name)
    view = NodeView(revision.document, revision.document.main)
    for service in view.views("ceterms:hasSupportService"):
        if any(each.term == _PLA for each in service.concepts("ceterms:supportServiceType")):
            yield "ceterms:hasSupportService", _ADVISING
