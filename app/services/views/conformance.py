"""Records held against standards, as a view: only what changed is checked again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from app.services.conformance import VIEW, basis, check_against_all
from app.services.families import SEARCHED, family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.surroundings import Surroundings, day_of_checks, holds_until
from app.services.views.dependents import newest_up_to, newest_with, resting_on
from app.store import catalogue, conformance, view_positions
from app.store.conformance import CheckedRow, ResultRow
from app.store.database import Connection
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from ctdl.standards import Around

_BATCH = 100
"""Records that are read, checked and kept together."""


class ConformanceView:
    """What came out of each credential against each standard; it follows the catalogue.

    Results made by other files of standards are none: then the view starts again.
    """

    name = VIEW

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def reached(self) -> int:
        """The number of the last change whose results are kept; 0 for other standards' results."""
        with self._registry.database.reading() as connection:
            found = view_positions.position(connection, self.name)
        return found.number if found.basis == basis() else 0

    def limit(self) -> int | None:
        """It may not run ahead of the catalogue, which knows who provides and judges what."""
        with self._registry.database.reading() as connection:
            return catalogue.position(connection)

    def covers(self, resource_type: str) -> bool:
        """It checks credentials and learning opportunities."""
        return family_of(resource_type) in SEARCHED

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Check what changed, and what rests on something that changed."""
        number = changes[-1].number
        newest = newest_with(self._registry, changes, resting_on(self._registry, changes))
        covered = [each for each in newest if self.covers(each.resource_type)]
        made = [each for batch in self._checked(covered) for each in batch]
        with self._registry.database.writing(must_last=False) as connection:
            if view_positions.lock(connection, self.name).number >= number:
                return
            conformance.remove(connection, [each.ctid for each in covered])
            _keep(connection, made)
            view_positions.move(connection, self.name, number, basis())

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Check every record again, a batch at a time, so that writers need not wait long."""
        with self._registry.database.writing(must_last=False) as connection:
            view_positions.lock(connection, self.name)
            view_positions.move(connection, self.name, 0, basis())
            conformance.clear(connection)
        covered = (each for each in changes if self.covers(each.resource_type))
        for batch in self._checked(covered):
            with self._registry.database.writing(must_last=False) as connection:
                _keep(connection, batch)
        with self._registry.database.writing(must_last=False) as connection:
            view_positions.move(connection, self.name, number, basis())

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record checked, with its revision."""
        with self._registry.database.reading() as connection:
            yield from conformance.entries(connection)

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Records that come out otherwise when they are checked again.

        Those that are due to be are left to the next catch-up.
        """
        due = set(self.due())
        for batch in self._checked(each for each in changes if each.ctid not in due):
            with self._registry.database.reading() as connection:
                kept = conformance.results_of(connection, [row.ctid for row, _ in batch])
            for row, results in batch:
                if set(kept.get(row.ctid, ())) != set(results):
                    yield f"{row.ctid}: it is kept with other results than a check gives"

    def due(self) -> list[CTID]:
        """The records whose results held until a day that has passed."""
        with self._registry.database.reading() as connection:
            return conformance.due(connection, day_of_checks().isoformat())

    def check_due(self, due: Sequence[CTID]) -> list[CheckedRow]:
        """Check these again; they stay due until `let_hold` is told what this gives."""
        changes = newest_up_to(self._registry, due, self.reached())
        made = [each for batch in self._checked(changes) for each in batch]
        with self._registry.database.writing(must_last=False) as connection:
            conformance.remove(connection, due)
            _keep(connection, [(replace(row, holds_until=""), results) for row, results in made])
        return [row for row, _ in made]

    def let_hold(self, checked: Sequence[CheckedRow]) -> None:
        """Let the results of these stand until something changes or a day has passed."""
        with self._registry.database.writing(must_last=False) as connection:
            conformance.let_hold(connection, checked)

    def _checked(
        self, changes: Iterable[LoggedChange]
    ) -> Iterator[list[tuple[CheckedRow, list[ResultRow]]]]:
        """What comes out of the live ones of these records, a batch at a time."""
        surroundings = Surroundings(self._registry)
        waiting = (each for each in changes if not each.is_withdrawal)
        while batch := list(islice(waiting, _BATCH)):
            revisions = [Revision(change) for change in batch]
            around = surroundings.around(
                each.record for each in revisions if isinstance(each.record, CredentialRecord)
            )
            yield [_rows_of(revision, around) for revision in revisions]


def _rows_of(
    revision: Revision, around: Mapping[CTID, Around]
) -> tuple[CheckedRow, list[ResultRow]]:
    record, change = revision.record, revision.change
    if not isinstance(record, CredentialRecord):
        return CheckedRow(change.ctid, change.sha256), []
    known = around[record.ctid]
    found = check_against_all(revision.document, record, known)
    row = CheckedRow(change.ctid, change.sha256, holds_until(record, known))
    return row, [
        ResultRow(change.ctid, each.standard.id, each.pattern, each.meets) for each in found
    ]


def _keep(connection: Connection, made: Sequence[tuple[CheckedRow, list[ResultRow]]]) -> None:
    conformance.put(
        connection, [row for row, _ in made], [each for _, results in made for each in results]
    )
