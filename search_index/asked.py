"""From what a person typed to what must be found: words, codes and phrases, nothing else.

There is no query language: brackets, stars, colons and the like only separate words, so that no
text can be wrong, slow or reach into the engine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from search_index.words import Placed, Token, clean, placed_tokens, title_key

MAX_TEXT_LENGTH = 1_000
MAX_CLAUSES = 24

_QUOTES = '"“”„«»'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]")

# Left out of what is required unless there is nothing else; words that name a subject in one of
# the languages ("die casting", "car") are not in it.
_SMALL_WORDS_BY_LANGUAGE = {
    "en": "a an and are as at be by for from how i in into is it my not of on or our that the their"
    " this to want what which who will with you your",
    "fr": "au aux avec ce ces cet cette dans de des du en est et la le les leur leurs mon nos notre"
    " ou par pour qui se sur un une vos votre",
    "es": "con del el las los para por una y",
    "de": "das der ein eine fur im mit und von zu zum zur",
    "pt": "com da do dos em uma",
    "it": "degli dei della di gli il nel per",
}
_SMALL_WORDS = frozenset(w for words in _SMALL_WORDS_BY_LANGUAGE.values() for w in words.split())


@dataclass(frozen=True)
class Clause:
    """One thing that must be found: a word, a code in one or several parts, or a phrase."""

    kind: Literal["word", "code", "phrase"]
    typed: str
    terms: tuple[str, ...]
    joined: tuple[str, ...]
    surfaces: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Asked:
    """A parsed query text: its clauses, the cleaned text they stand in and its title form."""

    text: str
    clauses: tuple[Clause, ...]
    title: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, as opposed to nothing that can be searched for."""
        return not self.text.strip()


def parse(text: str) -> Asked:
    """What `text` asks for; any text at all is accepted, and no more than a page of it is read."""
    cleaned = clean(text[:MAX_TEXT_LENGTH])
    found = list(_clauses(cleaned))
    telling = [clause for clause in found if not _is_small(clause, cleaned)]
    distinct = {(clause.kind, clause.terms): clause for clause in reversed(telling or found)}
    clauses = tuple(reversed(distinct.values()))[:MAX_CLAUSES]
    return Asked(cleaned, clauses, title_key(cleaned))


def is_quoted(asked: Asked, clause: Clause) -> bool:
    """Whether the clause stands in quotation marks: then it is meant as it was typed."""
    return asked.text[max(clause.start - 1, 0) : clause.start] in tuple(_QUOTES)


def _clauses(cleaned: str) -> Iterator[Clause]:
    place = 0
    for quoted in _QUOTED.finditer(cleaned):
        yield from _loose(cleaned, place, quoted.start())
        yield from _phrase(cleaned, quoted.start(1), quoted.end(1))
        place = quoted.end()
    yield from _loose(cleaned, place, len(cleaned))


def _loose(cleaned: str, start: int, end: int) -> Iterator[Clause]:
    for placed in placed_tokens(cleaned[start:end]):
        yield _clause_of(placed, cleaned, start)


def _clause_of(placed: Placed, cleaned: str, offset: int) -> Clause:
    token, start, end = placed.token, placed.start + offset, placed.end + offset
    kind: Literal["word", "code", "phrase"] = "word"
    joined = token.joined
    if token.unspaced:
        kind, joined = ("phrase" if len(token.parts) > 1 else "word"), ()
    elif _is_signed(token):
        joined = ()
    if kind == "word" and len(token.parts) > 1:
        kind = "code"
    return Clause(kind, cleaned[start:end], token.parts, joined, token.surfaces, start, end)


def _is_signed(token: Token) -> bool:
    return token.surfaces[-1][-1] in "+#"


def _phrase(cleaned: str, start: int, end: int) -> Iterator[Clause]:
    inside = [placed.token for placed in placed_tokens(cleaned[start:end])]
    terms = tuple(term for token in inside for term in token.parts)
    if not terms:
        return
    surfaces = tuple(surface for token in inside for surface in token.surfaces)
    kind: Literal["word", "phrase"] = "phrase" if len(terms) > 1 else "word"
    yield Clause(kind, cleaned[start:end].strip(), terms, (), surfaces, start, end)


def _is_small(clause: Clause, cleaned: str) -> bool:
    if clause.kind != "word" or clause.surfaces[0] not in _SMALL_WORDS:
        return False
    # "IT support" is about IT; "THE LAW OF THE SEA" and "law AND order" say nothing by capitals.
    shouted = clause.typed.isupper() and len(clause.typed) > 1
    return not shouted or cleaned.isupper() or clause.typed in {"AND", "OR", "NOT"}
