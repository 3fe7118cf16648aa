"""Suggesting: what somebody who has begun to type may be looking for, and what there is of it.

Titles and providers are those of the records; skills, occupations and fields of study are those of
the thesaurus, and of these only what finds a record is offered (docs/adr/0076-suggestions.md).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from app.services.concept_names import concept_names
from app.services.names import names
from app.services.registry import Registry
from app.services.summaries import Named, summary_from_json
from app.store import catalogue
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID, derive_ctid
from ctdl.language import LangText, best_text, folded
from search_index.completion import Completion, Wanted
from search_index.protocol import SearchQuery

Kind = Literal["credential", "skill", "occupation", "provider", "field"]

AT_MOST: Final[Mapping[Kind, int]] = {
    "credential": 5,
    "skill": 3,
    "occupation": 2,
    "provider": 3,
    "field": 2,
}
"""How many of each kind are offered, in the order in which the kinds are shown."""

_LOOKED_AT: Final = 4
"""So many times as many are looked at, because some say the same or find nothing."""

_FIELD: Final = "isced-f/"
_MOST_KEPT: Final = 4


@dataclass(frozen=True)
class Suggestion:
    """Something to choose; `label` is in `language`, the nearest there is to the reader's.

    `value` is a CTID, the code of a field or the id of a concept, and `iri` the address of the
    concept. `count` is the number of records that choosing it as a filter finds, None for what is
    no filter. `named` is the other name that it was found by, None if that is part of the label.
    `provider` tells of a credential whose it is.
    """

    kind: Kind
    label: str
    language: str
    value: str
    count: int | None = None
    named: str | None = None
    provider: Named | None = None
    iri: str | None = None


@dataclass(frozen=True)
class Suggestions:
    """What may be meant, kind by kind; `is_corrected` if only something mistyped leads there."""

    items: tuple[Suggestion, ...] = ()
    is_corrected: bool = False


def suggest(registry: Registry, text: str, language: str) -> Suggestions:
    """What `text` may become; corrected only where nothing at all begins like it."""
    if not text.strip():
        return Suggestions()
    offered = _offered(registry)
    for corrected in (False, True):
        asked = _Asked(registry, offered, text, language, corrected)
        found = (*_credentials(asked), *_skills(asked), *_occupations(asked))
        found += (*_providers(asked), *_fields(asked))
        if found:
            return Suggestions(found, corrected)
    return Suggestions()


@dataclass(frozen=True)
class _Offered:
    """What finds a record, as of one change that the search index has reached.

    `providers` and `fields` tell how many; a field is here by the id of its concept.
    """

    providers: Mapping[str, int]
    fields: Mapping[str, int]
    skills: frozenset[str]


@dataclass(frozen=True)
class _Asked:
    """What is to be completed, for whom, and out of what."""

    registry: Registry
    offered: _Offered
    text: str
    language: str
    corrected: bool

    def records(self, kind: Kind, among: Collection[str] | None = None) -> list[Completion]:
        """Records of a kind with names that the text may become, more than are shown."""
        return self.registry.record_names.complete(self.text, self._wanted(kind, among))

    def concepts(self, kind: Kind, among: Collection[str] | None = None) -> list[Completion]:
        """Concepts of a kind with names that the text may become, more than are shown."""
        return concept_names(self.registry).complete(self.text, self._wanted(kind, among))

    def label(self, found: Completion) -> tuple[str, str]:
        """What it is called, and in which language."""
        return best_text(found.name, self.language)

    def _wanted(self, kind: Kind, among: Collection[str] | None) -> Wanted:
        limit = AT_MOST[kind] * _LOOKED_AT
        return Wanted(kind, limit, self.language, among, self.corrected)


_kept: dict[tuple[str, str], tuple[int, _Offered]] = {}


def _offered(registry: Registry) -> _Offered:
    """What finds a record now; counted again only when the search index has moved."""
    number = registry.search_index.number()
    place = (registry.settings.database_url, str(registry.search_folder))
    kept = _kept.get(place)
    if kept is None or kept[0] != number:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _kept[place] = (number, _counted(registry))
    return kept[1]


def _counted(registry: Registry) -> _Offered:
    query = SearchQuery(limit=0, facets=("provider", "field", "concept"))
    facets = registry.search_index.search(query).facets
    return _Offered(
        providers=dict(facets["provider"]),
        fields={_FIELD + code: count for code, count in facets["field"]},
        skills=_with_broader(frozenset(id_ for id_, _ in facets["concept"])),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _with_broader(ids: frozenset[str]) -> frozenset[str]:
    """These concepts and all that are above them: who looks for those finds them too.

    Kept, because hardly any publication is about a concept that no record was about.
    """
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            concept = thesaurus().concept(id_)
            waiting.extend(concept.broader if concept is not None else ())
    return frozenset(found)


def _credentials(asked: _Asked) -> Iterator[Suggestion]:
    """Titles; of those that are the same from the same provider, one."""
    found = asked.records("credential")
    whose = _providers_of(asked.registry, [CTID(each.key) for each in found])
    seen: dict[object, Suggestion] = {}
    for each in found:
        if each.key in whose:
            provider = whose[CTID(each.key)]
            label, tag = asked.label(each)
            known = provider and (provider.ctid or str(provider.name))
            suggestion = Suggestion(
                "credential",
                label,
                tag,
                each.key,
                named=_other_name(each, label),
                provider=provider,
            )
            seen.setdefault((folded(label), known), suggestion)
    yield from list(seen.values())[: AT_MOST["credential"]]


def _providers_of(registry: Registry, ctids: list[CTID]) -> dict[CTID, Named | None]:
    """The first provider of each of these records, by today's name; not of withdrawn ones."""
    with registry.database.reading() as connection:
        rows = {
            ctid: row
            for ctid, row in catalogue.records(connection, ctids).items()
            if not row.withdrawn
        }
        first = {ctid: summary_from_json(row.summary).provider for ctid, row in rows.items()}
        known = names(connection, {each.ctid for each in first.values() if each and each.ctid})
    return {
        ctid: known.get(each.ctid, each) if each and each.ctid else each
        for ctid, each in first.items()
    }


