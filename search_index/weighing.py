"""What the words and names of a record are worth, the same for every engine.

Ranking is BM25F in its original form: the frequencies of a term in the fields of a record are
weighted, each normalised by the length of its field, added up, and only then saturated. Weights
and lengths are known when a record is indexed, so an engine keeps the sum, and a query reads one
list for each word instead of five.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log1p

from search_index.protocol import SearchDocument
from search_index.words import title_keys

SATURATION = 4.0
"""How soon more occurrences stop counting; the weights of fields are around this size."""
EXACT_NAME = 50.0
"""Exact names rank first: a search for "CPR" should not open with "CPR instructor"."""
PHRASE = 1.5
"""Words in the order typed say more than the same words apart."""

# What counts when typed exactly: a whole name, one without what it has in brackets, and a code or
# acronym in a name ("... (CISSP)", "AZ-900: ...").
WHOLE_NAME = 2.0
NAME_WITHOUT_BRACKETS = 1.5
CODE_IN_NAME = 1.0

_PARENTHESES = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class TextField:
    """How much one field counts: its weight, and the length at which it is neither long nor short.

    The usual lengths are those of the records this registry ships; being constants, they
    let a record's weights stand whatever else is in the collection.
    """

    weight: float
    usual_length: int
    length_matters: float

    def share(self, length: int) -> float:
        """What one occurrence is worth in a field of `length` words."""
        relative = length / self.usual_length
        return self.weight / (1.0 - self.length_matters + self.length_matters * relative)


_NAME = TextField(weight=6.0, usual_length=6, length_matters=0.5)
_PROVIDER = TextField(weight=2.0, usual_length=4, length_matters=0.3)
_SKILLS = TextField(weight=2.5, usual_length=15, length_matters=0.6)
_OUTCOMES = TextField(weight=1.2, usual_length=40, length_matters=0.7)
_DESCRIPTION = TextField(weight=1.0, usual_length=50, length_matters=0.75)


def text_parts(document: SearchDocument) -> tuple[tuple[TextField, str], ...]:
    """The texts of a record that are not empty, each with how much it counts."""
    parts = (
        *((_NAME, name) for name in document.names),
        (_PROVIDER, document.provider),
        (_SKILLS, document.skills),
        (_OUTCOMES, document.outcomes),
        (_DESCRIPTION, document.description),
    )
    return tuple(part for part in parts if part[1])


def titles(names: Iterable[str]) -> dict[str, float]:
    """What a person may type to mean exactly this record, and how much that counts."""
    found: dict[str, float] = {}
    for name in names:
        codes = ((code, CODE_IN_NAME) for code in _codes_in(name))
        bare = (_PARENTHESES.sub(" ", name), NAME_WITHOUT_BRACKETS)
        for written, weight in (*codes, bare, (name, WHOLE_NAME)):
            for title in title_keys(written):
                found[title] = max(weight, found.get(title, 0.0))
    found.pop("", None)
    return found


def rarity(count: int, having: int) -> float:
    """How much a word tells that `having` of `count` records have."""
    return log1p((count - having + 0.5) / (having + 0.5))


def _codes_in(name: str) -> Iterator[str]:
    """Acronyms and codes a name carries in brackets or before or after a colon or dash."""
    candidates = [*_PARENTHESES.findall(name), *re.split(r":| [-–—] ", name)]
    for candidate in map(str.strip, candidates):
        has_capitals = sum(map(str.isupper, candidate)) >= 2
        if candidate != name and " " not in candidate and (has_capitals or _has_digit(candidate)):
            yield candidate


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))
