"""Precedents: what is recorded of a credential counting elsewhere, and of others counting here.

History and no promise. Refused is only what a record says to be refused; of whoever is not named
nothing is known: not assessed, which is something else.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from app.services.accepting import acceptances_in
from app.services.confirming import (
    CONFIRMED,
    Confirmed,
    Told,
    confirmed_by_side,
    publisher_names,
    revisions_of,
    told,
)
from app.services.institutions import Meant, institution_meant
from app.services.names import names
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.standings import OVER, Standing, standing, status_of
from app.services.summaries import Named
from app.store import catalogue
from ctdl.assurance import days_of, days_seen
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.language import LangText, folded
from ctdl.pathways.things import Acceptance
from ctdl.records import Reference, TransferValueRecord
from ctdl.records.reading import DESCRIPTIONS, NodeView
from ctdl.records.values import Amount

Direction = Literal["elsewhere", "here"]
"""It counts elsewhere, or something else counts towards it."""

Decision = Literal["accepted", "recommended", "refused", "not stated"]
"""Recommended is what a body advises that receives nothing itself, or that names no receiver. An
agreement that does not say what it comes to is not stated."""

Verdict = Literal[
    "accepted",
    "refused",
    "disputed",
    "not known",
    "no longer",
    "said by others",
    "not assessed",
    "unclear",
]
"""Unclear is not what was decided, but who was meant."""

_WITHOUT_A_DECISION: Final[frozenset[Verdict]] = frozenset(
    {"no longer", "said by others", "not assessed"}
)
MOST: Final = 300
"""So many records are read about one credential."""
_TOWARDS: Final = (
    "ceterms:transferValueFrom",
    "ceterms:transferValueFor",
    "ceterms:sendingProgram",
    "ceterms:receivingProgram",
    "ceterms:advancedStandingFrom",
    "ceterms:isAdvancedStandingFor",
    # Profiles that have no CTID are found by what leads to them.
    "ceterms:hasTransferValueProfile",
    "ceterms:intermediaryFor",
)
_OUTWARD: Final = ("ceterms:providesTransferValueFor", "ceterms:receivesTransferValueFrom")
_OWN: Final = ("ceterms:advancedStandingFrom", "ceterms:isAdvancedStandingFor")
_RECEIVING: Final = ("ceterms:ownedBy", "ceterms:offeredBy", "ceterms:receivingOrganization")
_WORTH: Final = "ceterms:transferValue"


@dataclass(frozen=True)
class Precedent:
    """One recorded decision: who decided what, worth how much, from when until when.

    `others` is what it counts as or towards, or what counts towards it, `towards` the awards among
    what it counts for; `together` what has to be had with it. `since` and `until` are as exact as
    stated.
    """

    record: CTID
    type: str
    name: LangText
    direction: Direction
    decision: Decision
    standing: Standing
    receiver: Named | None
    others: tuple[Named, ...]
    towards: frozenset[str]
    together: tuple[Named, ...]
    credits: tuple[Amount, ...]
    since: str | None
    until: str | None
    conditions: tuple[LangText, ...]
    said: Told
    confirmed: Confirmed
    kept_until: date | None = None
    """Until when whoever says it has kept saying it; None where it was only seen to say it."""

    @property
    def is_own(self) -> bool:
        """Whether it is in the words of the side that receives: nobody else's decide for it."""
        return CONFIRMED[self.confirmed] is True

    def is_good(self, day: date) -> bool | None:
        """Whether it still holds on the day; None where nothing that is stated tells."""
        if self.standing in OVER:
            return False
        if self.standing == "in force":
            return True
        seen = days_seen(self.said.seen)
        if seen is None or self.standing == "status of another day":
            return None
        # Without a stated day, what counts is since when and until when it was seen to be said.
        had_begun = self.standing == "open" or day >= seen.first
        still_runs = self.standing == "no start" or day <= (self.kept_until or seen.last)
        return True if had_begun and still_runs else None

    def said_on(self) -> date | None:
        """The day from which it was decided, as stated, else from which it was seen to be said."""
        days = days_of(self.since) or days_seen(self.said.seen)
        return days.first if days else None


