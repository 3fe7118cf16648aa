"""Did you mean: other spellings of a query, made of the collection's own words."""

from collections.abc import Iterator
from itertools import islice, product

from search_index.asked import Asked, Clause, parse
from search_index.whoosh_engine.matching import common, find_each
from search_index.whoosh_engine.snapshot import Snapshot

_SHORTEST = 3
_LONGEST = 30
_ONE_EDIT_UP_TO = 4
_SPELLINGS_A_WORD = 4
_MAX_WORDS = 6
_MAX_TRIED = 24


def better_spelling(snapshot: Snapshot, asked: Asked, typed_count: int) -> str | None:
    """The respelled query that finds the most, if it finds more than the typed one does."""
    best, most = None, typed_count
    for text in _respellings(snapshot, asked):
        found = find_each(snapshot, parse(text).clauses)
        count = len(common([part.ids for part in found]))
        if count > most:
            best, most = text, count
    return best


def _respellings(snapshot: Snapshot, asked: Asked) -> Iterator[str]:
    words = [clause for clause in asked.clauses if _can_be_misspelt(clause)]
    having = {part.clause: len(part.ids) for part in find_each(snapshot, words)}
    words.sort(key=lambda clause: having[clause])
    unknown = [clause for clause in words if not having[clause]][:_MAX_WORDS]
    if unknown:
        yield from _respell_all(snapshot, asked, unknown)
    else:
        for clause in words[:_MAX_WORDS]:
            yield from _respell_all(snapshot, asked, [clause])


def _respell_all(snapshot: Snapshot, asked: Asked, words: list[Clause]) -> Iterator[str]:
    choices = [_spellings(snapshot, clause) for clause in words]
    for chosen in islice(product(*choices), _MAX_TRIED):
        yield _with(asked.text, list(zip(words, chosen, strict=True)))


def _can_be_misspelt(clause: Clause) -> bool:
    word = clause.surfaces[0]
    return clause.kind == "word" and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST


def _spellings(snapshot: Snapshot, clause: Clause) -> list[str]:
    typed = clause.surfaces[0]
    distance = 1 if len(typed) <= _ONE_EDIT_UP_TO else 2
    frequency: dict[str, int] = {}
    for segment in snapshot.segments:
        for word, count in segment.words_within(typed, distance):
            frequency[word] = frequency.get(word, 0) + count
    frequency.pop(typed, None)
    near = sorted(frequency, key=lambda word: (edits(typed, word), -frequency[word], word))
    return near[:_SPELLINGS_A_WORD]


def edits(a: str, b: str) -> int:
    """The typing errors between two words: letters missed, added, mistaken or swapped."""
    previous: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        before, previous, row = previous, row, [i]
        for j, other in enumerate(b, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _with(text: str, replaced: list[tuple[Clause, str]]) -> str:
    for clause, word in sorted(replaced, key=lambda pair: -pair[0].start):
        text = text[: clause.start] + word + text[clause.end :]
    return text
