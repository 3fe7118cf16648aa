"""Did you mean: another spelling of a query, made of the collection's own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from search_index.asked import Asked, Clause, parse
from search_index.whoosh_engine.matching import Found, common, find_each
from search_index.whoosh_engine.segments import Ids
from search_index.whoosh_engine.snapshot import Snapshot

_SHORTEST = 3
_LONGEST = 40
_SPELLINGS_A_WORD = 12
_MAX_WORDS = 5
_MAX_TRIED = 150
# Short words in capitals are acronyms, and another acronym is not what was meant.
_LONGEST_ACRONYM = 6
_ONE_ERROR_UP_TO = 5
# A word that is in the collection is only doubted for one that is this many times as frequent.
_MORE_FREQUENT = 10


@dataclass(frozen=True)
class _Spelling:
    """One way to spell a clause, and the documents that have it."""

    clause: Clause
    word: str
    ids: Ids


def better_spelling(snapshot: Snapshot, asked: Asked, typed: tuple[Found, ...]) -> str | None:
    """The respelled query that finds the most, if it finds more than the typed one does.

    Words the collection does not have are respelled together; if it has all of them, one at a
    time. `typed` is what each clause of the query finds as it was typed.
    """
    best, most = None, len(common([part.ids for part in typed]))
    for spellings in _respellings(snapshot, typed):
        replaced = {spelling.clause for spelling in spellings}
        kept = [part.ids for part in typed if part.clause not in replaced]
        count = len(common([*kept, *(spelling.ids for spelling in spellings)]))
        if count > most:
            best, most = _respelled(asked.text, spellings), count
    return best


def _respellings(snapshot: Snapshot, typed: tuple[Found, ...]) -> Iterator[tuple[_Spelling, ...]]:
    words = [part for part in typed if _can_be_misspelt(part.clause)]
    unknown = [part for part in words if not len(part.ids)][:_MAX_WORDS]
    if unknown:
        choices = [_spellings(snapshot, part) for part in unknown]
        yield from islice(product(*choices), _MAX_TRIED)
    else:
        rarest_first = sorted(words, key=lambda part: len(part.ids))
        for part in rarest_first[:_MAX_WORDS]:
            yield from ((spelling,) for spelling in _spellings(snapshot, part))


def _can_be_misspelt(clause: Clause) -> bool:
    word = clause.surfaces[0]
    is_acronym = clause.typed.isupper() and len(word) <= _LONGEST_ACRONYM
    is_word = clause.kind == "word" and word.isalpha() and not is_acronym
    return is_word and _SHORTEST <= len(word) <= _LONGEST


def _spellings(snapshot: Snapshot, typed: Found) -> list[_Spelling]:
    """The likeliest spellings: those with the fewest typing errors, and of these the commonest."""
    word = typed.clause.surfaces[0]
    # Counted as written: a misspelt word may well have the same stem as a right one.
    frequency = len(snapshot.postings("word", word)[0])
    for distance in (1, 2) if len(word) > _ONE_ERROR_UP_TO else (1,):
        near = {
            w for segment in snapshot.segments for w in segment.vocabulary.within(word, distance)
        }
        found = [_spelling(snapshot, typed.clause, w) for w in near]
        likely = [s for s in found if len(s.ids) > _MORE_FREQUENT * frequency]
        if likely:
            return sorted(likely, key=lambda s: (-len(s.ids), s.word))[:_SPELLINGS_A_WORD]
    return []


def _spelling(snapshot: Snapshot, clause: Clause, word: str) -> _Spelling:
    [found] = find_each(snapshot, parse(word).clauses)
    return _Spelling(clause, _in_the_case_of(clause.typed, word), found.ids)


def _in_the_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word


def _respelled(text: str, spellings: Iterable[_Spelling]) -> str:
    for spelling in sorted(spellings, key=lambda s: -s.clause.start):
        text = text[: spelling.clause.start] + spelling.word + text[spelling.clause.end :]
    return text
