"""The relational catalogue as a view: what rows a logged change becomes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.services.board_rows import board_rows_of
from app.services.families import family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import summarize
from app.services.views import board as board_view
from app.services.views.base import last_of_each
from app.store import board, catalogue, log
from app.store.board import BoardRows
from app.store.catalogue import EdgeRow, RecordRow, ResourceRow, Rows, StatementRow
from app.store.database import Connection
from app.store.log import LoggedChange
from ctdl.assurance import is_foreseen
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.language import best_text, folded
from ctdl.records import (
    ActionRecord,
    CredentialRecord,
    OrganizationRecord,
    edges,
)
from ctdl.records.reading import NAMES, NodeView

BATCH = 500
_NAME_KEY_LENGTH = 200


class CatalogueView:
    """The catalogue's tables; changes and the number reached are one transaction."""

    name = "catalogue"

    def __init__(self, registry: Registry) -> None:
        self._database = registry.database

    def reached(self) -> int:
        """The number of the last change the tables show."""
        with self._database.reading() as connection:
            return catalogue.position(connection)

    def limit(self) -> int | None:
        """It depends on no other view."""
        return None

    def covers(self, _resource_type: str) -> bool:
        """It shows every class of record."""
        return True

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Show these changes, in one transaction."""
        with self._database.writing(must_last=False) as connection:
            if catalogue.lock_position(connection) >= changes[-1].number:
                return
            newest = last_of_each(changes)
            ctids = [change.ctid for change in newest]
            spoke = board_view.before(connection, ctids)
            catalogue.remove(connection, ctids)
            board.remove(connection, ctids)
            _put(connection, newest)
            board_view.refresh(connection, ctids, spoke)
            catalogue.move_position(connection, changes[-1].number)

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Empty the tables and fill them again, in one transaction."""
        with self._database.writing(must_last=False) as connection:
            catalogue.lock_position(connection)
            catalogue.clear(connection)
            board.clear(connection)
            for part in _batches(changes):
                _put(connection, part)
            board_view.fill(connection)
            catalogue.move_position(connection, number)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record listed, with its revision."""
        with self._database.reading() as connection:
            yield from catalogue.entries(connection)

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Where the parts of a record, or what the board says of it, are not as they should be."""
        with self._database.reading() as connection:
            counts = catalogue.part_counts(connection)
            counted = {row.ctid: row for row in board.all_rows(connection)}
            yield from board_view.faults(connection)
        for change in changes:
            revision = Revision(change)
            rows = rows_of(revision, change.at)
            expected = (len(rows.resources), len(rows.edges), len(rows.statements))
            found = counts.get(change.ctid)
            if found != expected:
                yield f"{change.ctid}: {found} things, relations and statements, not {expected}"
            row = board_rows_of(revision, rows.record.family, rows.record.name_key).row
            shown = counted.get(change.ctid)
            if shown is None or replace(shown, no_qa=row.no_qa, qa_until=row.qa_until) != row:
                yield f"{change.ctid}: the board does not say what the record does"


def rows_of(revision: Revision, first_at: str) -> Rows:
    """The rows that a change puts into the catalogue; a withdrawn record keeps only its names."""
    change = revision.change
    document, record = revision.document, revision.record
    withdrawn = change.is_withdrawal
    name, _ = best_text(record.name, "en")
    return Rows(
        record=RecordRow(
            ctid=change.ctid,
            number=change.number,
            first_at=first_at,
            type=change.resource_type,
            family=family_of(change.resource_type),
            withdrawn=withdrawn,
            name_key=folded(name)[:_NAME_KEY_LENGTH],
            country=record.country if isinstance(record, OrganizationRecord) else None,
            sha256=change.sha256,
            summary=summarize(record).to_json(),
        ),
        resources=tuple(_resource_rows(document, withdrawn)),
        edges=() if withdrawn else _edge_rows(document),
        statements=() if withdrawn else tuple(_statement_rows(revision)),
    )


def _put(connection: Connection, changes: Sequence[LoggedChange]) -> None:
    """Show these changes, one of each record, in the catalogue and on the board."""
    first = log.first_instants(connection, [change.ctid for change in changes])
    rows: list[Rows] = []
    counted: list[BoardRows] = []
    for change in changes:
        # Not kept: hundreds of parsed documents at a time would slow a rebuild down.
        revision = Revision(change)
        rows.append(rows_of(revision, first[change.ctid]))
        if not change.is_withdrawal:
            shown = rows[-1].record
            counted.append(board_rows_of(revision, shown.family, shown.name_key))
    catalogue.put(connection, rows)
    board.put(connection, counted)


def _resource_rows(document: Document, withdrawn: bool) -> Iterator[ResourceRow]:
    for ctid, node in document.by_ctid.items():
        thing = NodeView(document, node)
        yield ResourceRow(ctid, document.ctid, thing.type, _json(thing.text(*NAMES)), withdrawn)


def _edge_rows(document: Document) -> tuple[EdgeRow, ...]:
    return tuple(
        EdgeRow(document.ctid, edge.subject, edge.predicate, edge.target_ctid, edge.target_iri)
        for edge in edges(document)
    )


def _statement_rows(revision: Revision) -> Iterator[StatementRow]:
    ctid, record = revision.change.ctid, revision.record
    if isinstance(record, CredentialRecord):
        for each in record.qa:
            yield StatementRow(
                record=ctid,
                subject=ctid,
                agent=each.by.ctid,
                agent_name=_json(each.by.name),
                kind=each.kind,
                starts_on=each.start,
                ends_on=each.end,
                ends_foreseen=_is_foreseen(revision, each.end, "ceterms:relatedAction"),
            )
    elif isinstance(record, ActionRecord) and record.kind is not None:
        for subject in record.objects:
            for agent in record.acting_agents:
                if subject.ctid is not None:
                    yield StatementRow(
                        record=ctid,
                        subject=subject.ctid,
                        agent=agent.ctid,
                        agent_name=_json(agent.name),
                        kind=record.kind,
                        starts_on=record.start,
                        ends_on=record.end,
                        ends_foreseen=_is_foreseen(revision, record.end, "ceterms:endDate"),
                    )


def _is_foreseen(revision: Revision, end: str | None, path: str) -> bool:
    """Whether an end was to come when it was read; a live record keeps saying what it says."""
    provenance = revision.provenance
    return provenance.collected and is_foreseen(end, provenance.of(path).seen)


def _batches(changes: Iterable[LoggedChange]) -> Iterator[list[LoggedChange]]:
    part: list[LoggedChange] = []
    for change in changes:
        part.append(change)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