@dataclass(frozen=True)
class Asked:
    """What one institution is recorded to have decided about the credential.

    Where it is not clear which is `meant`, those that it may be are there to choose from.
    """

    receiver: Named
    verdict: Verdict
    meant: Meant


@dataclass(frozen=True)
class Precedents:
    """All that is recorded, what holds on the day first, and the answer for one institution."""

    ctid: CTID
    day: date
    found: tuple[Precedent, ...]
    left_out: int
    asked: Asked | None = None

    def of(self, direction: Direction) -> tuple[Precedent, ...]:
        """Those of one direction."""
        return tuple(each for each in self.found if each.direction == direction)


def precedents(
    registry: Registry,
    ctid: CTID,
    day: date,
    receiver: str | None = None,
    *,
    bodies: Collection[CTID] = (),
    today: date | None = None,
    most: int | None = None,
) -> Precedents:
    """What is recorded about this credential, and by `receiver` (a CTID, an address or a name).

    At most `most` records are read: those that name the receiver or one of these bodies first.
    """
    meant = institution_meant(registry, receiver) if receiver else None
    one = meant.one if meant else None
    first = {*bodies, *([one.ctid] if one and one.ctid else [])}
    most = most or MOST
    records = _nearest(registry, stating(registry, ctid), first, most)
    left_out = max(0, len(records) - most)
    reader = _Reader(registry, ctid, day, records[:most], today or datetime.now(UTC).date())
    found = sorted(reader.precedents(), key=lambda each: _order(each, day))
    asked = _asked(meant, found, day, left_out) if meant else None
    return Precedents(ctid, day, tuple(found), left_out, asked)


def stating(registry: Registry, ctid: CTID) -> list[CTID]:
    """The records that say what this credential counts for, or what counts towards it."""
    with registry.database.reading() as connection:
        about = catalogue.edges_to(connection, [ctid], _TOWARDS)
        own = catalogue.edges_from(connection, [ctid], (*_OUTWARD, *_OWN))
    named = {edge.target for edge in own if edge.predicate in _OUTWARD and edge.target}
    standing = {edge.record for edge in own if edge.predicate in _OWN}
    return sorted({edge.record for edge in about} | named | standing)


def _nearest(
    registry: Registry, records: list[CTID], bodies: Collection[CTID], most: int
) -> list[CTID]:
    """Those first that name one of these bodies, where not all are read."""
    if len(records) <= most or not bodies:
        return records
    with registry.database.reading() as connection:
        rows = catalogue.edges_from(connection, records, _RECEIVING)
    naming = {row.record for row in rows if row.target in bodies}
    return sorted(records, key=lambda each: (each not in naming, each))


def verdict(found: Collection[Precedent], day: date) -> Verdict:
    """What somebody decided, by what is recorded of them: only their own words decide.

    Whoever says both has not said a plain yes: it is refused where that is their last word, else
    disputed.
    """
    own = [each for each in found if each.is_own]
    if not own:
        return "said by others" if found else "not assessed"
    may_hold = [each for each in own if each.is_good(day) is not False]
    if not may_hold:
        return "no longer"
    refused = [each for each in may_hold if each.decision == "refused"]
    accepted = [each for each in may_hold if each.decision == "accepted"]
    if refused and accepted:
        return "refused" if _is_last_word(refused, accepted, day) else "disputed"
    if any(each.is_good(day) for each in refused):
        return "refused"
    return "accepted" if any(each.is_good(day) for each in accepted) else "not known"


def _is_last_word(refused: Iterable[Precedent], others: Iterable[Precedent], day: date) -> bool:
    """Whether a refusal that holds on the day was said after all of the others."""
    last = max(
        (said for one in refused if one.is_good(day) and (said := one.said_on())), default=None
    )
    before = [each.said_on() for each in others]
    return last is not None and all(each is not None and each < last for each in before)


