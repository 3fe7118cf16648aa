"""Columns as data: what a table or a form asks for, one definition for both."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from ctdl.language import is_language_tag
from ctdl.tabular.language_names import language_named

if TYPE_CHECKING:
    from ctdl.tabular.draft import Draft
    from ctdl.tabular.entry import Entry
    from ctdl.tabular.facts import Fact

    Finish = Callable[[Draft, Entry, Draft | None], None]

#: What kind of input a column takes: one line, several lines, one entry a line, a value of a list…
Kind = Literal[
    "text", "paragraph", "lines", "url", "email", "date", "number", "choice", "code", "reference"
]
_NOT_A_LETTER: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Choice:
    """One value a column may take, and what people call it."""

    value: str
    label: str


@dataclass(frozen=True)
class Column:
    """What one column holds; `label` and `help` are English and translated where they are shown.

    `property` is the CTDL property the values end up in, `also` are others below it: findings on
    any of them are about this column. A `repeatable` column takes several values, one a line or
    separated by `|`. Of a `translatable` column there may be one for each language, `name@fr`.
    """

    name: str
    label: str
    help: str
    kind: Kind = "text"
    property: str = ""
    example: str = ""
    required: bool = False
    repeatable: bool = False
    translatable: bool = False
    choices: tuple[Choice, ...] = ()
    section: str = ""
    also: tuple[str, ...] = ()
    other_labels: tuple[str, ...] = ()

    def choice(self, written: str) -> Choice | None:
        """The value that `written` means: its code or its label, however it is spelled."""
        return self._choices.get(_folded(written))

    def nearest_choices(self, written: str) -> list[str]:
        """Up to three values that look like `written`."""
        close = get_close_matches(_folded(written)[:60], self._choices, n=3, cutoff=0.6)
        return list(dict.fromkeys(self._choices[each].value for each in close))

    @cached_property
    def _choices(self) -> Mapping[str, Choice]:
        found: dict[str, Choice] = {}
        for choice in self.choices:
            found.setdefault(_folded(choice.value), choice)
        for choice in self.choices:
            found.setdefault(_folded(choice.label), choice)
        return found


@dataclass(frozen=True)
class Template:
    """A kind of table: its columns in order, and the facts they state in a document."""

    id: str
    label: str
    help: str
    facts: "tuple[Fact, ...]"
    types: tuple[str, ...]
    """The classes of resources (with those below them) that the table describes."""
    finish: "Finish" = lambda _draft, _entry, _before: None
    """Completes a document with what goes without saying, and checks what cells say together."""
    key_columns: tuple[str, ...] = ()
    """The columns that tell records apart when a row has neither CTID nor code."""
    adds_to_records: bool = False
    """Whether rows add to records that are there, many to one, instead of being a record each."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order of the template."""
        return tuple(column for fact in self.facts for column in fact.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of the fact that each column states, among `facts`."""
        return {c.name: place for place, fact in enumerate(self.facts) for c in fact.columns}

    @cached_property
    def type_column(self) -> Column:
        """The column that says what kind of record a row is."""
        return next(column for column in self.columns if column.property == "@type")

    def column(self, name: str) -> Column | None:
        """The column called `name`; `name@fr` is the French one of a translatable column."""
        base, at, tag = name.partition("@")
        found = self.by_name.get(base)
        if found is None or (at and not (found.translatable and _is_tag(tag))):
            return None
        return found

    def name_of_header(self, header: str) -> str | None:
        """The column that a header cell means: its name or its label, however it is spelled."""
        base, at, tag = header.strip().partition("@")
        found = self._by_header.get(_folded(base))
        if found is None:
            return None
        name = f"{found}@{tag.strip()}" if at else found
        return name if self.column(name) else None

    def nearest_column(self, header: str) -> str | None:
        """The column whose name or label looks most like `header`."""
        close = get_close_matches(_folded(header)[:60], self._by_header, n=1, cutoff=0.6)
        return self._by_header[close[0]] if close else None

    def column_of_property(self, property: str) -> Column | None:
        """The column whose values end up in `property`."""
        return self._by_property.get(property)

    @cached_property
    def _by_header(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, text in self._headers():
            found.setdefault(_folded(text), name)
        return found

    def _headers(self) -> Iterator[tuple[str, str]]:
        yield from ((column.name, column.name) for column in self.columns)
        yield from ((column.name, column.label) for column in self.columns)
        for column in self.columns:
            yield from ((column.name, text) for text in column.other_labels)

    @cached_property
    def _by_property(self) -> Mapping[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:
            found.setdefault(column.property, column)
        for column in self.columns:
            for property in column.also:
                found.setdefault(property, column)
        return found


def _is_tag(text: str) -> bool:
    # "french" has the shape of a tag, but nobody means another language by it than fr.
    return is_language_tag(text) and language_named(text) is None


def _folded(text: str) -> str:
    return _NOT_A_LETTER.sub("", text).casefold()
