"""What the receiver says of a credential: transfers and refusals, admission, parts, other routes.

Only the receiver's own words, in its own record, decide for it (see `app.services.confirming`);
what the provider or a list says of the receiver is shown beside.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.services.confirming import Speakers
from app.services.evaluation.origins import origin_of
from app.services.families import SEARCHED, family_of
from app.services.names import names
from app.services.precedents import Decision, Precedent, verdict
from app.services.precedents import precedents as recorded_of
from app.services.reading import StoredRecord
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.stacking.conditions import is_asked_for
from app.services.summaries import Named
from app.store import catalogue
from app.store.catalogue import EdgeRow
from app.store.database import Connection
from ctdl.concepts.model import EDITORS
from ctdl.ctid import CTID
from ctdl.evaluation import By, Evidence, Origin, Says
from ctdl.messages import Said, in_languages, say
from ctdl.records.reading import NodeView
from ctdl.standards.facts_size import amount_words

MOST_PRECEDENTS: Final = 12
MOST_READ: Final = 60
"""So many records of decisions are read for an evaluation, those that name the receiver first."""

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
_AGREED: Final = say("Agreement with %(receiver)s")
_WORTH: Final = say("%(said)s, worth %(amount)s")
_PERIOD: Final = say("%(said)s, %(since)s to %(until)s")
_SINCE: Final = say("%(said)s, since %(since)s")
_UNTIL: Final = say("%(said)s, until %(until)s")
_NOBODY: Final = say("a receiver that is not named")
_NOT_ASKED: Final = say("A statement about another receiver, or none was named.")
_OTHER_PROGRAMME: Final = say("It is about another programme of the receiver.")
_TOGETHER: Final = say("It counts only together with something else.")
_NOT_THEIRS: Final = say("Not in the receiver's own words.")
_NOT_SAID_WHAT: Final = say("It does not say whether it is recognised.")
_NOT_SEEN: Final = say("Not known for that day: the source was not seen to say so then.")
_OVER: Final = say("It is over.")
_AGAINST: Final = say("Against it stands: %(other)s")
_MORE: Final = say("%(number)s more are recorded and not shown here")
_HERE: Final = Origin(source=say("The catalogue of this registry"), by="registry")
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
_MORE_POLICIES: Final = say("More policies on prior learning are recorded and not shown here")
_ADVISING: Final = say("Advice on prior learning assessment is offered")


@dataclass(frozen=True)
class Receiver:
    """Those who are asked: the receiver that is named, else the programme's providers."""

    bodies: frozenset[CTID]
    programme: StoredRecord | None = None


def precedents(
    registry: Registry, ctid: CTID, receiver: Receiver, day: date, today: date
) -> dict[str, tuple[Evidence, ...]]:
    """Transfers, agreements and refusals about a credential, those of the receiver deciding."""
    recorded = recorded_of(registry, ctid, day, bodies=receiver.bodies, today=today, most=MOST_READ)
    stated = recorded.of("elsewhere")
    asked = [each for each in stated if _is_by(each, receiver.bodies)]
    rest = [each for each in stated if not _is_by(each, receiver.bodies)]
    # The decisions of the receiver itself come before other precedents, and none is left out.
    shown = [*asked, *rest[:MOST_PRECEDENTS]]
    against = _against(asked, receiver, day)
    found = [(each, _precedent(each, receiver, day, against)) for each in shown]
    more = recorded.left_out + len(rest[MOST_PRECEDENTS:])
    left_out = (Evidence(say(_MORE.pattern, number=more), "aside", _HERE),) if more else ()
    return {
        "equivalence": (*dict.fromkeys(evidence for _, evidence in found), *left_out),
        "transfer-value": (
            *dict.fromkeys(
                evidence for each, evidence in found if each.credits or each.decision == "refused"
            ),
            *left_out,
        ),
    }


def _is_by(each: Precedent, bodies: Collection[CTID]) -> bool:
    return each.receiver is not None and each.receiver.ctid in bodies


def _precedent(
    each: Precedent, receiver: Receiver, day: date, against: Mapping[Decision, str]
) -> Evidence:
    says, doubt = _weight(each, receiver, day)
    if says in ("yes", "no") and each.decision in against:
        says, doubt = "aside", say(_AGAINST.pattern, other=against[each.decision])
    return Evidence(_words(each), says, _origin(each), doubt)