class _Reader:
    """Reads the records that speak of one credential."""

    def __init__(
        self, registry: Registry, ctid: CTID, day: date, records: Sequence[CTID], today: date
    ) -> None:
        self.registry = registry
        self.ctid = ctid
        self.day = day
        self.today = today
        self.revisions = revisions_of(registry, records)
        self.acceptances = acceptances_in(registry, self.revisions, whatever_status=True)
        self.publishers = publisher_names(
            registry, (each.change for each in self.revisions.values())
        )
        self.values = {
            ctid: revision.record
            for ctid, revision in self.revisions.items()
            if isinstance(revision.record, TransferValueRecord)
        }
        with registry.database.reading() as connection:
            self.names = names(connection, self._mentioned())

    def precedents(self) -> Iterator[Precedent]:
        """Every decision, in both directions."""
        for ctid, revision in self.revisions.items():
            some = self.acceptances.get(ctid, ())
            here = [each for each in some if self.ctid in (each.counts_as, each.towards)]
            elsewhere = [each for each in some if self.ctid in each.things]
            ways: tuple[tuple[Direction, list[Acceptance]], ...] = (
                ("elsewhere", elsewhere),
                ("here", here),
            )
            for direction, stated in ways:
                for decided in _decisions(stated):
                    yield self._precedent(revision, direction, decided)
            if not some and ctid in self.values:
                yield self._without_ends(revision, self.values[ctid])

    def _precedent(
        self, revision: Revision, direction: Direction, stated: Sequence[Acceptance]
    ) -> Precedent:
        """One decision of a record; its ends together."""
        first = stated[0]
        record = self.values.get(CTID(first.profile))
        since, until = _days(record, first)
        ends = [self._ends(each, direction) for each in stated]
        others = dict.fromkeys(id_ for end, _ in ends for id_ in end)
        together = dict.fromkeys(id_ for _, beside in ends for id_ in beside)
        status = status_of(self.registry, revision, first.statuses, self.day, self.today)
        return Precedent(
            record=revision.change.ctid,
            type=revision.record.type,
            name=first.name or revision.record.name,
            direction=direction,
            decision=_decision(first),
            standing=standing(since, until, status, self.day),
            receiver=self._named(first.receiver) if first.receiver else None,
            others=tuple(map(self._named, others)) or self._ends_in_words(record, direction),
            towards=frozenset(each.towards for each in stated if each.towards),
            together=tuple(map(self._named, together)),
            credits=first.credits,
            since=since,
            until=until,
            conditions=first.conditions,
            said=self._told(revision, first.said.predicate),
            confirmed=confirmed_by_side(first.side),
            kept_until=None if revision.provenance.collected else self.today,
        )

    def _without_ends(self, revision: Revision, record: TransferValueRecord) -> Precedent:
        """A transfer value that names nothing known to be counted: it was decided all the same."""
        is_from = any(each.ctid == self.ctid for each in record.transfer_from)
        direction: Direction = "elsewhere" if is_from else "here"
        owner = next(iter(record.owned_by), None)
        terms = [record.status] if record.status else []
        status = status_of(self.registry, revision, terms, self.day, self.today)
        return Precedent(
            record=record.ctid,
            type=record.type,
            name=record.name,
            direction=direction,
            decision="accepted" if owner else "recommended",
            standing=standing(record.start, record.end, status, self.day),
            receiver=self._of_reference(owner) if owner else None,
            others=self._ends_in_words(record, direction),
            towards=frozenset(),
            together=(),
            credits=record.values,
            since=record.start,
            until=record.end,
            conditions=_conditions(revision),
            said=self._told(revision, _WORTH),
            confirmed="others",
            kept_until=None if revision.provenance.collected else self.today,
        )

    def _ends(self, each: Acceptance, direction: Direction) -> tuple[list[str], list[str]]:
        """What stands on the other side, and what has to be had together with this."""
        if direction == "here":
            return sorted(each.things), []
        goals = [end for end in (each.counts_as, each.towards) if end]
        return goals, sorted(each.things - {self.ctid})

    def _ends_in_words(
        self, record: TransferValueRecord | None, direction: Direction
    ) -> tuple[Named, ...]:
        """The other side as the record names it, where it has no record here."""
        if record is None:
            return ()
        named = record.transfer_for if direction == "elsewhere" else record.transfer_from
        return tuple(self._of_reference(each) for each in named if each.ctid != self.ctid)

    def _told(self, revision: Revision, predicate: str) -> Told:
        path = _WORTH if revision.change.ctid in self.values else predicate
        return told(revision, path, self.publishers)

    def _mentioned(self) -> set[CTID]:
        ids: set[str | None] = set()
        for some in self.acceptances.values():
            for each in some:
                ids |= {each.receiver, each.counts_as, each.towards, *each.things}
        for record in self.values.values():
            references = (*record.owned_by, *record.transfer_for, *record.transfer_from)
            ids |= {each.ctid for each in references}
        return {CTID(each) for each in ids if each and CTID_PATTERN.fullmatch(each)}

    def _named(self, id_: str) -> Named:
        known = self.names.get(CTID(id_)) if CTID_PATTERN.fullmatch(id_) else None
        return known or Named(None, {}, iri=id_)

    def _of_reference(self, each: Reference) -> Named:
        known = self.names.get(each.ctid) if each.ctid else None
        return known or Named(each.ctid, each.name, iri=each.iri)


