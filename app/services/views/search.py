"""The search index as a view: which records are found, and by what."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from app.services import record_concepts
from app.services.conformance import basis
from app.services.families import SEARCHED, family_of
from app.services.names import countries, names
from app.services.others_statements import with_statements_of_others
from app.services.record_concepts import concepts_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named, Summary, summarize
from app.services.understanding import MAY_BE_UNSTATED, NOT_STATED
from app.services.views.base import last_of_each
from app.services.views.conformance import ConformanceView
from app.services.views.dependents import newest_up_to, newest_with, resting_on
from app.store import catalogue, conformance, view_positions
from app.store.log import LoggedChange
from ctdl.concepts.reading import SHIPPED
from ctdl.ctid import CTID
from ctdl.language import best_text, folded
from ctdl.records import CredentialRecord
from search_index import weighing, words
from search_index.protocol import IndexDamaged, SearchDocument

_BATCH = 100
"""Records whose names and statements are read together."""
_SHOWN_RELATIONS = ("ceterms:ownedBy", "ceterms:offeredBy")
"""The relations whose other end is part of what a record is found by: its provider's name."""


class SearchView:
    """The index of words and facets.

    It follows the catalogue, from which it takes names, and the checks against standards.
    """

    name = "search"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def reached(self) -> int:
        """The number of the last change that searches see; 0 for an index that must be remade.

        That is so as well when records would be indexed in another way now than they were.
        """
        with self._registry.database.reading() as connection:
            found = view_positions.position(connection, self.name)
        try:
            return self._registry.search_index.number() if found.basis == _basis() else 0
        except IndexDamaged:
            return 0

    def limit(self) -> int | None:
        """It may not run ahead of the checks against standards, which follow the catalogue."""
        return ConformanceView(self._registry).reached()

    def covers(self, resource_type: str) -> bool:
        """It shows credentials and learning opportunities."""
        return family_of(resource_type) in SEARCHED

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Index what changed, and what shows the name of something that changed."""
        number = changes[-1].number
        newest = {change.ctid: change for change in last_of_each(changes)}
        others = self._records_that_show(
            [change.ctid for change in newest.values() if not self.covers(change.resource_type)]
        )
        others |= resting_on(self._registry, changes)
        covered = [
            change
            for change in newest_with(self._registry, changes, others)
            if self.covers(change.resource_type)
        ]
        self._registry.search_index.apply(
            self._documents(change for change in covered if not change.is_withdrawal),
            [change.ctid for change in covered if change.is_withdrawal],
            number,
        )

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Make the index again beside the old one, then switch."""
        live = (
            change
            for change in changes
            if not change.is_withdrawal and self.covers(change.resource_type)
        )
        self._registry.search_index.rebuild(self._documents(live), number)
        with self._registry.database.writing(must_last=False) as connection:
            view_positions.lock(connection, self.name)
            view_positions.move(connection, self.name, number, _basis())

    def index_again(self, ctids: Iterable[CTID]) -> None:
        """Index these records anew, because something they are found by has changed."""
        number = self._registry.search_index.number()
        found = newest_up_to(self._registry, ctids, number)
        live = [each for each in found if not each.is_withdrawal]
        self._registry.search_index.apply(self._documents(live), [], number)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record that can be found, with the revision indexed."""
        for ctid, revision in self._registry.search_index.entries():
            yield CTID(ctid), revision

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """The index keeps no more than the revisions that `entries` gives."""
        return iter(())

    def _records_that_show(self, ctids: Sequence[CTID]) -> set[CTID]:
        with self._registry.database.reading() as connection:
            return catalogue.referring_records(connection, ctids, _SHOWN_RELATIONS)

    def _documents(self, changes: Iterable[LoggedChange]) -> Iterator[SearchDocument]:
        known: dict[CTID, Named] = {}
        places: dict[CTID, str] = {}
        waiting = iter(changes)
        while batch := list(islice(waiting, _BATCH)):
            records = {each.ctid: Revision(each).record for each in batch}
            found = {
                ctid: summarize(record)
                for ctid, record in records.items()
                if isinstance(record, CredentialRecord)
            }
            unknown = {ref for each in found.values() for ref in each.references()} - known.keys()
            with self._registry.database.reading() as connection:
                found = with_statements_of_others(connection, found)
                met = conformance.standards_met(connection, found)
                if unknown:
                    known.update(names(connection, unknown))
                    places.update(countries(connection, unknown))
            for change in batch:
                record = records[change.ctid]
                if isinstance(record, CredentialRecord):
                    summary = found[change.ctid].with_names(known, places)
                    yield search_document(change, record, summary, met.get(change.ctid, ()))


def _basis() -> str:
    """A digest of all that decides what of a record is indexed: code, standards and concepts."""
    return hashlib.sha256(f"{basis()} {_way_of_indexing()}".encode()).hexdigest()


@cache
def _way_of_indexing() -> str:
    about = Path(record_concepts.__file__)
    code = (Path(__file__), about, Path(words.__file__), Path(weighing.__file__), SHIPPED)
    return " ".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in code)


def search_document(
    change: LoggedChange, record: CredentialRecord, summary: Summary, standards: Sequence[str] = ()
) -> SearchDocument:
    """What a credential is found by: its words, its facets and its numbers."""
    name, _ = best_text(record.name, "en")
    return SearchDocument(
        ctid=change.ctid,
        revision=change.sha256,
        names=(
            *_texts([record.name, *record.alternate_names]),
            *(each.value for each in record.identifiers),
        ),
        provider=" ".join(_texts(each.name for each in summary.providers)),
        skills=" ".join(_texts(skill.name for skill in record.skills)),
        outcomes=" ".join(_texts(record.outcomes)),
        description=" ".join(_texts([record.description, *record.subjects, *record.keywords])),
        facets=_or_not_stated(
            {
                **_facets(summary),
                "standard": tuple(standards),
                "audience": _audience(record),
                "concept": concepts_of(record),
            }
        ),
        numbers=_numbers(summary),
        costs=_costs(summary),
        sort_name=folded(name),
        changed_at=change.at,
    )


def _facets(summary: Summary) -> dict[str, tuple[str, ...]]:
    codes = {code for each in summary.fields if each.code for code in _with_broader(each.code)}
    return {
        "type": (summary.type,),
        "field": tuple(sorted(codes)),
        "level": tuple(sorted({each.id for each in summary.levels if each.id})),
        "provider": tuple(sorted({each.ctid for each in summary.providers if each.ctid})),
        "country": (summary.country,) if summary.country else (),
        "mode": summary.modes,
        "language": tuple(sorted({each.split("-")[0].lower() for each in summary.languages})),
        "qa": tuple(sorted({each.kind for each in summary.qa})),
        "states": ("credits",) if summary.credits else (),
    }


def _audience(record: CredentialRecord) -> tuple[str, ...]:
    """Whether it is stated to be for beginners, or only for others."""
    codes = {each.code.split(":")[-1] for each in record.audience_levels if each.code}
    if not codes:
        return ()
    return ("beginner",) if "BeginnerLevel" in codes else ("other",)


def _or_not_stated(facets: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The facets, with a value to ask by for those of which nothing is stated."""
    missing = {name: (NOT_STATED,) for name in MAY_BE_UNSTATED if not facets[name]}
    return {**facets, **missing}


def _with_broader(code: str) -> Iterator[str]:
    # ISCED-F codes nest by their digits: 0613 is in 061, which is in 06.
    for length in range(2, len(code) + 1):
        yield code[:length]


def _numbers(summary: Summary) -> dict[str, float]:
    numbers: dict[str, float] = {}
    if summary.hours and summary.hours.maximum is not None:
        numbers["hours"] = summary.hours.maximum
        if summary.hours.minimum is not None:
            numbers["least_hours"] = summary.hours.minimum
    stated = [each.minimum for each in summary.credits if each.minimum is not None]
    if stated:
        numbers["credits"] = min(stated)
    return numbers


def _costs(summary: Summary) -> dict[str, float]:
    lowest: dict[str, float] = {}
    for each in summary.costs:
        if each.price is None or each.currency is None:
            continue
        lowest[each.currency] = min(float(each.price), lowest.get(each.currency, float("inf")))
    return lowest


def _texts(texts: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for text in texts for value in text.values() if value))
