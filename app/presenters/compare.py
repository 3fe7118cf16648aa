"""Up to four records side by side, row by row in the order of the record page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.presenters import labels
from app.presenters.connections import entry_value, stacking
from app.presenters.credential import statement_lines
from app.presenters.credential_facts import credential_facts
from app.presenters.facts import Fact, Sources, Value
from app.presenters.links import Link, record_link
from app.presenters.quality_assurance import statement_value
from app.presenters.search_state import MOST_COMPARED, SearchState
from app.presenters.text import Text, framed, titled
from app.services.reading import StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

SAME, DIFFERS, GAP = "same", "differs", "gap"

LONGEST_LIST = 6
"""How many values of one fact fit a cell; the rest are on the record's own page."""


@dataclass(frozen=True)
class Column:
    """A record being compared, and the state without it."""

    ctid: CTID
    title: Text
    link: Link
    without: SearchState


@dataclass(frozen=True)
class Cell:
    """The values of one fact of one record, cut to what fits; `hidden` are left out."""

    values: tuple[Value, ...]
    hidden: int = 0


@dataclass(frozen=True)
class Row:
    """One fact of every record. `state` is same, differs, or gap where some state nothing.

    A gap is a difference in what is known, not in the credentials, and is marked as such.
    """

    key: str
    label: str
    cells: tuple[Cell, ...]
    state: str

    @property
    def is_same(self) -> bool:
        """Whether every record states the same, or none states anything."""
        return self.state == SAME


@dataclass(frozen=True)
class Refused:
    """A record that cannot be compared, and why."""

    identifier: str
    reason: str


@dataclass(frozen=True)
class ComparePage:
    """The table of comparison; `rows` are the ones shown, `same` the number of equal ones."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    same: int
    only_differences: bool
    refused: tuple[Refused, ...]
    too_many: bool
    state: SearchState
    search: SearchState
    can_add: bool


def compare_page(
    stored: Sequence[StoredRecord],
    names: Mapping[CTID, Named],
    today: date,
    *,
    only_differences: bool = False,
    refused: Sequence[Refused] = (),
    too_many: bool = False,
) -> ComparePage:
    """The comparison of these records; the address of the page is its whole state."""
    state = SearchState.of(("id", each.ctid) for each in stored)
    if only_differences:
        state = state.adding("differences", "1")
    rows = _rows([_facts(each, names, today) for each in stored])
    shown = tuple(row for row in rows if not (only_differences and row.is_same))
    return ComparePage(
        columns=tuple(
            Column(
                each.ctid,
                titled(each.record.name, each.ctid),
                record_link(each.ctid, each.record.type),
                state.dropping("id", each.ctid),
            )
            for each in stored
        ),
        rows=shown,
        same=sum(row.is_same for row in rows),
        only_differences=only_differences,
        refused=tuple(refused),
        too_many=too_many,
        state=state,
        search=SearchState.of(("compare", each.ctid) for each in stored),
        can_add=len(stored) < MOST_COMPARED,
    )


def _facts(stored: StoredRecord, names: Mapping[CTID, Named], today: date) -> tuple[Fact, ...]:
    record = stored.record
    assert isinstance(record, CredentialRecord)
    lines = statement_lines(
        stored, record, Sources(stored.provenance, stored.publisher_name), names, today
    )
    stacks = stacking(record.connections, (), names)
    return (
        Fact("type", gettext("Type"), (Value(framed(labels.type_label(record.type))),)),
        *credential_facts(record, Sources(stored.provenance, stored.publisher_name), names),
        Fact(
            "qa",
            gettext("Quality assurance"),
            tuple(map(statement_value, lines)),
        ),
        Fact("leads_to", gettext("Leads to"), tuple(map(entry_value, stacks.leads_to))),
        Fact(
            "built_from",
            gettext("What counts towards it"),
            tuple(map(entry_value, stacks.built_from)),
        ),
    )


def _rows(columns: Sequence[Sequence[Fact]]) -> list[Row]:
    rows = []
    for facts in zip(*columns, strict=True):
        cells = tuple(
            Cell(fact.values[:LONGEST_LIST], max(0, len(fact.values) - LONGEST_LIST))
            for fact in facts
        )
        rows.append(Row(facts[0].key, facts[0].label, cells, _state(facts)))
    return rows


def _state(facts: Sequence[Fact]) -> str:
    written = {tuple((str(each.text), str(each.note)) for each in fact.values) for fact in facts}
    if len(written) == 1:
        return SAME
    stated = [values for values in written if values]
    return DIFFERS if len(stated) > 1 else GAP
