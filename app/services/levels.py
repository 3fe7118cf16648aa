"""Levels across frameworks: the crosswalk as the log holds it now.

Only maps that the registry's operators publish count: what anybody may publish must not decide what
everybody's search finds (ADR 50).
"""

from collections.abc import Iterable
from pathlib import Path

from app.services import families
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.submissions import OPERATOR
from app.store import catalogue, log
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID
from ctdl.records import AlignmentMapRecord

_kept: dict[tuple[str, tuple[tuple[CTID, str], ...]], Crosswalk] = {}
_searched: dict[tuple[str, Path], tuple[int, Crosswalk]] = {}
_MOST_KEPT = 4


def crosswalk(registry: Registry) -> Crosswalk:
    """Every comparison of levels that the catalogue shows; read again only when one changed."""
    with registry.database.reading() as connection:
        maps = catalogue.revisions_of(connection, families.ALIGNMENT_MAP)
    key = (registry.settings.database_url, tuple(maps))
    found = _kept.get(key)
    if found is None:
        found = Crosswalk.of(_records(registry, [ctid for ctid, _ in maps]))
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def searched_crosswalk(registry: Registry) -> Crosswalk:
    """The comparisons as of the change that the search index has reached, or later ones.

    Every search asks for them. While the index stands still so does the catalogue, which is always
    brought up to date before it, and no look at the database is needed.
    """
    number = registry.search_index.number()
    place = (registry.settings.database_url, registry.search_folder)
    kept = _searched.get(place)
    if kept is None or kept[0] != number:
        if len(_searched) >= _MOST_KEPT:
            _searched.clear()
        kept = _searched[place] = (number, crosswalk(registry))
    return kept[1]


def _records(registry: Registry, ctids: Iterable[CTID]) -> Iterable[AlignmentMapRecord]:
    for change in log.newest_of(registry.database, list(ctids)):
        if change.is_withdrawal or change.publisher != OPERATOR.ctid:
            continue
        record = Revision(change).record
        if isinstance(record, AlignmentMapRecord):
            yield record
