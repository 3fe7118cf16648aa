"""What a text matches: records with all its words, with a better spelling of them, or with some."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from search_index.asked import Asked, parse
from search_index.correcting import Found, Speller, better_spelling
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
    """What the text matched (None: there was no text) and how that came about."""

    match: Match | None
    corrected: str | None = None
    shows_corrected: bool = False


def match_text(words: Words[Found, Match], query: SearchQuery, asked: Asked) -> Matched[Match]:
    """The records for a text: all its words, else its correction, else some of its words.

    Nothing is corrected where any word is enough: such texts are made by a program. Where records
    lead, or are found as well by what they are about, only all the words count.
    """
    if asked.is_empty:
        return Matched(None)
    found = tuple(words.find(each) for each in asked.clauses)
    if query.any_word:
        return Matched(words.match_some(asked, found))
    strict = words.match_all(asked, found)
    if strict.count > _FEW or strict.has_exact:
        return Matched(strict)
    corrected = better_spelling(words, asked, found, query.right)
    if strict.count or query.lead or query.about:
        return Matched(strict, corrected)
    if corrected is None:
        return Matched(words.match_some(asked, found))
    meant = parse(corrected)
    again = words.match_all(meant, tuple(words.find(each) for each in meant.clauses))
    return Matched(again, corrected, shows_corrected=True)
