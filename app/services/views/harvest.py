"""What harvesters read, as a view: each record with its sets, in the order of its stamps.

A record is stamped with its own newest entry or with that of an organisation that provides it,
whichever is later: the name and the country of its provider are shown with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from app.services.families import ORGANIZATION, family_of
from app.services.harvest_sets import sets_of
from app.services.names import countries
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.surroundings import PROVIDES, providers_of
from app.services.views.base import last_of_each
from app.services.views.dependents import newest_with
from app.store import catalogue, harvest, log, view_positions
from app.store.database import Connection
from app.store.harvest import HarvestRow
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

_BATCH = 500
_BASIS = "1"
"""To be raised when other sets or stamps come out of the same records than before."""


class HarvestView:
    """The tables that harvesters read; changes and the number reached are one transaction."""

    name = "harvest"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def reached(self) -> int:
        """The number of the last change the tables show; 0 when they were made in another way."""
        with self._registry.database.reading() as connection:
            found = view_positions.position(connection, self.name)
        return found.number if found.basis == _BASIS else 0

    def limit(self) -> int | None:
        """It may not run ahead of the catalogue, which knows who provides what, and from where."""
        with self._registry.database.reading() as connection:
            return catalogue.position(connection)

    def covers(self, _resource_type: str) -> bool:
        """It shows every class of record."""
        return True

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Show these changes, and stamp anew what an organisation among them provides."""
        number = changes[-1].number
        newest = last_of_each(changes)
        organizations = [
            each.ctid for each in newest if family_of(each.resource_type) == ORGANIZATION
        ]
        with self._registry.database.reading() as connection:
            provided = catalogue.referring_records(connection, organizations, PROVIDES)
        covered = newest_with(self._registry, changes, provided)
        with self._registry.database.writing(must_last=False) as connection:
            if view_positions.lock(connection, self.name).number >= number:
                return
            harvest.remove(connection, [each.ctid for each in covered])
            for rows in _rows(connection, covered, number):
                harvest.put(connection, rows)
            view_positions.move(connection, self.name, number, _BASIS)

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Empty the tables and fill them again; harvesters see the old ones until it is done."""
        with self._registry.database.writing(must_last=False) as connection:
            view_positions.lock(connection, self.name)
            harvest.clear(connection)
            for rows in _rows(connection, changes, number):
                harvest.put(connection, rows)
            view_positions.move(connection, self.name, number, _BASIS)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record that is not withdrawn, with its revision."""
        with self._registry.database.reading() as connection:
            yield from harvest.entries(connection)

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Records whose stamp or sets are not what the log gives."""
        number = self.reached()
        with self._registry.database.reading() as connection:
            for rows in _rows(connection, changes, number):
                kept = harvest.rows(connection, [row.ctid for row in rows])
                for row in rows:
                    if kept.get(row.ctid) != row:
                        yield f"{row.ctid}: its stamp or its sets are not those the log gives"


def _rows(
    connection: Connection, changes: Iterable[LoggedChange], number: int
) -> Iterator[list[HarvestRow]]:
    """What is kept of these records, a batch at a time."""
    waiting = iter(changes)
    while batch := list(islice(waiting, _BATCH)):
        # Not kept: hundreds of parsed documents at a time would slow a rebuild down.
        read = [(change, Revision(change).record) for change in batch]
        providers = {
            change.ctid: providers_of(record) if isinstance(record, CredentialRecord) else ()
            for change, record in read
        }
        named = {each for found in providers.values() for each in found}
        places = countries(connection, named)
        stamps = log.newest_numbers(connection, named, number)
        yield [
            HarvestRow(
                ctid=change.ctid,
                number=change.number,
                # A withdrawal stands: what its provider becomes afterwards is not shown with it.
                stamp=max(
                    change.number,
                    *(0 if change.is_withdrawal else stamps.get(each, 0) for each in by),
                    0,
                ),
                sha256=change.sha256,
                withdrawn=change.is_withdrawal,
                sets=sets_of(
                    record, change.resource_type, [places[each] for each in by if each in places]
                ),
            )
            for change, record in read
            for by in [providers[change.ctid]]
        ]
