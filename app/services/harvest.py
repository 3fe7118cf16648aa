"""Giving harvesters every record, withdrawn ones too, in the order of their stamps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.services.registry import Registry
from app.services.views.harvest import HarvestView
from app.store import harvest, log
from app.store.harvest import Beginning, LiveRow, Place, Selection, Stamped
from ctdl.ctid import CTID
from ctdl.vocabulary import vocabulary

PAGE = 100
SETS = 500
SETTLING = timedelta(seconds=10)
"""An entry of the log has its instant some moments before it can be read."""
_CTID = "ce-00000000-0000-4000-8000-000000000000"
_SHORTEST = len("ce-0")
BEGINNING = "1970-01-01T00:00:00.000Z"


@dataclass(frozen=True)
class Harvested:
    """A page of records; `goes_on_after` is None on the last. The total is counted when asked."""

    records: tuple[Stamped, ...]
    goes_on_after: Place | None
    total: int | None = None


def list_records(registry: Registry, selection: Selection, after: Place | None = None) -> Harvested:
    """PAGE records of the selection after a place; the first page says how many there are.

    A record that changes while somebody goes from page to page comes once more, on a later page.
    """
    with registry.database.reading() as connection:
        found = harvest.page(connection, selection, after or Place(), PAGE + 1)
        total = harvest.count(connection, selection) if after is None else None
    records = tuple(found[:PAGE])
    return Harvested(records, records[-1].place if len(found) > PAGE else None, total)


def get_record(registry: Registry, ctid: str) -> Stamped | None:
    """One record, withdrawn or not; None where there never was one."""
    with registry.database.reading() as connection:
        return harvest.one(connection, ctid)


def list_sets(registry: Registry, after: str = "") -> tuple[Sequence[str], str | None]:
    """The sets that have records, by name, from after one of them; the last, if there are more."""
    with registry.database.reading() as connection:
        found = harvest.sets(connection, after, SETS + 1)
    return found[:SETS], found[SETS - 1] if len(found) > SETS else None


def live_parts(registry: Registry, most: int) -> list[Beginning]:
    """The live records with a page of their own in parts of at most so many, as their CTIDs begin.

    A record stays in its part whatever is written, until all together become too many.
    """
    with registry.database.reading() as connection:
        for length in range(_SHORTEST, len(_CTID)):
            found = harvest.beginnings(connection, length, _shown_elsewhere())
            if all(each.records <= most for each in found):
                break
    return found


def live_records(registry: Registry, beginning: str) -> list[LiveRow]:
    """The records with a page of their own that are not withdrawn and whose CTIDs begin so."""
    with registry.database.reading() as connection:
        return harvest.live(connection, beginning, _shown_elsewhere())


def example(registry: Registry) -> CTID | None:
    """A record that can be read, the same while it is, a credential if possible; None if none."""
    with registry.database.reading() as connection:
        credentials = vocabulary().subclasses("ceterms:Credential")
        return harvest.first_live(connection, credentials) or harvest.first_live(connection)


def _shown_elsewhere() -> frozenset[str]:
    """The classes of what is shown on the page of another record: levels, on their framework's."""
    return vocabulary().subclasses("asn:ProgressionModel")


def earliest(registry: Registry) -> str:
    """The instant of the first entry of the log: no stamp is earlier."""
    with registry.database.reading() as connection:
        return harvest.earliest(connection) or BEGINNING


def latest(registry: Registry) -> str:
    """The instant of the newest entry of the log."""
    with registry.database.reading() as connection:
        return harvest.latest(connection) or BEGINNING


def complete_until(registry: Registry) -> str:
    """An instant up to which an answer made now leaves nothing out, however busy the registry is.

    Who asks next time for what was stamped from then on misses nothing: a little comes twice.
    """
    reached = HarvestView(registry).reached()
    unseen = log.changes_after(registry.database, reached, 1)
    settled = (datetime.now(UTC) - SETTLING).isoformat(timespec="milliseconds")
    settled = settled.replace("+00:00", "Z")
    return min(settled, unseen[0].at) if unseen else settled
