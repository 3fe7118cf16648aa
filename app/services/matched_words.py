"""The words of a text as they stand in the records that were found by them.

An index knows words by their stems: who types "managing" finds "management". What is said of a
result is what stands in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Summary
from app.store import log
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from search_index.asked import Clause, parse
from search_index.words import Placed, clean, placed_tokens

_KEPT: Final = 1_000
"""The records whose texts one process keeps: those of a page are asked for again and again."""


def as_written(
    registry: Registry, matched: Mapping[CTID, tuple[str, ...]], known: Mapping[CTID, Summary]
) -> Mapping[CTID, tuple[str, ...]]:
    """For each record the words by which it was found, as they stand in it, its names first.

    Only of what does not stand in its name or its provider's the document is read.
    """
    asked = {
        ctid: [clause for each in words for clause in parse(each).clauses]
        for ctid, words in matched.items()
        if words and ctid in known
    }
    named = {ctid: tuple(_names(known[ctid])) for ctid in asked}
    written = {ctid: _standing(named[ctid], clauses) for ctid, clauses in asked.items()}
    lacking = [ctid for ctid, clauses in asked.items() if len(written[ctid]) < len(clauses)]
    for change in log.newest_of(registry.database, lacking):
        ctid = change.ctid
        written[ctid] = _standing((*named[ctid], *_texts(change)), asked[ctid])
    return {ctid: tuple(dict.fromkeys(words.values())) for ctid, words in written.items()}


def _names(summary: Summary) -> Iterator[str]:
    for name in (summary.name, *(each.name for each in summary.providers)):
        yield from filter(None, name.values())


@lru_cache(maxsize=_KEPT)
def _texts(change: LoggedChange) -> tuple[str, ...]:
    """The further texts that a record is found by, as the index has them."""
    record = None if change.is_withdrawal else Revision(change).record
    if not isinstance(record, CredentialRecord):
        return ()
    stated = (
        *record.alternate_names,
        *(each.name for each in record.skills),
        *record.outcomes,
        record.description,
        *record.subjects,
        *record.keywords,
    )
    texts = (text for each in stated for text in each.values() if text)
    return (*texts, *(each.value for each in record.identifiers))


def _standing(texts: Iterable[str], clauses: Sequence[Clause]) -> dict[int, str]:
    """The words of each clause, by its place among them, as they first stand in the texts."""
    found: dict[int, str] = {}
    for text in texts:
        cleaned = clean(text)
        placed = tuple(placed_tokens(cleaned))
        for n, clause in enumerate(clauses):
            if n not in found and (place := _place(clause, placed)):
                found[n] = cleaned[slice(*place)]
        if len(found) == len(clauses):
            break
    return dict(sorted(found.items()))


def _place(clause: Clause, placed: Sequence[Placed]) -> tuple[int, int] | None:
    """Where the words of a clause stand one after the other, or a word that is all of them."""
    parts = [(part, each) for each in placed for part in each.token.parts]
    count = len(clause.terms)
    for n in range(len(parts) - count + 1):
        if all(part == term for (part, _), term in zip(parts[n:], clause.terms, strict=False)):
            return parts[n][1].start, parts[n + count - 1][1].end
    whole = {*clause.joined, *(clause.terms if count == 1 else ())}
    for each in placed:
        if not whole.isdisjoint((*each.token.joined, *each.token.parts)):
            return each.start, each.end
    return None