def _skills(asked: _Asked) -> Iterator[Suggestion]:
    """Skills that a record, or the skill below them of a record, is about."""
    for each in asked.concepts("skill", asked.offered.skills)[: AT_MOST["skill"]]:
        yield _concept(asked, "skill", each)


def _occupations(asked: _Asked) -> Iterator[Suggestion]:
    """Occupations that ask for a skill some record teaches, or that a title names."""
    found = (each for each in asked.concepts("occupation") if _finds_something(asked, each))
    for _, each in zip(range(AT_MOST["occupation"]), found, strict=False):
        yield _concept(asked, "occupation", each)


def _finds_something(asked: _Asked, occupation: Completion) -> bool:
    skills = thesaurus().skills_of(occupation.key)
    if not asked.offered.skills.isdisjoint(skills):
        return True
    titles = asked.registry.record_names
    return any(titles.knows(label, "credential") for label in occupation.name.values())


def _concept(asked: _Asked, kind: Kind, found: Completion) -> Suggestion:
    label, tag = asked.label(found)
    concept = thesaurus().concept(found.key)
    iri = concept.uri if concept is not None else None
    return Suggestion(kind, label, tag, found.key, named=_other_name(found, label), iri=iri)


def _providers(asked: _Asked) -> Iterator[Suggestion]:
    """Those who provide what is found by search."""
    counts = asked.offered.providers
    for each in asked.records("provider", counts)[: AT_MOST["provider"]]:
        label, tag = asked.label(each)
        named = _other_name(each, label)
        yield Suggestion("provider", label, tag, each.key, counts[each.key], named)


def _fields(asked: _Asked) -> Iterator[Suggestion]:
    """Fields of study by the names that the registry's own vocabulary gives them."""
    found = asked.concepts("field", asked.offered.fields)
    known = _field_names(asked.registry, [each.key.removeprefix(_FIELD) for each in found])
    seen: dict[str, Suggestion] = {}
    for each in found:
        code = each.key.removeprefix(_FIELD)
        label, tag = best_text(known.get(code, each.name), asked.language)
        concept = thesaurus().concept(each.key)
        suggestion = Suggestion(
            "field",
            label,
            tag,
            code,
            asked.offered.fields[each.key],
            _other_name(each, label),
            iri=concept.uri if concept is not None else None,
        )
        # A broad field and the only one within it may share their name.
        seen.setdefault(folded(label), suggestion)
    yield from list(seen.values())[: AT_MOST["field"]]


def _field_names(registry: Registry, codes: list[str]) -> dict[str, LangText]:
    ctids = {derive_ctid(f"concept:isced-f-2013:{code}"): code for code in codes}
    with registry.database.reading() as connection:
        return {ctids[ctid]: known.name for ctid, known in names(connection, ctids).items()}


def _other_name(found: Completion, label: str) -> str | None:
    """The name that it was found by, where no reader of the label would see it there."""
    return None if folded(found.matched) in folded(label) else found.matched
