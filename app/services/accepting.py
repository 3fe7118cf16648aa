"""What records state to count elsewhere, and on which side those who say it stand."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from app.services.confirming import Voices, publisher_names
from app.services.names import names
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named
from app.store import catalogue
from app.store.database import Connection
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.pathways.reading import Elsewhere, Joined, acceptances
from ctdl.pathways.rules import Said
from ctdl.pathways.things import Acceptance

_TRANSFERRED: Final = ("ceterms:providesTransferValueFor", "ceterms:receivesTransferValueFrom")
_PROVIDED: Final = ("ceterms:ownedBy", "ceterms:offeredBy")
_WORTH: Final = "ceterms:transferValue"
_FROM: Final = "ceterms:transferValueFrom"


def acceptances_in(
    registry: Registry, revisions: Mapping[CTID, Revision], *, whatever_status: bool = False
) -> dict[CTID, tuple[Acceptance, ...]]:
    """What each of these records states to count elsewhere; `whatever_status` also what is over.

    Where a record was collected, those who receive or send say it only if the words are theirs.
    """
    with registry.database.reading() as connection:
        joined = joined_by(connection, list(revisions), _TRANSFERRED)
        edges = catalogue.edges_from(connection, revisions)
        resources = catalogue.resources(connection, {each.target for each in edges if each.target})
        classes: dict[str, str] = {ctid: row.type for ctid, row in resources.items()}
        givers = _providers(connection, resources)
        known = {*(giver for some in givers.values() for giver in some), *resources}
        called = names(connection, known)
    elsewhere = Elsewhere(classes, {ctid: frozenset(some) for ctid, some in givers.items()})
    publishers = publisher_names(registry, (each.change for each in revisions.values()))
    voices = Voices(registry)
    return {
        ctid: tuple(
            _with_side(each, revision, voices, publishers.get(revision.change.publisher), called)
            for each in acceptances(
                revision.document,
                joined.get(ctid, ()),
                elsewhere,
                revision.provenance,
                whatever_status=whatever_status,
            )
        )
        for ctid, revision in revisions.items()
    }


def joined_by(
    connection: Connection, ctids: Collection[CTID], predicates: Iterable[str]
) -> dict[CTID, tuple[Joined, ...]]:
    """What other records state towards each of these."""
    found: dict[CTID, list[Joined]] = {}
    for edge in catalogue.edges_to(connection, list(ctids), tuple(predicates)):
        if edge.target is not None and edge.subject != edge.target:
            said = Said(edge.record, edge.predicate)
            found.setdefault(edge.target, []).append(Joined(edge.subject, said))
    return {ctid: tuple(some) for ctid, some in found.items()}


def _with_side(
    each: Acceptance,
    revision: Revision,
    voices: Voices,
    publisher: str | None,
    called: Mapping[CTID, Named],
) -> Acceptance:
    """The same with its side: that of whoever says so, not only of whose record it is."""
    if each.side is None and each.said.by is None and revision.change.publisher == each.receiver:
        # Nobody is named who owns it: then those speak who publish it.
        return replace(each, side="receiving")
    if each.side not in ("receiving", "sending"):
        return each
    if each.said.by is not None:
        speaker: str | None = each.said.by
    else:
        speaker = each.receiver if each.side == "receiving" else None
    # Of a transfer value the worth is what is said; the editors may have found the record.
    path = _WORTH if each.said.predicate == _FROM else each.said.predicate
    parties = [called[CTID(speaker)]] if speaker and _is_known(speaker, called) else []
    is_own = voices.are_of(revision, path, publisher, parties)
    return each if is_own else replace(each, side="third party")


def _is_known(id_: str, called: Mapping[CTID, Named]) -> bool:
    return bool(CTID_PATTERN.fullmatch(id_)) and CTID(id_) in called


def _providers(connection: Connection, ctids: Iterable[CTID]) -> dict[str, set[CTID]]:
    found: dict[str, set[CTID]] = {}
    for edge in catalogue.edges_from(connection, list(ctids), _PROVIDED):
        if edge.target is not None:
            found.setdefault(edge.subject, set()).add(edge.target)
    return found
