"""What publishers see of their own records: lists, histories, differences and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import labels
from app.presenters.column_texts import column_label, property_labels
from app.presenters.formats import instant
from app.presenters.links import Link, record_link
from app.presenters.publishing_form import INPUT_PREFIX, field_id, shown_cell
from app.presenters.quality_assurance import statement_title
from app.presenters.text import Text, titled
from app.services.drafts import Differences, Line
from app.services.own_records import OwnRecord
from app.services.summaries import Named
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.tabular import Template, cells_of
from ctdl.validation.completeness import Completeness


@dataclass(frozen=True)
class ListedRecord:
    """A record in a publisher's list."""

    ctid: CTID
    title: Text
    type_label: str
    state: str
    is_withdrawn: bool
    changed: str
    changed_at: str
    keeper: Text | None


@dataclass(frozen=True)
class HistoryLine:
    """One revision of a record: when, who, what."""

    number: int
    what: str
    moment: str
    at: str
    who: Text
    reason: Text | None
    is_newest: bool
    is_withdrawal: bool


@dataclass(frozen=True)
class ShownDifference:
    """A field that is not the same before and after."""

    column: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ShownDifferences:
    """What changes, in words and line by line; `others` when words do not say all of it."""

    fields: tuple[ShownDifference, ...]
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.lines


@dataclass(frozen=True)
class ConflictLine:
    """A field that two people left in different states: as it was, mine, and theirs."""

    name: str
    id: str
    label: str
    before: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    my_cell: str
    their_cell: str
    is_mine: bool
    is_both: bool


@dataclass(frozen=True)
class MissingFact:
    """Something a record does not state: why it is asked for, and the field that would state it."""

    label: Text
    why: Text
    anchor: str


@dataclass(frozen=True)
class MissingGroup:
    """What one standard or policy asks for and the record does not state."""

    title: str
    explanation: str
    met: int
    total: int
    required: tuple[MissingFact, ...]
    recommended: tuple[MissingFact, ...]

    @property
    def percent(self) -> int:
        """How much of it is stated; never 100 while something is missing."""
        return 100 if self.met == self.total else min(99, round(100 * self.met / self.total))


def listed(
    records: Iterable[OwnRecord], own: CTID, told: Mapping[CTID, tuple[str, Named]]
) -> tuple[ListedRecord, ...]:
    """The lines of a publisher's list; records kept by others, for whom it acts, say whose.

    `told` has kind and subject of the statements among them, which seldom have names of their own.
    """
    return tuple(
        ListedRecord(
            ctid=each.ctid,
            title=statement_title(each.summary.name, *told[each.ctid])
            if each.ctid in told
            else titled(each.summary.name, each.ctid),
            type_label=labels.type_label(each.summary.type),
            state=gettext("Withdrawn") if each.withdrawn else gettext("Published"),
            is_withdrawn=each.withdrawn,
            changed=instant(each.at),
            changed_at=each.at,
            keeper=None if each.keeper.ctid == own else Text(each.keeper.name, ""),
        )
        for each in records
    )


def kind_label(kind: str) -> str:
    """What a change did."""
    return {
        "published": gettext("Published"),
        "updated": gettext("Changed"),
        "withdrawn": gettext("Withdrawn"),
        "restored": gettext("Restored"),
        "unchanged": gettext("Nothing changed"),
    }.get(kind, kind)


def becomes(kind: str) -> str:
    """What will become of a record."""
    return {
        "published": gettext("New"),
        "updated": gettext("Will be changed"),
        "unchanged": gettext("Stays as it is"),
    }.get(kind, kind)


def history_lines(
    changes: Iterable[LoggedChange], names: Mapping[str, str]
) -> tuple[HistoryLine, ...]:
    """The revisions of a record, newest first."""
    ordered = sorted(changes, key=lambda each: -each.number)
    lines = []
    for place, change in enumerate(ordered):
        who = change.published_by or change.publisher
        undone = _state_again(change, ordered[place + 1 :])
        lines.append(
            HistoryLine(
                number=change.number,
                what=_back_to(undone) if undone else kind_label(change.kind),
                moment=instant(change.at),
                at=change.at,
                who=Text(names.get(who, who), ""),
                reason=Text(change.reason, "") if change.reason else None,
                is_newest=place == 0,
                is_withdrawal=change.is_withdrawal,
            )
        )
    return tuple(lines)


def _state_again(change: LoggedChange, older: Sequence[LoggedChange]) -> LoggedChange | None:
    """The newest older change whose very document an update made current again."""
    if change.kind != "updated":
        return None
    same = (each for each in older[1:] if each.sha256 == change.sha256 and not each.is_withdrawal)
    return next(same, None)


def _back_to(change: LoggedChange) -> str:
    return gettext("Undone: back to change %(number)s", number=change.number)


def shown_differences(found: Differences, template: Template | None) -> ShownDifferences:
    """The differences with the names of fields and values."""
    fields = []
    for each in found.columns:
        column = template.column(each.column) if template else None
        tag = each.column.partition("@")[2]
        fields.append(
            ShownDifference(
                column=each.column,
                label=column_label(column, tag) if column else each.column,
                before=shown_cell(column, each.before),
                after=shown_cell(column, each.after),
            )
        )
    return ShownDifferences(tuple(fields), found.lines)


def missing_groups(found: Completeness, template: Template | None) -> tuple[MissingGroup, ...]:
    """What is missing, by policy; every gap leads to the field that would fill it."""
    if not found.total:
        return ()
    facts: dict[bool, list[MissingFact]] = {True: [], False: []}
    for gap in found.missing:
        columns = (template.column_of_property(name) for name in gap.properties if template)
        column = next((each for each in columns if each), None)
        label = column_label(column) if column else property_labels(gap.properties)
        anchor = field_id(column.name) if column and column.name != "ctid" else ""
        why = gettext(gap.why)
        if template and column is None:
            why = gettext("%(why)s (the form has no field for it: state it in JSON-LD)", why=why)
        facts[gap.required].append(MissingFact(Text(label), Text(why), anchor))
    group = MissingGroup(
        title=gettext("Minimum data policy of CTDL"),
        explanation=gettext(
            "What the policy recommends is shown to learners as “Not stated” until you state it."
            " Leave out what you do not know: nothing should be invented."
        ),
        met=found.met,
        total=found.total,
        required=tuple(facts[True]),
        recommended=tuple(facts[False]),
    )
    return (group,)


def conflict_lines(
    template: Template, begun: Document | None, mine: Document, theirs: Document
) -> tuple[ConflictLine, ...]:
    """The fields that one side or both changed; what only one side changed is chosen already."""
    language = cells_of(template, mine).get("text_language") or None
    old, own, other = (
        cells_of(template, each, language) if each is not None else {}
        for each in (begun, mine, theirs)
    )
    lines = []
    for name in dict.fromkeys([*own, *other]):
        if own.get(name, "") == other.get(name, ""):
            continue
        column = template.column(name)
        before, ours, others = (cells.get(name, "") for cells in (old, own, other))
        lines.append(
            ConflictLine(
                name=INPUT_PREFIX + name,
                id=field_id(name),
                label=column_label(column, name.partition("@")[2]) if column else name,
                before=shown_cell(column, before),
                mine=shown_cell(column, ours),
                theirs=shown_cell(column, others),
                my_cell=ours,
                their_cell=others,
                is_mine=others == before,
                is_both=before not in (ours, others),
            )
        )
    return tuple(lines)


def public_link(ctid: CTID, resource_type: str) -> Link:
    """The page that everybody sees of a record."""
    return record_link(ctid, resource_type)
