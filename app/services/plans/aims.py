"""What words may aim at: occupations by their names, and records by the whole of the words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.services import reading, searching
from app.services.gap import Choice, NotAnAim
from app.services.gap import Target as Aim
from app.services.gap.target import find_target
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry
from app.services.searching import LONGEST_TEXT, Hit, SearchRequest
from app.services.summaries import Summary
from ctdl.concepts import thesaurus
from ctdl.language import folded
from ctdl.records import CredentialRecord
from ctdl.vocabulary import vocabulary

OFFERED: Final = 6
_LOOKED_AT: Final = 30
_LONGEST_NAME: Final = 200
_WORD: Final = re.compile(r"\w+")
_TYPE_WORD: Final = re.compile(r"[A-Z][a-z]+")
_CREDENTIALS: Final = {"type": tuple(sorted(vocabulary().subclasses("ceterms:Credential")))}


@dataclass(frozen=True)
class Found:
    """Occupations and groups of them by their ids, and records; `total` is how many there are."""

    occupations: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0


def found_for(registry: Registry, words: str, language: str, *, occupations: bool = False) -> Found:
    """What the words may mean, the best first: those that more of the words name come before.

    The search ranks by words and by meaning; a provider or a class counts little there. Who aims
    at something names it: of what was found, those come first whose title, provider and class
    have most of the words.
    """
    if not words:
        return Found()
    asked = SearchRequest(q=words[:LONGEST_TEXT], size=_LOOKED_AT)
    page = searching.search(registry, asked, facets=())
    # Courses are many, and seldom what somebody aims at: they must not keep credentials out.
    only = searching.search(registry, replace(asked, filters=_CREDENTIALS), facets=())
    hits = {hit.summary.ctid: hit for hit in (*only.hits, *page.hits)}
    forms = _forms(_WORD.findall(folded(words)))
    named = {ctid: _named(registry, forms, hit.summary) for ctid, hit in hits.items()}
    awards = {hit.summary.ctid for hit in only.hits}
    ranked = sorted(
        hits.values(),
        key=lambda hit: (
            -named[hit.summary.ctid],
            hit.summary.ctid not in awards,
            -hit.score,
            hit.summary.ctid,
        ),
    )
    return Found(
        _occupations(registry, words, language) if occupations else (),
        tuple(ranked[:OFFERED]),
        page.total,
    )


def _occupations(registry: Registry, words: str, language: str) -> tuple[str, ...]:
    """The occupations these words name or begin, those whose skills are known alone."""
    if len(words) > _LONGEST_NAME:
        return ()
    try:
        found = find_target(registry, words, language)
    except (NotAnAim, RecordNotFound, RecordWithdrawn):
        return ()
    if isinstance(found, Choice):
        ids: tuple[str, ...] = found.occupations
    else:
        assert isinstance(found, Aim)
        ids = (found.id,) if found.kind == "occupation" else ()
    return tuple(each for each in ids if thesaurus().skills_of(each))[:OFFERED]


def _named(registry: Registry, asked: frozenset[str], summary: Summary) -> int:
    """How many of the words the record has where it says what it is and who gives it.

    Words of its title and class count twice: the others may say what it leads to.
    """
    title = [*summary.name.values(), *_TYPE_WORD.findall(summary.type.partition(":")[2])]
    beside = [name for each in summary.providers for name in each.name.values()]
    try:
        record = reading.get_record(registry, summary.ctid).record
    except (RecordNotFound, RecordWithdrawn):
        return 0
    if isinstance(record, CredentialRecord):
        beside += [*record.description.values(), record.webpage or ""]
    return _has(asked, title) + _has(asked, [*title, *beside])


def _has(asked: frozenset[str], texts: Iterable[str]) -> int:
    """How many of the words begin a word of the texts."""
    known = _forms(word for text in texts for word in _WORD.findall(folded(text)))
    return sum(any(each.startswith(word) for each in known) for word in asked)


def _forms(words: Iterable[str]) -> frozenset[str]:
    """The words without the s of a plural."""
    return frozenset(each.removesuffix("s") for each in words if len(each) > 1)
