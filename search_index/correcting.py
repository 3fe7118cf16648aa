"""Did you mean: another spelling of a query, made of the collection's own words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from os.path import commonprefix
from typing import Generic, Protocol, TypeVar

from search_index.asked import Asked, Clause, is_quoted, parse
from search_index.spelling import edits, is_spelt

_SHORTEST = 3
_LONGEST = 40
_SPELLINGS_A_WORD = 12
_MAX_WORDS = 5
_MAX_TRIED = 150
# Short words in capitals are acronyms, and another acronym is not what was meant.
_LONGEST_ACRONYM = 6
_ONE_ERROR_UP_TO = 5
_TWO_ERRORS_FROM = 8
_LONGEST_END = 3
# With fewer letters a word may go on in any way at all.
_SHORTEST_BEGINNING = 4
_MOST_GOING_ON = 40
# A word that is in the collection is only doubted for one that is this many times as frequent,
_MORE_FREQUENT = 10
# and beside a word that is surely misspelt for one that is this many times as frequent.
_FAR_MORE_FREQUENT = 100


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


@dataclass(frozen=True)
class Correction:
    """A query spelt otherwise; `is_sure` where no record has one of its words as it was typed."""

    text: str
    is_sure: bool


@dataclass(frozen=True)
class Spellings:
    """What is known of spelling beside the collection.

    Words in `right` are never respelled. `near` are, for words, others one typing error away that
    are right though no record may have them.
    """

    right: Collection[str] = frozenset()
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def better_spelling(
    speller: Speller[Found],
    asked: Asked,
    typed: Sequence[Found],
    known: Spellings = Spellings(),
    *,
    only_sure: bool = False,
) -> Correction | None:
    """The query with what is misspelt in it respelled, so that it finds the most.

    Each word by itself that no record has, or none as it was typed; the last word may also be one
    that was not typed to its end. What is like no other word stays. Only where there is no such
    word, and not `only_sure`, one word at a time is doubted that the collection has. `typed` is
    what each clause of the query finds as it was typed.
    """
    words = [
        part
        for part in typed
        if _can_be_misspelt(asked, part.clause) and part.clause.surfaces[0] not in known.right
    ]
    wrong = [found for part in words if (found := _meant(speller, asked, part, known))][:_MAX_WORDS]
    unknown = any(not part.count for part in typed)
    if wrong:
        commoner = [found for part in words if (found := _far_commoner(speller, part))]
        together = _chosen(speller, asked, typed, [*wrong, *commoner] if unknown else wrong)
        if together[1] and not _has_unlike_any(typed, wrong):
            return Correction(together[0], is_sure=True)
        alone = [sure for found in wrong if (sure := list(filter(_is_meant, found)))]
        if alone:
            each = _chosen(speller, asked, typed, [*alone, *commoner] if unknown else alone)
            return Correction(each[0], is_sure=True)
    if unknown or only_sure:
        return None
    rarest_first = sorted(words, key=lambda part: part.count)[:_MAX_WORDS]
    one_by_one = [(each,) for part in rarest_first for each in _spellings(speller, part, known)]
    best, most = _best(speller, asked, typed, one_by_one)
    return Correction(best, is_sure=False) if most > speller.together(typed) else None


def _chosen(
    speller: Speller[Found],
    asked: Asked,
    typed: Sequence[Found],
    spellings: Sequence[Sequence[_Spelling[Found]]],
) -> tuple[str, int]:
    return _best(speller, asked, typed, list(islice(product(*spellings), _MAX_TRIED)))


def _has_unlike_any(typed: Sequence[Found], wrong: Sequence[Sequence[_Spelling[Found]]]) -> bool:
    """Whether there is a word that no record has and none of its words is like."""
    mended = {found[0].clause for found in wrong}
    return any(not part.count and part.clause not in mended for part in typed)


def _is_meant(spelling: _Spelling[Found]) -> bool:
    """Whether a word may be taken for another though no record has that with the other words.

    So much so that only one letter is wrong in a long word, and neither its first nor its last;
    shorter words, and those with other ends, are too often words of their own.
    """
    word, meant = spelling.clause.surfaces[0], spelling.found.clause.surfaces[0]
    return (
        len(word) > _ONE_ERROR_UP_TO
        and word[0] == meant[0]
        and not _has_another_end(word, meant)
        and edits(word, meant) == 1
    )


def _best(
    speller: Speller[Found],
    asked: Asked,
    typed: Sequence[Found],
    choices: Iterable[tuple[_Spelling[Found], ...]],
) -> tuple[str, int]:
    """The query respelled so that it finds the most, and how much; what nothing has stays."""
    best, most = asked.text, -1
    for spellings in choices:
        replaced = {spelling.clause for spelling in spellings}
        kept = [part for part in typed if part.count and part.clause not in replaced]
        having = [spelling.found for spelling in spellings if spelling.found.count]
        count = speller.together([*kept, *having]) if having else 0
        if count > most:
            best, most = _respelled(asked.text, spellings), count
    return best, most


def _meant(
    speller: Speller[Found], asked: Asked, part: Found, known: Spellings
) -> list[_Spelling[Found]]:
    """What a word may have been meant as that no record has, or none as it was typed."""
    if not part.count:
        spellings = _spellings(speller, part, known)
        is_last = part.clause.end == len(asked.text.rstrip())
        return spellings or (_continued(speller, part.clause) if is_last else [])
    word = part.clause.surfaces[0]
    if len(word) <= _ONE_ERROR_UP_TO or speller.frequency(word):
        return []
    # Records have another form of it, of the right word too where one has the stem of the other.
    near = (each for each in speller.near(word, 1) if not _has_another_end(word, each))
    found = (_spelling(speller, part.clause, each) for each in near if each[0] == word[0])
    return sorted(
        (
            each
            for each in found
            if each.found.clause.terms == part.clause.terms
            or each.found.count > _MORE_FREQUENT * part.count
        ),
        key=lambda s: (-speller.frequency(s.word.lower()), s.word),
    )[:_SPELLINGS_A_WORD]


def _has_another_end(word: str, other: str) -> bool:
    """Whether two words only differ in their last letter: then both may be forms of one word."""
    return len(commonprefix([word, other])) >= min(len(word), len(other)) - 1


def _far_commoner(speller: Speller[Found], part: Found) -> list[_Spelling[Found]]:
    """Far commoner words that a rare one of the collection may have been meant as."""
    word = part.clause.surfaces[0]
    frequency = speller.frequency(word)
    if not frequency or len(word) <= _ONE_ERROR_UP_TO:
        return []
    near = (each for each in speller.near(word, 1) if not _has_another_end(word, each))
    found = (_spelling(speller, part.clause, each) for each in near)
    likely = [each for each in found if each.found.count > _FAR_MORE_FREQUENT * frequency]
    return sorted(likely, key=lambda s: (-s.found.count, s.word))[:_SPELLINGS_A_WORD]


def _can_be_misspelt(asked: Asked, clause: Clause) -> bool:
    word = clause.surfaces[0]
    is_acronym = clause.typed.isupper() and len(word) <= _LONGEST_ACRONYM
    is_word = clause.kind == "word" and is_spelt(word) and not is_acronym
    return is_word and not is_quoted(asked, clause) and _SHORTEST <= len(word) <= _LONGEST


def _spellings(speller: Speller[Found], part: Found, known: Spellings) -> list[_Spelling[Found]]:
    """The likeliest spellings: those with the fewest typing errors, and of these the commonest."""
    word = part.clause.surfaces[0]
    # Counted as written: a misspelt word may well have the same stem as a right one.
    frequency = speller.frequency(word)
    for distance in (1, 2) if len(word) >= _TWO_ERRORS_FROM else (1,):
        near = (each for each in speller.near(word, distance) if _is_likely(word, each, distance))
        found = [_spelling(speller, part.clause, each) for each in near]
        likely = [s for s in found if s.found.count > _MORE_FREQUENT * frequency]
        if not likely and not frequency:
            # Nearer than what the collection has may be a word that it has not.
            right = (_spelling(speller, part.clause, each) for each in known.near.get(word, ()))
            likely = [each for each in right if each.found.clause.terms != part.clause.terms]
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
