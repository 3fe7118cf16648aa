"""Stacks by transfer values: what this credential is stated to be worth elsewhere, and when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from app.services.accepting import acceptances_in
from app.services.confirming import (
    Confirmed,
    Told,
    confirmed_by_side,
    publisher_names,
    revisions_of,
    told,
)
from app.services.families import SEARCHED, family_of
from app.services.names import names
from app.services.reading import summaries
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.stacking.model import Asserted, Sorted
from app.services.stacking.own import Own
from app.services.stacking.sorting import sorted_stack
from app.services.standings import OVER, standing, status_of
from app.services.summaries import Named, Summary
from app.store import catalogue
from ctdl.ctid import CTID
from ctdl.records import Reference, TransferValueRecord

MOST: Final = 60
_FROM: Final = "ceterms:transferValueFrom"
Sides = dict[tuple[CTID, str | None], Confirmed]
"""Who states a transfer, by its record and what it counts for."""


def transfers(own: Own, day: date) -> tuple[Asserted, ...]:
    """Every stated transfer of this credential, one for each thing that it counts for."""
    with own.registry.database.reading() as connection:
        rows = catalogue.edges_to(connection, [own.ctid], (_FROM,))
    stating = sorted({row.record for row in rows})[:MOST]
    revisions = revisions_of(own.registry, stating)
    publishers = publisher_names(own.registry, (each.change for each in revisions.values()))
    values = [
        (
            each.record,
            told(each, "ceterms:transferValue", publishers),
            told(each, _FROM, publishers),
        )
        for each in revisions.values()
    ]
    meant = [
        (record, _with_note(worth, link))
        for record, worth, link in values
        if isinstance(record, TransferValueRecord) and _is_from(record, own.ctid)
    ]
    known, owners = _known(own, [record for record, _ in meant])
    sides = _sides(own, revisions)
    found = (
        stack
        for record, said in meant
        for stack in _stacks(
            own,
            record,
            said,
            known,
            owners,
            _in_force(own.registry, record, revisions[record.ctid], day),
            sides,
        )
    )
    return tuple(found)


def _in_force(
    registry: Registry, record: TransferValueRecord, revision: Revision, day: date
) -> bool | None:
    """Whether its days, as far as they are stated, and its status say that it holds on `day`.

    A status that was seen on another day tells nothing of this one.
    """
    terms = [record.status] if record.status else []
    status = status_of(registry, revision, terms, day, datetime.now(UTC).date())
    stands = standing(record.start, record.end, status, day)
    return None if stands == "status of another day" else stands not in OVER


def _sides(own: Own, revisions: dict[CTID, Revision]) -> Sides:
    """By what each transfer counts for, the sides of those who state it."""
    return {
        (ctid, each.counts_as or each.towards): confirmed_by_side(each.side)
        for ctid, some in acceptances_in(own.registry, revisions, whatever_status=True).items()
        for each in some
    }


def _is_from(record: TransferValueRecord, ctid: CTID) -> bool:
    """Whether it is about the credential itself: what describes a part of it is not."""
    return any(each.ctid == ctid for each in record.transfer_from)


def _with_note(worth: Told, link: Told) -> Told:
    """The statement of the worth, with what is said of how the record was found."""
    notes = dict.fromkeys(note for note in (worth.note, link.note) if note)
    return Told(
        worth.record, worth.by, worth.source, worth.source_url, worth.seen, "; ".join(notes) or None
    )


def _known(
    own: Own, records: Sequence[TransferValueRecord]
) -> tuple[dict[CTID, Summary], dict[CTID, Named]]:
    """The credentials and courses that the transfers count for, and those who own the transfers."""
    targets = {each.ctid for record in records for each in record.transfer_for if each.ctid}
    owners = {each.ctid for record in records for each in record.owned_by if each.ctid}
    with own.registry.database.reading() as connection:
        live = {
            ctid
            for ctid, row in catalogue.resources(connection, targets).items()
            if not row.withdrawn and family_of(row.type) in SEARCHED
        }
        named = names(connection, owners)
    return summaries(own.registry, live), named


def _stacks(
    own: Own,
    record: TransferValueRecord,
    said: Told,
    known: dict[CTID, Summary],
    owners: dict[CTID, Named],
    in_force: bool | None,
    sides: Sides,
) -> Iterator[Asserted]:
    receiver = _receiver(record.owned_by, owners)
    targets = {each.ctid for each in record.transfer_for if each.ctid in known}
    common = Asserted(
        ctid=None,
        name=record.name,
        type=record.type,
        provider=None,
        sorted=Sorted(None, "not stated"),
        relations=("ceterms:transferValueFor",),
        told=(said,),
        confirmed=_of_no_record(record, sides),
        credits=record.values,
        receiver=receiver,
        since=record.start,
        until=record.end,
        in_force=in_force,
        transfer=record.ctid,
    )
    others = [known[ctid] for ctid in sorted(targets - {own.ctid, None}) if ctid]
    for target in others:
        yield replace(
            common,
            ctid=target.ctid,
            name=target.name,
            type=target.type,
            provider=target.provider,
            sorted=sorted_stack(own.summary, target, False, own.crosswalk),
            confirmed=sides.get((record.ctid, target.ctid), "others"),
        )
    if not others:
        yield common


def _receiver(owned_by: Iterable[Reference], owners: dict[CTID, Named]) -> Named | None:
    """Who recognises the value: the owner of the transfer value, if it names one."""
    for each in owned_by:
        if each.ctid and each.ctid in owners:
            return owners[each.ctid]
        if each.name or each.iri:
            return Named(each.ctid, each.name, iri=each.iri)
    return None


def _of_no_record(record: TransferValueRecord, sides: Sides) -> Confirmed:
    """Who states a transfer whose ends have no record here: those of all its ends are the same."""
    found = {said for (ctid, _), said in sides.items() if ctid == record.ctid}
    return found.pop() if len(found) == 1 else "others"
