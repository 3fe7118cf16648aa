"""The records that every peer holds: the shipped ones again and again, each under a real title.

They are made as those of `benchmarks.corpus` are. What the catalogue and the search index
hold of a record is worked out once for each shipped one and renamed: reading a million documents
would take hours and change nothing that a search sees.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, cycle, islice
from typing import cast

from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import summary_from_json
from app.services.views import SearchView
from app.services.views.catalogue import rows_of
from app.store import log
from app.store.catalogue import Rows
from benchmarks.corpus import titles
from ctdl.ctid import CTID, derive_ctid
from ctdl.language import folded
from search_index.protocol import SearchDocument, SearchIndex


class _Noted:
    """In the place of an index, keeps what it is given to index."""

    documents: tuple[SearchDocument, ...] = ()

    def rebuild(self, documents: Iterable[SearchDocument], _number: int) -> None:
        """Keep the documents."""
        self.documents = tuple(documents)


@dataclass(frozen=True)
class _Watched(Registry):
    """A registry that tells what it would have indexed."""

    noted: _Noted = field(default_factory=_Noted)

    @cached_property
    def search_index(self) -> SearchIndex:
        """What notes instead of indexing; of an index only `rebuild` is ever called."""
        return cast(SearchIndex, self.noted)


@dataclass(frozen=True)
class Example:
    """A shipped record: its rows in the catalogue, and what searches find it by."""

    rows: Rows
    document: SearchDocument

    @cached_property
    def other_names(self) -> tuple[str, ...]:
        """Its names without its title."""
        own = summary_from_json(self.rows.record.summary).name.values()
        return tuple(name for name in self.document.names if name not in own)


def examples(registry: Registry) -> list[Example]:
    """The shipped records that can be found by searching, in the order of their CTIDs."""
    number = log.latest_number(registry.database)
    changes = {each.ctid: each for each in log.newest_changes(registry.database, number)}
    watched = _Watched(registry.settings)
    SearchView(watched).rebuild(changes.values(), number)
    found = {
        document.ctid: Example(rows_of(Revision(changes[document.ctid]), ""), document)
        for document in watched.noted.documents
    }
    return [found[ctid] for ctid in sorted(found)]


def documents(known: Sequence[Example], size: int) -> Iterator[SearchDocument]:
    """What `size` records are found by, each like one of the examples under another title."""
    for example, ctid, title in _renamings(known, size):
        names = (title, *example.other_names)
        yield replace(example.document, ctid=ctid, names=names, sort_name=folded(title))


def rows(known: Sequence[Example], size: int, wanted: Collection[CTID]) -> Iterator[Rows]:
    """What the catalogue holds of those of the `size` records that are wanted."""
    for example, ctid, title in _renamings(known, size):
        if ctid in wanted:
            yield _renamed(example.rows, ctid, title)


def _renamings(known: Sequence[Example], size: int) -> Iterator[tuple[Example, CTID, str]]:
    named = titles()
    for number, example in islice(zip(count(), cycle(known)), size):
        edition = number // len(named)
        title = named[number % len(named)] + (f" ({edition + 1})" if edition else "")
        yield example, derive_ctid(f"benchmark:{number}"), title


def _renamed(rows: Rows, ctid: CTID, title: str) -> Rows:
    record, name = rows.record, {"en": title}
    summary = {**json.loads(record.summary), "ctid": ctid, "name": name}
    return Rows(
        record=replace(
            record, ctid=ctid, name_key=folded(title)[:200], summary=json.dumps(summary)
        ),
        resources=tuple(
            replace(each, ctid=ctid, record=ctid, name=json.dumps(name))
            for each in rows.resources
            if each.ctid == record.ctid
        ),
        edges=tuple(replace(each, record=ctid, subject=ctid) for each in rows.edges),
        statements=tuple(replace(each, record=ctid, subject=ctid) for each in rows.statements),
    )
