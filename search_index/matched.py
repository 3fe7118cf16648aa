"""What a text matches: records with all its words, with a better spelling of them, or with some."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from search_index.asked import Asked, parse
from search_index.correcting import Found, Speller, Spellings, better_spelling
from search_index.protocol import SearchQuery

# With so few results a typing error is likely enough to look for a better spelling.
_FEW = 3


class Matching(Protocol):
    """The records that answer a text, as the engine keeps them."""

    @property
    def count(self) -> int:
        """How many they are."""

    @property
    def has_exact(self) -> bool:
        """Whether any of them may bear the whole text as a name."""


Match = TypeVar("Match", bound=Matching)
Given = TypeVar("Given", bound=Matching, covariant=True)


class Words(Speller[Found], Protocol[Found, Given]):
    """The words of a snapshot: what has each, and what has several."""

    def match_all(self, asked: Asked, found: tuple[Found, ...]) -> Given:
        """The records that have every clause."""

    def match_some(self, asked: Asked, found: tuple[Found, ...]) -> Given:
        """The records that have any clause; those that have more of them score higher."""


@dataclass(frozen=True)
class Matched(Generic[Match]):
    """What the text matched (None: there was no text) and how that came about.

    With `shows_corrected` it is what the corrected text matched.
    """

    match: Match | None
    corrected: str | None = None
    shows_corrected: bool = False


def match_text(words: Words[Found, Match], query: SearchQuery, asked: Asked) -> Matched[Match]:
    """The records for a text: all its words, else some of them, in its correction if that is sure.

    Nothing is corrected where any word is enough: such texts are made by a program. Where records
    lead, or are found as well by what they are about, only all the words count.
    """
    if asked.is_empty:
        return Matched(None)
    found = tuple(words.find(each) for each in asked.clauses)
    if query.any_word:
        return Matched(words.match_some(asked, found))
    strict = words.match_all(asked, found)
    if strict.has_exact:
        return Matched(strict)
    known = Spellings(query.right, query.near)
    correction = better_spelling(words, asked, found, known, only_sure=strict.count > _FEW)
    corrected = correction.text if correction else None
    if query.lead or query.about:
        return Matched(strict, corrected)
    if correction is None or (strict.count and not correction.is_sure):
        return Matched(strict if strict.count else words.match_some(asked, found), corrected)
    meant = parse(correction.text)
    again = tuple(words.find(each) for each in meant.clauses)
    all_of_it = words.match_all(meant, again)
    matched = all_of_it if all_of_it.count else words.match_some(meant, again)
    return Matched(matched, corrected, shows_corrected=True)
