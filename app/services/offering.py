"""The providers of what can be found, by what they are called, for reading queries."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.services import families
from app.services.registry import Registry
from app.services.understanding import Providers
from app.store import catalogue, log
from ctdl.ctid import CTID
from search_index.protocol import SearchQuery

_kept: dict[tuple[str, str], tuple[int, Providers]] = {}
_names: dict[str, tuple[str, ...]] = {}
_MOST_KEPT = 4
_MOST_NAMES_KEPT = 20_000
_NAMES = ("ceterms:name", "ceterms:alternateName")


def known_providers(registry: Registry) -> Providers:
    """Who offers what the search index holds; read again only when the index has moved."""
    number = registry.search_index.number()
    place = (registry.settings.database_url, str(registry.search_folder))
    kept = _kept.get(place)
    if kept is None or kept[0] != number:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _kept[place] = (number, Providers.of(_named(registry).items()))
    return kept[1]


def _named(registry: Registry) -> dict[CTID, tuple[str, ...]]:
    """The names of each provider; those of a revision are read once in a process."""
    found = registry.search_index.search(SearchQuery(limit=0, facets=("provider",)))
    ctids = {CTID(value) for value, _ in found.facets["provider"]}
    with registry.database.reading() as connection:
        listed = catalogue.revisions_of(connection, families.ORGANIZATION)
    revisions = {ctid: sha256 for ctid, sha256 in listed if ctid in ctids}
    if len(_names) > _MOST_NAMES_KEPT:
        _names.clear()
    unread = [ctid for ctid, sha256 in revisions.items() if sha256 not in _names]
    for change in log.newest_of(registry.database, unread):
        if not change.is_withdrawal:
            _names[change.sha256] = tuple(_names_in(change.document, change.ctid))
    return {ctid: _names.get(sha256, ()) for ctid, sha256 in revisions.items()}


def _names_in(document: str, ctid: CTID) -> Iterator[str]:
    """The names and further names that a logged document states of its subject."""
    for node in json.loads(document).get("@graph", ()):
        if node.get("ceterms:ctid") == ctid:
            for name in _NAMES:
                yield from _texts(node.get(name))


def _texts(stated: Any) -> Iterable[str]:
    if isinstance(stated, str):
        yield stated
    elif isinstance(stated, list):
        for each in stated:
            yield from _texts(each)
    elif isinstance(stated, dict):
        for each in stated.values():
            yield from _texts(each)
