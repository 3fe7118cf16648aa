"""The rows of a comparison: the facts of each record in the order of the record page, cell by cell.

What is stated stands first in a cell; the same in other units and frameworks stands under it and
never decides whether a row differs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from flask_babel import gettext

from app.presenters import labels, sizes
from app.presenters.compare_data import cell_data
from app.presenters.conformance_words import count_words, fixed
from app.presenters.connections import entry_value, stacking
from app.presenters.credential import others_line, statement_lines
from app.presenters.credential_facts import CRITICAL, credential_facts
from app.presenters.facts import Fact, Sources, Value
from app.presenters.levels_elsewhere import LevelsShown
from app.presenters.links import Link
from app.presenters.quality_assurance import statement_value
from app.presenters.text import Text, content, framed
from app.services.comparing import STATES, Compared, Comparison, StandardCounts
from app.services.outcomes import Matched, SharedOutcome
from ctdl.standards import RESULTS, STANDARDS, Result

SAME, ALIKE, DIFFERS, GAP, NONE = STATES

LONGEST_LIST: Final = 6
"""How many values of one fact fit a cell of the screen; the rest are behind a click."""
LONGEST_OUTCOMES: Final = 40
_LEFT_OUT: Final = frozenset({"name"})
# When a price was seen says nothing about the price.
_NOTES_ASIDE: Final = frozenset({"cost"})


@dataclass(frozen=True)
class Cell:
    """The values of one fact of one record: all of them, of which `most` fit a screen.

    `normalised` is the same in other units and frameworks. `empty` says what it means that there
    is no value, where it does not mean that nothing is stated, and `unknown` why it is not known
    here. `data` is what is stated as numbers
    and codes, where there are some; `means` is what the cells of a row are compared by.
    """

    values: tuple[Value, ...] = ()
    normalised: tuple[Value, ...] = ()
    empty: str | None = None
    unknown: str | None = None
    most: int = LONGEST_LIST
    data: list[Any] | None = None
    means: tuple[object, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether it is known what stands here: values, or that there are none of this kind."""
        return bool(self.means) or self.empty is not None

    @property
    def first(self) -> tuple[Value, ...]:
        """The values that are shown at once."""
        return self.values[: self.most]

    @property
    def rest(self) -> tuple[Value, ...]:
        """The values that a screen shows when asked."""
        return self.values[self.most :]


Compare = Callable[[Sequence[Cell]], str]


