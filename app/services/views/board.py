"""Keeping the board's tables in step with the catalogue: gaps, quality and conflicts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from app.services import conflicts
from app.services.conflicts import ABOUT_QUALITY, BETWEEN_PARTS, SAME_THING
from app.services.families import ORGANIZATION
from app.services.summaries import summary_from_json
from app.store import board, catalogue
from app.store.board import ConflictRow, RevocationRow, Standing
from app.store.catalogue import EdgeRow, StatementRow
from app.store.database import Connection
from ctdl.ctid import CTID
from ctdl.records.quality import SHORT_FORMS

_Row = TypeVar("_Row", StatementRow, RevocationRow)
_PARTS = (conflicts.HAS_PART, conflicts.IS_PART_OF)


@dataclass(frozen=True)
class Told:
    """What the catalogue holds that decides on the quality of some things and on conflicts."""

    standings: Mapping[CTID, Standing]
    statements: Mapping[CTID, Sequence[StatementRow]]
    claims: Mapping[CTID, Sequence[StatementRow]]
    revocations: Mapping[CTID, Sequence[RevocationRow]]
    parts: Collection[EdgeRow]

    def subjects(self) -> list[CTID]:
        """Everything that somebody makes a statement on."""
        return sorted(self.statements.keys() | self.claims.keys() | self.revocations.keys())


@dataclass(frozen=True)
class Before:
    """What records spoke of before they changed: subjects of statements, and identifiers."""

    subjects: frozenset[CTID]
    keys: frozenset[str]


def before(connection: Connection, changed: Sequence[CTID]) -> Before:
    """What these records speak of, to be asked before they are taken out of the catalogue."""
    return Before(
        frozenset(board.subjects_judged_in(connection, changed)),
        frozenset(board.identity_keys(connection, changed)),
    )


def refresh(connection: Connection, changed: Sequence[CTID], spoke: Before) -> None:
    """Work out again what depends on more than one record, after these records have changed."""
    subjects = {*changed, *spoke.subjects, *board.subjects_judged_in(connection, changed)}
    told = _told_of(connection, subjects, changed)
    board.put_quality(connection, _changed_quality(told, subjects))
    about = [each for each in _about_quality(told) if each.subject in subjects]
    board.replace_conflicts_about(connection, subjects, ABOUT_QUALITY, about)
    sides = set(changed)
    between = [
        each
        for each in conflicts.between_parts(told.parts, told.standings)
        if each.record in sides or each.other in sides
    ]
    board.replace_conflicts_between(connection, changed, BETWEEN_PARTS, between)
    _refresh_same_things(connection, sides, spoke.keys)


def _refresh_same_things(
    connection: Connection, changed: set[CTID], keys_before: Iterable[str]
) -> None:
    """Compare again all records that share an identifier with a changed one, or did before."""
    keys = {*keys_before, *board.identity_keys(connection, sorted(changed))}
    near = {each for pair in board.sharing_an_identity(connection, keys) for each in pair}
    # An identifier may have come to be shared by too many to tell anything.
    near |= changed | board.in_conflict_over(connection, keys, SAME_THING)
    pairs = board.sharing_an_identity(connection, board.identity_keys(connection, sorted(near)))
    found = [
        each
        for each in _same_things(connection, pairs)
        if each.record in near or each.other in near
    ]
    board.replace_conflicts_between(connection, near, (SAME_THING,), found)


def fill(connection: Connection) -> None:
    """Work it out for every record of a catalogue that was just made."""
    told = _all_told(connection)
    board.put_quality(connection, _changed_quality(told, told.standings))
    found = chain(_about_quality(told), _between_records(connection, told))
    board.add_conflicts(connection, list(found))


def faults(connection: Connection) -> Iterator[str]:
    """Where what depends on more than one record is not what the catalogue says."""
    told = _all_told(connection)
    for ctid, _, _ in _changed_quality(told, told.standings):
        yield f"{ctid}: the board says other things of its quality assurance than the records do"
    expected = {*_about_quality(told), *_between_records(connection, told)}
    for each in sorted(expected ^ board.all_conflicts(connection), key=lambda each: each.record):
        yield f"{each.record}: the board is wrong about a conflict ({each.kind})"


def _told_of(connection: Connection, subjects: set[CTID], changed: Iterable[CTID]) -> Told:
    statements = catalogue.statements_about(connection, subjects)
    makers = {each.record for each in statements}
    near = _edges_on_parts(connection, changed)
    others = {each for edge in near for each in (edge.subject, edge.target) if each is not None}
    standings = board.standings(connection, subjects | makers | others)
    organizations = [ctid for ctid in subjects if _is_organization(standings.get(ctid))]
    return Told(
        standings=standings,
        statements=_by_subject(statements),
        claims=_claims(catalogue.edges_from(connection, organizations, tuple(SHORT_FORMS))),
        revocations=_by_subject(board.revocations_about(connection, subjects)),
        # What a neighbour says of its other parts and wholes decides whether one is left out.
        parts=dict.fromkeys([*near, *catalogue.edges_from(connection, others, _PARTS)]),
    )


def _all_told(connection: Connection) -> Told:
    standings = board.all_standings(connection)
    claims = catalogue.edges_by_predicate(connection, tuple(SHORT_FORMS))
    return Told(
        standings=standings,
        statements=_by_subject(board.all_statements(connection)),
        claims=_claims(each for each in claims if _is_organization(standings.get(each.subject))),
        revocations=_by_subject(board.revocations_about(connection)),
        parts=catalogue.edges_by_predicate(connection, _PARTS),
    )


def _is_organization(standing: Standing | None) -> bool:
    return standing is not None and standing.family == ORGANIZATION


def _edges_on_parts(connection: Connection, records: Iterable[CTID]) -> list[EdgeRow]:
    records = set(records)
    return [
        *catalogue.edges_from(connection, records, _PARTS),
        *catalogue.edges_to(connection, records, _PARTS),
    ]


def _claims(edges: Iterable[EdgeRow]) -> dict[CTID, list[StatementRow]]:
    """What organizations say in the short form about themselves; it states no dates."""
    return _by_subject(
        StatementRow(
            edge.record, edge.subject, edge.target, "{}", SHORT_FORMS[edge.predicate], None, None
        )
        for edge in edges
        if edge.record == edge.subject
    )


def _changed_quality(told: Told, subjects: Iterable[CTID]) -> list[tuple[CTID, bool, str | None]]:
    found = []
    for ctid in subjects:
        standing = told.standings.get(ctid)
        if standing is None:
            continue
        no_qa, until = conflicts.quality_of(standing.family, told.statements.get(ctid, ()))
        if (no_qa, until) != (standing.no_qa, standing.qa_until):
            found.append((ctid, no_qa, until))
    return found


def _about_quality(told: Told) -> Iterator[ConflictRow]:
    for subject in told.subjects():
        standing = told.standings.get(subject)
        stated = (*told.statements.get(subject, ()), *told.claims.get(subject, ()))
        yield from dict.fromkeys(
            conflicts.about_quality(
                subject,
                standing.family if standing else None,
                conflicts.claims_of(stated, told.standings),
                told.revocations.get(subject, ()),
            )
        )


def _between_records(connection: Connection, told: Told) -> Iterator[ConflictRow]:
    yield from conflicts.between_parts(told.parts, told.standings)
    yield from _same_things(connection, board.sharing_an_identity(connection))


def _same_things(
    connection: Connection, pairs: Collection[tuple[CTID, CTID]]
) -> Iterator[ConflictRow]:
    listed = catalogue.records(connection, {ctid for pair in pairs for ctid in pair})
    summaries = {
        ctid: summary_from_json(row.summary) for ctid, row in listed.items() if not row.withdrawn
    }
    for one, other in sorted(pairs):
        if one in summaries and other in summaries:
            found = conflicts.same_thing(summaries[one], summaries[other])
            if found is not None:
                yield found


def _by_subject(found: Iterable[_Row]) -> dict[CTID, list[_Row]]:
    grouped: dict[CTID, list[_Row]] = {}
    for each in found:
        grouped.setdefault(each.subject, []).append(each)
    return grouped