def _days(
    record: TransferValueRecord | None, acceptance: Acceptance
) -> tuple[str | None, str | None]:
    """The stated days: as exact as the record states them, else those of the agreement."""
    said = acceptance.said
    since = (record.start if record else None) or (said.since and said.since.isoformat())
    until = (record.end if record else None) or (said.until and said.until.isoformat())
    return since or None, until or None


def _decisions(stated: Iterable[Acceptance]) -> Iterable[list[Acceptance]]:
    """Those together that are one decision with several ends; everything else is its own."""
    found: dict[object, list[Acceptance]] = {}
    for each in stated:
        credits = tuple((one.minimum, one.maximum, one.unit) for one in each.credits)
        together = each.things if len(each.things) > 1 else None
        key = (each.profile, each.said, each.receiver, each.side, each.state, credits, together)
        found.setdefault(key, []).append(each)
    return found.values()


def _decision(acceptance: Acceptance) -> Decision:
    if acceptance.state != "accepted":
        return acceptance.state
    return "accepted" if acceptance.receiver else "recommended"


def _conditions(revision: Revision) -> tuple[LangText, ...]:
    asked = NodeView(revision.document, revision.document.main).views("ceterms:requires")
    return tuple(text for each in asked if (text := each.text(*DESCRIPTIONS)))


def _order(each: Precedent, day: date) -> tuple[object, ...]:
    """What holds first, then what may hold, then what is over; the newest first."""
    place = {True: 0, None: 1, False: 2}[each.is_good(day)]
    begins = days_of(each.since)
    begun = begins.first.toordinal() if begins else 0
    return (place, each.decision != "refused", -begun, each.record)


def _asked(meant: Meant, found: Iterable[Precedent], day: date, left_out: int) -> Asked:
    """The answer for who is meant; a name that has no record may be a receiver's all the same."""
    receiver = meant.one or Named(None, {"und": meant.text})
    answer = _answer(receiver, found, day, left_out)
    is_unclear = meant.one is None and bool(meant.candidates or meant.is_identifier)
    if is_unclear and (answer == "not assessed" or meant.is_name_of_several):
        return Asked(receiver, "unclear", meant)
    return Asked(receiver, answer, meant)


def _answer(receiver: Named, found: Iterable[Precedent], day: date, left_out: int) -> Verdict:
    own = [
        each
        for each in found
        if each.direction == "elsewhere" and each.receiver and _is_same(each.receiver, receiver)
    ]
    answer = verdict(own, day)
    # What was not read may tell of a decision that holds.
    return "not known" if answer in _WITHOUT_A_DECISION and left_out else answer


def _is_same(one: Named, other: Named) -> bool:
    if one.ctid and other.ctid:
        return one.ctid == other.ctid
    return bool({*map(folded, one.name.values())} & {*map(folded, other.name.values())} - {""})