@dataclass(frozen=True)
class Row:
    """One fact of every record. `state` is one of the states of `comparing`.

    `state_of_two` is the same for the two records alone that were picked for a narrow screen.

    A gap is a difference in what is known, not in the credentials; "alike" is a program's estimate.
    Both are marked as what they are.
    """

    key: str
    label: Text
    cells: tuple[Cell, ...]
    state: str
    state_of_two: str | None = None
    compare: Compare | None = field(default=None, repr=False, compare=False)

    def of_two(self, places: tuple[int, int] | None) -> "Row":
        """The row with the state of the cells at these places alone."""
        if places is None or self.compare is None:
            return self
        return replace(self, state_of_two=self.compare([self.cells[each] for each in places]))

    @property
    def is_same(self) -> bool:
        """Whether every record states the same, or none states anything."""
        return self.state in (SAME, NONE)


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading."""

    key: str
    label: str
    rows: tuple[Row, ...]
    note: str | None = None


def row_groups(
    found: Comparison, today: date, shown: LevelsShown, two: tuple[int, int] | None = None
) -> tuple[RowGroup, ...]:
    """Every row of the comparison, in the fixed order; `two` are the places of those picked."""
    columns = [_facts(each, found, today) for each in found.compared]
    rows = [
        row.of_two(two)
        for facts in zip(*columns, strict=True)
        if facts[0].key not in _LEFT_OUT
        for row in _rows_of(facts, found, shown)
    ]
    standards = tuple(row.of_two(two) for row in _standard_rows(found))
    return (
        RowGroup(
            "critical",
            gettext("Critical information"),
            tuple(row for row in rows if _is_critical(row)),
        ),
        RowGroup(
            "further",
            gettext("Further facts"),
            tuple(row for row in rows if not _is_critical(row)),
        ),
        RowGroup(
            "standards",
            gettext("Held against standards"),
            standards,
            gettext(
                "A check of what the record states, never an approval. The marks compare whether"
                " anything that binds is missing, not the numbers."
            ),
        ),
    )


def outcomes_note(matched: Matched | None) -> str | None:
    """How the learning outcomes were put beside each other; None where they were not."""
    if matched is None:
        return None
    note = gettext(
        "Learning outcomes are put beside each other where a program finds that they mean about"
        " the same (by vectors of their words). That is an estimate."
    )
    left = sum(matched.not_compared)
    if not left:
        return note
    words = gettext("Outcomes in other languages than English are not matched: %(num)s.", num=left)
    return f"{note} {words}"


def _is_critical(row: Row) -> bool:
    return row.key.partition("-")[0] in (*CRITICAL, "type")


def _facts(each: Compared, found: Comparison, today: date) -> tuple[Fact, ...]:
    stored, record, names = each.stored, each.record, found.names
    sources = Sources(stored.provenance, stored.publisher_name)
    lines = (
        *statement_lines(stored, record, sources, names, today),
        *(others_line(other, today) for other in each.others),
    )
    stacks = stacking(record.connections, each.incoming, names)
    entries = map(entry_value, (*stacks.leads_to, *stacks.built_from))
    quality = Fact("qa", gettext("Quality assurance"), tuple(map(statement_value, lines)))
    stackability = Fact("stackability", gettext("Stackability"), tuple(entries))
    return (
        Fact("type", gettext("Type"), (Value(framed(labels.type_label(record.type))),)),
        *credential_facts(record, sources, names, quality, stackability),
    )


def _rows_of(facts: Sequence[Fact], found: Comparison, shown: LevelsShown) -> Iterator[Row]:
    key, label = facts[0].key, facts[0].label
    if key == "outcomes" and found.outcomes is not None:
        yield from _outcome_rows(label, found, found.outcomes)
        return
    most = LONGEST_OUTCOMES if key == "outcomes" else LONGEST_LIST
    cells = tuple(
        Cell(
            tuple(_bare(value) for value in fact.values),
            _normalised(fact, each, shown),
            most=most,
            data=cell_data(key, each.record),
            means=_written(fact),
        )
        for fact, each in zip(facts, found.compared, strict=True)
    )
    yield _row(key, framed(label), cells, _state)


def _bare(value: Value) -> Value:
    """Without links into the page of its own record, and without what stands under it."""
    link = value.link
    inside = link is not None and link.url is not None and link.url.startswith("#")
    return replace(value, link=None if inside else link, converted=())


def _normalised(fact: Fact, each: Compared, shown: LevelsShown) -> tuple[Value, ...]:
    if fact.key == "level":
        return tuple(_levels_elsewhere(each, shown))
    if fact.key == "hours" and not fact.values:
        line = sizes.hours_line(each.record)
        return (Value(line),) if line is not None else ()
    lines = dict.fromkeys(line for value in fact.values for line in value.converted)
    return tuple(Value(line) for line in lines)


def _levels_elsewhere(each: Compared, shown: LevelsShown) -> Iterator[Value]:
    stated = [level.id for level in each.record.levels]
    for level_id in stated:
        for other in shown.of(level_id, stated):
            yield Value(framed(other.sentence), other.link)


def _row(key: str, label: Text, cells: tuple[Cell, ...], compare: Compare) -> Row:
    return Row(key, label, cells, compare(cells), compare=compare)


def _state(cells: Sequence[Cell]) -> str:
    """How cells stand to each other; where only one of them is known, nothing is known to differ.

    Nobody may state it, and what follows from other facts may still tell the records apart.
    """
    stated = {cell.means for cell in cells if cell.is_stated}
    if not stated:
        return GAP if len({cell.normalised for cell in cells}) > 1 else NONE
    if len(stated) > 1:
        return DIFFERS
    return SAME if all(cell.is_stated for cell in cells) else GAP


def _state_of_shared(cells: Sequence[Cell]) -> str:
    """The state of outcomes that a program found to mean about the same."""
    if not all(cell.means for cell in cells):
        return _state(
            [replace(cell, means=(bool(cell.means),)) if cell.means else cell for cell in cells]
        )
    return SAME if len({cell.means for cell in cells}) == 1 else ALIKE


def _written(fact: Fact) -> tuple[tuple[str, str], ...]:
    """The values as they read, in any order: a list of languages is no ranking."""
    aside = fact.key in _NOTES_ASIDE
    return tuple(sorted((str(each.text), "" if aside else str(each.note)) for each in fact.values))


def _outcome_rows(label: str, found: Comparison, matched: Matched) -> Iterator[Row]:
    columns = [[content(text) for text in each.record.outcomes] for each in found.compared]
    for number, shared in enumerate(matched.shared, start=1):
        words = gettext("%(label)s in common (%(number)s)", label=label, number=number)
        yield _shared_row(f"outcomes-common-{number}", words, shared, columns)
    cells = tuple(_own_cell(column, own) for column, own in zip(columns, matched.own, strict=True))
    words = gettext("Other learning outcomes") if matched.shared else label
    yield _row("outcomes-own", framed(words), cells, _state)


def _shared_row(
    key: str, label: str, shared: SharedOutcome, columns: Sequence[Sequence[Text | None]]
) -> Row:
    texts = [
        column[place] if place is not None else None
        for place, column in zip(shared.places, columns, strict=True)
    ]
    cells = tuple(
        Cell((Value(text),), means=(str(text).casefold(),)) if text else _without(column)
        for text, column in zip(texts, columns, strict=True)
    )
    return _row(key, framed(label), cells, _state_of_shared)


def _own_cell(column: Sequence[Text | None], own: Sequence[int]) -> Cell:
    texts = [column[place] for place in own]
    values = tuple(Value(text) for text in texts if text)
    if not values:
        return _without(column)
    means = tuple(sorted(str(text).casefold() for text in texts if text))
    return Cell(values, most=LONGEST_OUTCOMES, means=means)


def _without(column: Sequence[Text | None]) -> Cell:
    """Nothing of this kind among the outcomes; or no outcomes at all, which is "not stated"."""
    return Cell(empty=gettext("none among its outcomes")) if column else Cell()


def _standard_rows(found: Comparison) -> Iterator[Row]:
    """A row for each standard that says anything about one of the records."""
    checked = [
        {each.standard.id: each for each in compared.standards or ()} for compared in found.compared
    ]
    # Every cell says such counts: the words of each are looked up once.
    said = cache(count_words)
    for standard in STANDARDS.values():
        column = [each.get(standard.id) for each in checked]
        if any(each is not None and _says_anything(each) for each in column):
            cells = tuple(
                _standard_cell(counts, each, said)
                for counts, each in zip(column, found.compared, strict=True)
            )
            yield _row(f"standard-{standard.id}", fixed(standard.name), cells, _state)


def _says_anything(counts: StandardCounts) -> bool:
    return any(number for result, number in counts.counts.items() if result != "not applicable")


def _missing_note(counts: StandardCounts) -> Text | None:
    if counts.meets:
        return framed(gettext("nothing that binds is missing"))
    if not counts.lacks:
        return None
    if "recommended" not in counts.standard.binding:
        return framed(gettext("something that binds is missing"))
    return framed(gettext("something that it recommends is missing"))


def _standard_cell(
    counts: StandardCounts | None, each: Compared, said: Callable[[Result, int], str]
) -> Cell:
    if counts is None:
        return Cell(unknown=gettext("not checked yet"))
    if counts.standard.kind == "definition":
        words, note = gettext("a definition, neither passed nor failed"), None
    else:
        note = _missing_note(counts)
        words = " · ".join(
            said(result, counts.counts[result]) for result in RESULTS if counts.counts.get(result)
        )
    link = Link("conformance", {"ctid": each.stored.ctid, "standard": counts.standard.id})
    # The numbers nearly always differ and tell little; whether anything binding is missing does.
    return Cell((Value(framed(words), link, note),), means=(counts.meets,))
