"""Did you mean: another spelling of a query, made of the collection's own words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from os.path import commonprefix
from typing import Generic, Protocol, TypeVar

from search_index.asked import Asked, Clause, parse
from search_index.spelling import is_spelt

_SHORTEST = 3
_LONGEST = 40
_SPELLINGS_A_WORD = 12
_MAX_WORDS = 5
_MAX_TRIED = 150
# Short words in capitals are acronyms, and another acronym is not what was meant.
_LONGEST_ACRONYM = 6
_ONE_ERROR_UP_TO = 5
_LONGEST_END = 3
# With fewer letters a word may go on in any way at all.
_SHORTEST_BEGINNING = 4
_MOST_GOING_ON = 40
# A word that is in the collection is only doubted for one that is this many times as frequent.
_MORE_FREQUENT = 10


class Having(Protocol):
    """The records that have one clause, as the engine keeps them."""

    @property
    def clause(self) -> Clause:
        """What they have."""

    @property
    def count(self) -> int:
        """How many they are."""


Found = TypeVar("Found", bound=Having)


class Speller(Protocol[Found]):
    """What an engine must know to mend a misspelt query."""

    def near(self, word: str, distance: int) -> set[str]:
        """The other words of the collection at most `distance` typing errors from `word`."""

    def going_on(self, word: str) -> set[str]:
        """The longer words of the collection that begin with `word`."""

    def frequency(self, word: str) -> int:
        """How many records have exactly this word, as written."""

    def find(self, clause: Clause) -> Found:
        """The records that have one clause."""

    def together(self, found: Sequence[Found]) -> int:
        """How many records have all of these."""


@dataclass(frozen=True)
class _Spelling(Generic[Found]):
    """One way to spell a clause, and the records that have it."""

    clause: Clause
    word: str
    found: Found


def better_spelling(
    speller: Speller[Found],
    asked: Asked,
    typed: Sequence[Found],
    right: Collection[str] = frozenset(),
) -> str | None:
    """The respelled query that finds the most, if it finds more than the typed one does.

    Words the collection does not have are respelled together; if it has all of them, one at a
    time. The last word may also be one that was not typed to its end. `typed` is what each clause
    of the query finds as it was typed; the words in `right` are never respelled.
    """
    best, most = None, speller.together(typed)
    for spellings in _respellings(speller, asked, typed, right):
        replaced = {spelling.clause for spelling in spellings}
        kept = [part for part in typed if part.clause not in replaced]
        count = speller.together([*kept, *(spelling.found for spelling in spellings)])
        if count > most:
            best, most = _respelled(asked.text, spellings), count
    return best


def _respellings(
    speller: Speller[Found], asked: Asked, typed: Sequence[Found], right: Collection[str]
) -> Iterator[tuple[_Spelling[Found], ...]]:
    words = [
        part
        for part in typed
        if _can_be_misspelt(part.clause) and part.clause.surfaces[0] not in right
    ]
    unknown = [part for part in words if not part.count][:_MAX_WORDS]
    if unknown:
        end = len(asked.text.rstrip())
        choices = [
            _spellings(speller, part.clause)
            or (_continued(speller, part.clause) if part.clause.end == end else [])
            for part in unknown
        ]
        yield from islice(product(*choices), _MAX_TRIED)
    else:
        rarest_first = sorted(words, key=lambda part: part.count)
        for part in rarest_first[:_MAX_WORDS]:
            yield from ((spelling,) for spelling in _spellings(speller, part.clause))


def _can_be_misspelt(clause: Clause) -> bool:
    word = clause.surfaces[0]
    is_acronym = clause.typed.isupper() and len(word) <= _LONGEST_ACRONYM
    is_word = clause.kind == "word" and is_spelt(word) and not is_acronym
    return is_word and _SHORTEST <= len(word) <= _LONGEST


def _spellings(speller: Speller[Found], clause: Clause) -> list[_Spelling[Found]]:
    """The likeliest spellings: those with the fewest typing errors, and of these the commonest."""
    word = clause.surfaces[0]
    # Counted as written: a misspelt word may well have the same stem as a right one.
    frequency = speller.frequency(word)
    for distance in (1, 2) if len(word) > _ONE_ERROR_UP_TO else (1,):
        near = (each for each in speller.near(word, distance) if _is_likely(word, each, distance))
        found = [_spelling(speller, clause, each) for each in near]
        likely = [s for s in found if s.found.count > _MORE_FREQUENT * frequency]
        if likely:
            return sorted(likely, key=lambda s: (-s.found.count, s.word))[:_SPELLINGS_A_WORD]
    return []


def _is_likely(word: str, meant: str, errors: int) -> bool:
    """Whether so many errors may make the one word of the other: few begin with a wrong letter.

    Two that only give a word another end make another word of it: "accordion", "according".
    """
    if errors == 1:
        return word[0] == meant[0] or len(word) > _ONE_ERROR_UP_TO
    shared = len(commonprefix([word, meant]))
    return word[0] == meant[0] and shared < max(len(word), len(meant)) - _LONGEST_END


def _continued(speller: Speller[Found], clause: Clause) -> list[_Spelling[Found]]:
    """The commonest words that begin like this one, which the collection does not have."""
    word = clause.surfaces[0]
    if len(word) < _SHORTEST_BEGINNING:
        return []
    longer = sorted(speller.going_on(word), key=lambda each: (len(each), each))[:_MOST_GOING_ON]
    found = [_spelling(speller, clause, each) for each in longer]
    return sorted(found, key=lambda s: (-s.found.count, s.word))[:_SPELLINGS_A_WORD]


def _spelling(speller: Speller[Found], clause: Clause, word: str) -> _Spelling[Found]:
    [meant] = parse(word).clauses
    return _Spelling(clause, _in_the_case_of(clause.typed, word), speller.find(meant))


def _in_the_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word


def _respelled(text: str, spellings: Iterable[_Spelling[Found]]) -> str:
    for spelling in sorted(spellings, key=lambda s: -s.clause.start):
        text = text[: spelling.clause.start] + spelling.word + text[spelling.clause.end :]
    return text
