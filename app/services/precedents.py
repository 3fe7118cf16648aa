"""Precedents: what is recorded of a credential counting elsewhere, and of others counting here.

History and no promise. Refused is only what a record says to be refused; of whoever is not named
nothing is known: not assessed, which is something else.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from app.services.accepting import acceptances_in
from app.services.confirming import (
    Confirmed,
    Told,
    confirmed_by_side,
    publisher_names,
    revisions_of,
    told,
)
from app.services.families import ORGANIZATION, family_of
from app.services.names import names
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named
from app.store import catalogue
from app.store.database import Connection
from ctdl.assurance import days_of, days_seen
from ctdl.ctid import CTID, CTID_PATTERN, ctid_in
from ctdl.language import LangText, folded
from ctdl.pathways.things import Acceptance
from ctdl.records import Reference, TransferValueRecord
from ctdl.records.reading import DESCRIPTIONS, NodeView
from ctdl.records.values import Amount

Direction = Literal["elsewhere", "here"]
"""It counts elsewhere, or something else counts towards it."""

Decision = Literal["accepted", "recommended", "refused"]
"""Recommended is what a body advises that receives nothing itself, or that names no receiver."""

Standing = Literal["in force", "open", "no start", "undated", "ended", "not begun", "ceased"]
"""How it stands on the day: within its dates, begun and without a stated end, not ended and without
a stated beginning, without any dates, over, not begun yet, or said to have ceased."""

Verdict = Literal["accepted", "refused", "recommended", "no longer", "disputed", "not assessed"]

MOST: Final = 300
"""So many records are read about one credential."""
_LONGEST_NAME: Final = 300
_TOWARDS: Final = (
    "ceterms:transferValueFrom",
    "ceterms:transferValueFor",
    "ceterms:sendingProgram",
    "ceterms:receivingProgram",
    "ceterms:advancedStandingFrom",
    "ceterms:isAdvancedStandingFor",
)
_OUTWARD: Final = ("ceterms:providesTransferValueFor", "ceterms:receivesTransferValueFrom")
_OWN: Final = ("ceterms:advancedStandingFrom", "ceterms:isAdvancedStandingFor")
_WORTH: Final = "ceterms:transferValue"
_OVER: Final = frozenset({"Ceased", "Deprecated", "Suspended"})
_OWNER: Final = ("ceterms:ownedBy",)


@dataclass(frozen=True)
class Precedent:
    """One recorded decision: who decided what, worth how much, from when until when.

    `others` is what it counts as or towards, or what counts towards it; `together` what has to be
    had with it. `since` and `until` are as exact as stated.
    """

    record: CTID
    type: str
    name: LangText
    direction: Direction
    decision: Decision
    standing: Standing
    receiver: Named | None
    others: tuple[Named, ...]
    together: tuple[Named, ...]
    credits: tuple[Amount, ...]
    since: str | None
    until: str | None
    conditions: tuple[LangText, ...]
    said: Told
    confirmed: Confirmed
    is_kept: bool = False
    """Whether whoever says it keeps saying it, and was not only seen to say it once."""

    def is_good(self, day: date) -> bool | None:
        """Whether it still holds on the day; None where nothing that is stated tells."""
        if self.standing in ("ended", "not begun", "ceased"):
            return False
        if self.standing == "in force":
            return True
        seen = days_seen(self.said.seen)
        if seen is None:
            return None
        # Without a stated day, what counts is since when and until when it was seen to be said.
        had_begun = self.standing == "open" or day >= seen.first
        still_runs = self.standing == "no start" or self.is_kept or day <= seen.last
        return True if had_begun and still_runs else None


@dataclass(frozen=True)
class Asked:
    """What one institution is recorded to have decided about the credential."""

    receiver: Named
    verdict: Verdict


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
    registry: Registry, ctid: CTID, day: date, receiver: str | None = None
) -> Precedents:
    """What is recorded about this credential, and by `receiver` (a CTID, an address or a name)."""
    records = stating(registry, ctid)
    reader = _Reader(registry, ctid, day, records[:MOST])
    found = sorted(reader.precedents(), key=lambda each: _order(each, day))
    asked = _asked(registry, receiver, found, day) if receiver else None
    return Precedents(ctid, day, tuple(found), max(0, len(records) - MOST), asked)


def stating(registry: Registry, ctid: CTID) -> list[CTID]:
    """The records that say what this credential counts for, or what counts towards it."""
    with registry.database.reading() as connection:
        about = catalogue.edges_to(connection, [ctid], _TOWARDS)
        own = catalogue.edges_from(connection, [ctid], (*_OUTWARD, *_OWN))
    named = {edge.target for edge in own if edge.predicate in _OUTWARD and edge.target}
    standing = {edge.record for edge in own if edge.predicate in _OWN}
    return sorted({edge.record for edge in about} | named | standing)


class _Reader:
    """Reads the records that speak of one credential."""

    def __init__(self, registry: Registry, ctid: CTID, day: date, records: Sequence[CTID]) -> None:
        self.ctid = ctid
        self.day = day
        self.revisions = revisions_of(registry, records)
        self.acceptances = acceptances_in(registry, self.revisions)
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
                if stated:
                    yield self._precedent(revision, direction, stated)
            if not some and ctid in self.values:
                yield from self._not_read(revision, self.values[ctid])

    def _precedent(
        self, revision: Revision, direction: Direction, stated: Sequence[Acceptance]
    ) -> Precedent:
        """What one record says in one direction; its ends together."""
        first = stated[0]
        record = self.values.get(revision.change.ctid)
        since, until = _days(record, first)
        ends = [self._ends(each, direction) for each in stated]
        others = dict.fromkeys(id_ for end, _ in ends for id_ in end)
        together = dict.fromkeys(id_ for _, beside in ends for id_ in beside)
        bare = Precedent(
            record=revision.change.ctid,
            type=revision.record.type,
            name=revision.record.name,
            direction=direction,
            decision=_decision(first),
            standing=_standing(since, until, record.status if record else None, self.day),
            receiver=self._named(first.receiver) if first.receiver else None,
            others=tuple(map(self._named, others)) or self._ends_in_words(record, direction),
            together=tuple(map(self._named, together)),
            credits=first.credits,
            since=since,
            until=until,
            conditions=_conditions(revision),
            said=self._told(revision, first.said.predicate),
            confirmed=confirmed_by_side(first.side),
        )
        return replace(bare, is_kept=not revision.provenance.collected)

    def _not_read(self, revision: Revision, record: TransferValueRecord) -> Iterator[Precedent]:
        """A transfer value that has ceased: it counts for nothing now, but it was decided."""
        is_from = any(each.ctid == self.ctid for each in record.transfer_from)
        direction: Direction = "elsewhere" if is_from else "here"
        owner = next(iter(record.owned_by), None)
        yield Precedent(
            record=record.ctid,
            type=record.type,
            name=record.name,
            direction=direction,
            decision="accepted" if owner else "recommended",
            standing=_standing(record.start, record.end, record.status, self.day),
            receiver=self._of_reference(owner) if owner else None,
            others=self._ends_in_words(record, direction),
            together=(),
            credits=record.values,
            since=record.start,
            until=record.end,
            conditions=_conditions(revision),
            said=self._told(revision, _WORTH),
            confirmed="others",
            is_kept=not revision.provenance.collected,
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


def _decision(acceptance: Acceptance) -> Decision:
    if acceptance.state == "refused":
        return "refused"
    return "accepted" if acceptance.receiver else "recommended"


def _standing(since: str | None, until: str | None, status: str | None, day: date) -> Standing:
    begins, ends = days_of(since), days_of(until)
    if ends and day > ends.last:
        return "ended"
    if begins and day < begins.first:
        return "not begun"
    if status in _OVER:
        return "ceased"
    if ends:
        return "in force" if begins else "no start"
    return "open" if begins else "undated"


def _conditions(revision: Revision) -> tuple[LangText, ...]:
    node = revision.document.by_ctid.get(revision.change.ctid)
    if node is None:
        return ()
    asked = NodeView(revision.document, node).views("ceterms:requires")
    return tuple(text for each in asked if (text := each.text(*DESCRIPTIONS)))


def _order(each: Precedent, day: date) -> tuple[object, ...]:
    """What holds first, then what may hold, then what is over; the newest first."""
    place = {True: 0, None: 1, False: 2}[each.is_good(day)]
    begins = days_of(each.since)
    begun = begins.first.toordinal() if begins else 0
    return (place, each.decision != "refused", -begun, each.record)


def _asked(registry: Registry, text: str, found: Iterable[Precedent], day: date) -> Asked:
    receiver = _organization(registry, text)
    own = [
        each
        for each in found
        if each.direction == "elsewhere" and each.receiver and _is_same(each.receiver, receiver)
    ]
    return Asked(receiver, _verdict(own, day))


def _verdict(own: Collection[Precedent], day: date) -> Verdict:
    if not own:
        return "not assessed"
    standing = {each.decision for each in own if each.is_good(day) is not False}
    if not standing:
        return "no longer"
    if "refused" in standing:
        return "refused" if standing == {"refused"} else "disputed"
    return "accepted" if "accepted" in standing else "recommended"


def _is_same(one: Named, other: Named) -> bool:
    if one.ctid and other.ctid:
        return one.ctid == other.ctid
    return bool({*map(folded, one.name.values())} & {*map(folded, other.name.values())} - {""})


def _organization(registry: Registry, text: str) -> Named:
    """The organisation of this CTID, address or exact name; else only the text as its name."""
    text = text.strip()[:_LONGEST_NAME]
    with registry.database.reading() as connection:
        ctid = _stated_ctid(text) or _only_one(connection, text)
        known = names(connection, [ctid]) if ctid else {}
    found = known.get(ctid) if ctid else None
    is_organization = found is not None and family_of(found.type) == ORGANIZATION
    return found if found is not None and is_organization else Named(None, {"und": text})


def _stated_ctid(text: str) -> CTID | None:
    bare = text.lower()
    return CTID(bare) if CTID_PATTERN.fullmatch(bare) else ctid_in(text)


def _only_one(connection: Connection, name: str) -> CTID | None:
    found = catalogue.called(connection, ORGANIZATION, [folded(name)])
    return found[0] if len(found) == 1 else None
