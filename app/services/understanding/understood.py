"""What was understood of a query: constraints, each with the words that it came from."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Field = Literal[
    "level",
    "max_cost",
    "max_hours",
    "mode",
    "language",
    "country",
    "provider",
    "credit",
    "qa",
    "beginner",
]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
"""What can be understood, in the order it is shown."""

NOT_STATED: Final = "not-stated"
"""The value, in the index, of a facet of which a record states nothing."""

MAY_BE_UNSTATED: Final = ("level", "mode", "language", "country", "qa", "audience")
"""The facets for which the index keeps who states nothing."""

UNSTATED: Final[Mapping[Field, str]] = {
    "max_cost": "price",
    "max_hours": "hours",
    "level": "level",
    "mode": "mode",
    "language": "language",
    "country": "country",
    "qa": "qa",
}
"""What a record may be let in without stating, by the constraint that would leave it out.

Who is not stated to be for others than beginners is let in anyway.
"""

NOT: Final = "not:"
"""Before a value that must not be: whoever filters takes all others (`others_than`)."""

Note = Literal["", "dollars", "weekend", "day", "any framework", "degree", "part of"]
"""What was decided for the reader where the words leave it open, to be said beside the value."""


@dataclass(frozen=True)
class Understood:
    """One constraint: its values are alternatives, a bound has one.

    `words` stand from `start` to `end` in the text. `currency` is that of a price.
    """

    field: Field
    values: tuple[str, ...]
    words: str
    start: int
    end: int
    currency: str = ""
    note: Note = ""


@dataclass(frozen=True)
class Understanding:
    """A query taken apart: the words still to be searched for, and the constraints.

    `left_plain` are those that could be understood, but are to stay words. `denied` are words that
    say what is not wanted, where no filter can say it: they stay words as well.
    """

    text: str
    understood: tuple[Understood, ...] = ()
    left_plain: tuple[Understood, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A text to be read: `plain` is the same text, sign for sign, without accents and capitals."""

    text: str
    plain: str

    @classmethod
    def of(cls, text: str) -> "Query":
        """The query with this text."""
        return cls(text, plain_form(text))


@dataclass(frozen=True)
class Reading:
    """A part of a query, from `start` to `end`, and what it was read as."""

    field: Field
    start: int
    end: int
    values: tuple[str, ...]
    currency: str = ""
    note: Note = ""


Rule = Callable[[Query], Iterator[Reading]]


def plain_form(text: str) -> str:
    """`text` with one plain lower-case sign for each of its signs, so that places stay the same."""
    return "".join(map(_plain_sign, text))


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return " " if sign.isspace() else sign.lower()
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", sign)[:1].casefold()
    return plain if len(plain) == 1 else sign


_SIGNS: Final = {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "≤": "<"}
