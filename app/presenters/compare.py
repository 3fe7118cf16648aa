"""Up to four records side by side, row by row in the order of the record page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters.compare_rows import Row, RowGroup, outcomes_note, row_groups
from app.presenters.facts import Value
from app.presenters.formats import day
from app.presenters.levels_elsewhere import LevelsShown
from app.presenters.links import Link, record_link
from app.presenters.search_state import MOST_COMPARED, SearchState
from app.presenters.text import Text, framed, titled
from app.services.comparing import Compared, Comparison, Refusal, Why
from ctdl.crosswalk import BRIDGE
from ctdl.ctid import CTID, CTID_PATTERN

LONGEST_HEADING: Final = 70
"""How many characters of a title stand over a column; paper and files have all of it."""


@dataclass(frozen=True)
class Column:
    """A record being compared, and the state without it.

    `heading` is the title as far as it can stand over a column without covering what is under it.
    `is_picked` says whether it is one of the two that a narrow screen shows.
    """

    ctid: CTID
    title: Text
    heading: Text
    link: Link
    without: SearchState
    is_picked: bool = True


@dataclass(frozen=True)
class Refused:
    """A record that cannot be compared, and why."""

    identifier: str
    reason: str


@dataclass(frozen=True)
class Pickers:
    """Which two columns a narrow screen shows; whether somebody chose them, or they are the first.

    Of two that were chosen the marks on a narrow screen speak, else of all.
    """

    left: CTID
    right: CTID
    are_chosen: bool = False


@dataclass(frozen=True)
class ComparePage:
    """The table of comparison; `groups` have the rows that are shown, `same` how many are equal."""

    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    same: int
    only_differences: bool
    refused: tuple[Refused, ...]
    too_many: bool
    state: SearchState
    search: SearchState
    can_add: bool
    pickers: Pickers | None
    made_on: str
    note: str | None = None
    """How the learning outcomes were matched, where they were."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown, in order."""
        return tuple(row for group in self.groups for row in group.rows)


def compare_page(
    found: Comparison,
    today: date,
    *,
    only_differences: bool = False,
    levels: LevelsShown | None = None,
    picked: Sequence[str] = (),
) -> ComparePage:
    """The comparison of these records; the address of the page is its whole state.

    `picked` are the columns that a narrow screen shows, left and right.
    """
    state = SearchState.of(("id", each.stored.ctid) for each in found.compared)
    if only_differences:
        state = state.adding("differences", "1")
    ctids = [each.stored.ctid for each in found.compared]
    pickers = _pickers(ctids, picked)
    two = _places(ctids, pickers)
    groups = row_groups(found, today, levels or LevelsShown(), two) if found.compared else ()
    return ComparePage(
        columns=tuple(_column(each, state, pickers) for each in found.compared),
        groups=tuple(_shown(groups, only_differences=only_differences)),
        same=sum(row.is_same for group in groups for row in group.rows),
        only_differences=only_differences,
        refused=tuple(map(refused, found.refused)),
        too_many=found.too_many,
        state=state,
        search=SearchState.of(("compare", each.stored.ctid) for each in found.compared),
        can_add=len(found.compared) < MOST_COMPARED,
        pickers=pickers,
        made_on=day(today) or "",
        note=outcomes_note(found.outcomes),
    )


def refused(refusal: Refusal) -> Refused:
    """A refusal in the words of the page."""
    reasons: dict[Why, str] = {
        "malformed": gettext(
            "This is not the identifier of a record: one begins with “ce-” and has 36 characters"
            " more."
        ),
        "unknown": gettext("There is no record with this identifier."),
        "withdrawn": gettext("This record was withdrawn."),
        "another class": gettext("Only credentials and courses can be compared."),
    }
    return Refused(refusal.identifier, reasons[refusal.why])


def levels_shown(found: Comparison, chosen: Sequence[str]) -> LevelsShown:
    """Levels in the chosen frameworks, or in the European one where something says what it is."""
    if chosen:
        return LevelsShown(found.crosswalk, tuple(chosen))
    return LevelsShown(found.crosswalk, (BRIDGE,), only_known=True)


def compare_link(ctid: CTID, tray: Iterable[str]) -> Value:
    """On to the comparison of this record with those already in the tray of the address.

    Of more than fit, the page of the comparison says so: none is dropped here.
    """
    known = [each for each in dict.fromkeys(tray) if CTID_PATTERN.fullmatch(each)]
    others = [each for each in known if each != ctid][:MOST_COMPARED]
    words = (
        ngettext("Compare with %(num)s other", "Compare with %(num)s others", len(others))
        if others
        else gettext("Compare")
    )
    return Value(framed(words), Link("compare", {"id": [*others, ctid]}))


def _column(each: Compared, state: SearchState, pickers: Pickers | None) -> Column:
    ctid = each.stored.ctid
    title = titled(each.record.name, ctid)
    return Column(
        ctid,
        title,
        replace(title, value=_cut(title.value)),
        record_link(ctid, each.record.type),
        state.dropping("id", ctid),
        pickers is None or ctid in (pickers.left, pickers.right),
    )


def _cut(title: str) -> str:
    """A title that fits over a column, cut between words where it has any."""
    if len(title) <= LONGEST_HEADING:
        return title
    begin = title[: LONGEST_HEADING - 1]
    return f"{begin.rpartition(' ')[0].rstrip() or begin}…"


def _pickers(ctids: Sequence[CTID], picked: Sequence[str]) -> Pickers | None:
    """Two different columns: those picked where they are there, else the first ones."""
    if len(ctids) <= 2:
        return None
    left = next((each for each in ctids if each in picked[:1]), ctids[0])
    others = [each for each in ctids if each != left]
    right = next((each for each in others if each in picked[1:]), None)
    are_chosen = any(each in ctids for each in picked)
    return Pickers(left, right or next(iter(others), left), are_chosen)


def _places(ctids: Sequence[CTID], pickers: Pickers | None) -> tuple[int, int] | None:
    if pickers is None or not pickers.are_chosen:
        return None
    return ctids.index(pickers.left), ctids.index(pickers.right)


def _shown(groups: Sequence[RowGroup], *, only_differences: bool) -> Iterable[RowGroup]:
    for group in groups:
        rows = tuple(row for row in group.rows if not (only_differences and row.is_same))
        if rows:
            yield replace(group, rows=rows)