def _against(asked: Sequence[Precedent], receiver: Receiver, day: date) -> dict[Decision, str]:
    """What speaks against a decision in the words of those asked, by the decision.

    A refusal that is a body's last word stands; where it is not, neither the refusal nor the
    acceptance answers. What one body accepts does not answer for another one that refuses.
    """
    about = [each for each in asked if not _is_beside(each, receiver)]
    answers = {
        verdict([each for each in about if _is_by(each, {body})], day) for body in receiver.bodies
    }
    if "disputed" not in answers and "refused" not in answers:
        return {}
    own = [each for each in about if each.is_own and each.is_good(day) is not False]
    refused = next((_words(each) for each in own if each.decision == "refused"), "")
    accepted = next((_words(each) for each in own if each.decision == "accepted"), "")
    if "disputed" in answers or "accepted" in answers:
        return {"accepted": refused, "refused": accepted}
    return {"accepted": refused}


def _weight(each: Precedent, receiver: Receiver, day: date) -> tuple[Says, str]:
    """What a precedent says for this receiver, this programme and this day."""
    if not _is_by(each, receiver.bodies):
        return "aside", _NOT_ASKED
    if not each.is_own:
        return "aside", _NOT_THEIRS
    if beside := _is_beside(each, receiver):
        return "aside", beside
    if each.decision == "not stated":
        return "aside", _NOT_SAID_WHAT
    if each.standing == "not begun":
        return "aside", _LATER
    holds = each.is_good(day)
    if holds is None:
        return "aside", _NOT_SEEN
    if not holds:
        return ("aside", _OVER) if each.decision == "refused" else ("expired", "")
    if each.decision == "refused":
        return "no", ""
    return "yes", _CONDITION if each.conditions else ""


def _is_beside(each: Precedent, receiver: Receiver) -> str:
    """Why it is not about this credential by itself and this programme; empty where it is."""
    programme = receiver.programme
    if programme is not None and each.towards and programme.ctid not in each.towards:
        return _OTHER_PROGRAMME
    return _TOGETHER if each.together else ""


def _origin(each: Precedent) -> Origin:
    said = each.said
    by: By = "not known" if said.by is None else "third party"
    if each.is_own:
        by = "receiver"
    elif each.confirmed == "giver":
        by = "issuer"
    elif said.by and said.by.startswith(EDITORS):
        by = "registry"
    return Origin(
        source=said.source,
        source_url=said.source_url,
        asserted_by=said.by,
        date=said.seen[:10] if said.seen and said.seen.endswith("Z") else said.seen,
        by=by,
        record=each.record,
        stands=each.kept_until is not None,
    )


def _words(each: Precedent) -> Said:
    receiver = (in_languages(each.receiver.name) if each.receiver else "") or _NOBODY
    thing = next((name for one in each.others if (name := in_languages(one.name))), "")
    if each.decision == "refused":
        said = say(_REFUSED.pattern, receiver=receiver)
    elif each.decision == "not stated":
        said = say(_AGREED.pattern, receiver=receiver)
    elif thing:
        said = say(_ACCEPTED_AS.pattern, receiver=receiver, thing=thing)
    else:
        said = say(_ACCEPTED.pattern, receiver=receiver)
    if each.credits:
        said = say(_WORTH.pattern, said=said, amount=amount_words(each.credits[0]))
    if each.since and each.until:
        return say(_PERIOD.pattern, said=said, since=each.since, until=each.until)
    if each.since:
        return say(_SINCE.pattern, said=said, since=each.since)
    return say(_UNTIL.pattern, said=said, until=each.until) if each.until else said


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
        kept = catalogue.of_class_owned_by(
            connection, _POLICY, receiver.bodies, MOST_PRECEDENTS + 1
        )
        called = names(connection, receiver.bodies)
    policies = set(kept[:MOST_PRECEDENTS])
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
    shown = sorted(found, key=lambda each: each.says != "yes")
    more = len(shown) > MOST_PRECEDENTS or len(kept) > MOST_PRECEDENTS
    left_out = (Evidence(_MORE_POLICIES, "aside", _HERE),) if more else ()
    return (*shown[:MOST_PRECEDENTS], *left_out)


def _routes(revision: Revision) -> Iterator[tuple[str, Said]]:
    record = revision.record
    if record.type == _POLICY:
        name = in_languages(record.name, record.ctid)
        yield "ceterms:name", say(_POLICY_WORDS.pattern, name=name)
    view = NodeView(revision.document, revision.document.main)
    for service in view.views("ceterms:hasSupportService"):
        if any(each.term == _PLA for each in service.concepts("ceterms:supportServiceType")):
            yield "ceterms:hasSupportService", _ADVISING
