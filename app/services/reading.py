"""Reading: one record, its neighbours, names and summaries, and the changes of the log."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.services.names import countries, names
from app.services.others_statements import with_statements_of_others
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named, Summary, summary_from_json
from app.store import catalogue, log, publishers
from app.store.catalogue import StatementRow
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.language import LangText
from ctdl.provenance import Provenance
from ctdl.records import Record


class RecordNotFound(RegistryError):
    """No record with this CTID was ever published here."""


@dataclass(frozen=True)
class Tombstone:
    """What is still said of a withdrawn record."""

    ctid: CTID
    name: LangText
    type: str
    number: int
    at: str
    publisher: str
    publisher_name: str
    reason: str | None
    replaced_by: CTID | None
    sha256: str


class RecordWithdrawn(RegistryError):
    """The record was taken back; `tombstone` says by whom, when and why."""

    def __init__(self, tombstone: Tombstone) -> None:
        self.tombstone = tombstone
        super().__init__(f"{tombstone.ctid} was withdrawn on {tombstone.at}.")


@dataclass(frozen=True)
class StoredRecord:
    """A live record as the log holds it; `ctid` may be a thing inside the document."""

    ctid: CTID
    revision: Revision
    first_at: str
    publisher_name: str

    @property
    def change(self) -> LoggedChange:
        """The entry of the log that made it what it is."""
        return self.revision.change

    @property
    def document(self) -> Document:
        """The whole document."""
        return self.revision.document

    @property
    def document_ctid(self) -> CTID:
        """The CTID of the document's main resource."""
        return self.change.ctid

    @property
    def number(self) -> int:
        """The number of the change."""
        return self.change.number

    @property
    def kind(self) -> str:
        """Published, updated or restored."""
        return self.change.kind

    @property
    def at(self) -> str:
        """When it became what it is (UTC, `Z`)."""
        return self.change.at

    @property
    def sha256(self) -> str:
        """The revision's digest."""
        return self.change.sha256

    @property
    def provenance(self) -> Provenance:
        """Who stated its facts."""
        return self.revision.provenance

    @cached_property
    def record(self) -> Record:
        """The typed record of `ctid`."""
        if self.ctid == self.document_ctid:
            return self.revision.record
        return self.revision.record_of(self.ctid)


@dataclass(frozen=True)
class StoredEdge:
    """A relation somebody's record states; `source` is that record, `other` its far end."""

    source: CTID
    subject: CTID
    predicate: str
    target: CTID | None
    target_iri: str | None
    other: Named


@dataclass(frozen=True)
class StoredStatement:
    """A quality-assurance statement, who vouches for whom, and the record that says so."""

    source: CTID
    subject: Named
    by: Named
    kind: str
    start: str | None
    end: str | None


@dataclass(frozen=True)
class OthersStatement:
    """A statement that another record makes about this one, and who stated that record's facts."""

    statement: StoredStatement
    provenance: Provenance


@dataclass(frozen=True)
class ChangePage:
    """Some entries of the log; `next` asks for those after them."""

    changes: tuple[LoggedChange, ...]
    next: int
    latest: int


def get_record(registry: Registry, ctid: CTID) -> StoredRecord:
    """The live record with this CTID; raises RecordNotFound or RecordWithdrawn."""
    change = log.newest_change(registry.database, ctid)
    if change is None:
        change = _change_of_resource(registry, ctid)
    with registry.database.reading() as connection:
        name = publishers.publisher_name(connection, change.publisher) or change.publisher
        first = log.first_instants(connection, [change.ctid])[change.ctid]
    if change.is_withdrawal:
        raise RecordWithdrawn(_tombstone(ctid, change, name))
    return StoredRecord(ctid, Revision(change), first, name)


def live_revisions(registry: Registry, ctids: Iterable[CTID]) -> list[Revision]:
    """The newest revisions of the records among these that are not withdrawn, as they were logged.

    What was never published, or is described in the record of another, is left out.
    """
    found = log.newest_of(registry.database, ctids)
    return [Revision(each) for each in found if not each.is_withdrawal]


def named(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, Named]:
    """What each of these things is called now; unknown ones are left out."""
    with registry.database.reading() as connection:
        return names(connection, ctids)


def summaries(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, Summary]:
    """The summaries of these records, with today's names; unknown ones are left out."""
    with registry.database.reading() as connection:
        found = catalogue.records(connection, ctids)
        bare = {ctid: summary_from_json(row.summary) for ctid, row in found.items()}
        bare = with_statements_of_others(connection, bare)
        referred = {each for summary in bare.values() for each in summary.references()}
        known, places = names(connection, referred), countries(connection, referred)
    return {ctid: summary.with_names(known, places) for ctid, summary in bare.items()}


