"""The words of a text as they stand in the records that were found by them.

An index knows words by their stems: who types "managing" finds "management". What is said of a
result is what stands in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Summary
from app.store import log
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from search_index.asked import Clause, parse
from search_index.words import Placed, clean, placed_tokens


def as_written(
    registry: Registry, matched: Mapping[CTID, tuple[str, ...]], known: Mapping[CTID, Summary]
) -> Mapping[CTID, tuple[str, ...]]:
    """For each record the words by which it was found, as they stand in it, its names first."""
    ctids = [ctid for ctid, words in matched.items() if words and ctid in known]
    written: dict[CTID, tuple[str, ...]] = {}
    for change in log.newest_of(registry.database, ctids):
        record = None if change.is_withdrawal else Revision(change).record
        if isinstance(record, CredentialRecord):
            clauses = [one for each in matched[change.ctid] for one in parse(each).clauses]
            written[change.ctid] = _standing(_texts(record, known[change.ctid]), clauses)
    return written


def _texts(record: CredentialRecord, summary: Summary) -> Iterator[str]:
    """The texts that a record is found by, as the index has them, those that count most first."""
    stated = (
        record.name,
        *record.alternate_names,
        *(each.name for each in summary.providers),
        *(each.name for each in record.skills),
        *record.outcomes,
        record.description,
        *record.subjects,
        *record.keywords,
    )
    for text in stated:
        yield from filter(None, text.values())
    yield from (each.value for each in record.identifiers)


def _standing(texts: Iterable[str], clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The words of each clause as they first stand in the texts, in the order of the clauses."""
    found: dict[int, str] = {}
    for text in texts:
        cleaned = clean(text)
        placed = tuple(placed_tokens(cleaned))
        for n, clause in enumerate(clauses):
            if n not in found and (place := _place(clause, placed)):
                found[n] = cleaned[slice(*place)]
        if len(found) == len(clauses):
            break
    return tuple(dict.fromkeys(found[n] for n in sorted(found)))


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