def listing(
    registry: Registry, family: str, *, country: str | None = None, types: Sequence[str] = ()
) -> list[Summary]:
    """The live records of a family, by name."""
    with registry.database.reading() as connection:
        rows = catalogue.listing(connection, family, country=country, types=types)
    return [summary_from_json(row.summary) for row in rows]


def counts(registry: Registry) -> dict[str, int]:
    """How many live records there are of each family."""
    with registry.database.reading() as connection:
        return catalogue.family_counts(connection)


def country_counts(registry: Registry, family: str) -> dict[str, int]:
    """How many live records of the family there are in each country."""
    with registry.database.reading() as connection:
        return catalogue.country_counts(connection, family)


def incoming(registry: Registry, ctid: CTID, predicates: Sequence[str] = ()) -> list[StoredEdge]:
    """What other records state towards this thing; `other` is who they speak of."""
    with registry.database.reading() as connection:
        rows = catalogue.edges_to(connection, [ctid], predicates)
        known = names(connection, [row.subject for row in rows])
    return [
        StoredEdge(
            row.record,
            row.subject,
            row.predicate,
            row.target,
            row.target_iri,
            known.get(row.subject, Named(row.subject, {})),
        )
        for row in rows
    ]


def outgoing(registry: Registry, ctid: CTID, predicates: Sequence[str] = ()) -> list[StoredEdge]:
    """What this thing's record states towards others; `other` is the far end."""
    with registry.database.reading() as connection:
        rows = catalogue.edges_from(connection, [ctid], predicates)
        known = names(connection, [row.target for row in rows if row.target is not None])
    return [
        StoredEdge(
            row.record, row.subject, row.predicate, row.target, row.target_iri, _far_end(row, known)
        )
        for row in rows
    ]


def statements_about(registry: Registry, ctid: CTID) -> list[StoredStatement]:
    """Every quality-assurance statement about this thing, whoever's record makes it."""
    with registry.database.reading() as connection:
        rows = catalogue.statements_about(connection, [ctid])
    return _statements(registry, rows)


def statements_of_others(registry: Registry, stored: StoredRecord) -> list[OthersStatement]:
    """What other records, such as an agency's, state about the quality assurance of this one."""
    found = [
        each
        for each in statements_about(registry, stored.ctid)
        if each.source != stored.document_ctid
    ]
    changes = log.newest_of(registry.database, {each.source for each in found})
    told = {change.ctid: Revision(change).provenance for change in changes}
    return [OthersStatement(each, told[each.source]) for each in found if each.source in told]


def statements_by(registry: Registry, ctid: CTID) -> list[StoredStatement]:
    """Every quality-assurance statement in which this organisation is the one that vouches."""
    with registry.database.reading() as connection:
        rows = catalogue.statements_by(connection, ctid)
    return _statements(registry, rows)


def history(registry: Registry, ctid: CTID) -> list[LoggedChange]:
    """Every entry about this record, oldest first; raises RecordNotFound when there is none."""
    found = log.changes_of(registry.database, ctid)
    if not found:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    return found


def changes_after(registry: Registry, after: int, limit: int) -> ChangePage:
    """Up to `limit` entries after the number `after`, oldest first."""
    latest = log.latest_number(registry.database)
    found = tuple(log.changes_after(registry.database, after, limit))
    return ChangePage(found, found[-1].number if found else after, max(latest, after))


def _change_of_resource(registry: Registry, ctid: CTID) -> LoggedChange:
    with registry.database.reading() as connection:
        row = catalogue.resources(connection, [ctid]).get(ctid)
    change = log.newest_change(registry.database, row.record) if row else None
    if change is None:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    return change


def _tombstone(ctid: CTID, change: LoggedChange, publisher_name: str) -> Tombstone:
    return Tombstone(
        ctid=ctid,
        name=Revision(change).record.name,
        type=change.resource_type,
        number=change.number,
        at=change.at,
        publisher=change.publisher,
        publisher_name=publisher_name,
        reason=change.reason,
        replaced_by=CTID(change.replaced_by) if change.replaced_by else None,
        sha256=change.sha256,
    )


def _far_end(row: catalogue.EdgeRow, known: dict[CTID, Named]) -> Named:
    if row.target is not None and row.target in known:
        return known[row.target]
    return Named(row.target, {}, iri=row.target_iri)


def _statements(registry: Registry, rows: Sequence[StatementRow]) -> list[StoredStatement]:
    ctids = {row.subject for row in rows} | {row.agent for row in rows if row.agent is not None}
    known = named(registry, ctids)
    found = []
    for row in rows:
        fallback = Named(row.agent, json.loads(row.agent_name))
        by = known.get(row.agent, fallback) if row.agent is not None else fallback
        subject = known.get(row.subject, Named(row.subject, {}))
        found.append(StoredStatement(row.record, subject, by, row.kind, row.starts_on, row.ends_on))
    return found
