"""The history of a record in words: who changed what when, and a revision as it was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext, ngettext

from app.presenters import labels
from app.presenters.column_texts import property_labels
from app.presenters.formats import day, number
from app.presenters.links import Link, record_link
from app.presenters.publishing import (
    HistoryLine,
    ShownDifference,
    history_lines,
    shown_differences,
)
from app.presenters.quality_assurance import period_words
from app.presenters.record import stated_values
from app.presenters.revision_links import history_link, revision_link, watch_link
from app.presenters.text import Text, titled
from app.services.drafts import Differences
from app.services.history import HistoryPage, Told
from app.services.revision_changes import Changes, Things
from app.services.summaries import Named
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.language import LangText, best_text
from ctdl.provenance import Statement
from ctdl.records import QAStatement

LONGEST: Final = 240
"""More characters than this of a value stand on the page of the revision only."""

MOST_FIELDS: Final = 12
MOST_ENTRIES: Final = 8


@dataclass(frozen=True)
class ShownRevision:
    """A revision in the list: who, when, what, and where it can be seen and proved."""

    line: HistoryLine
    link: Link
    keeper: Text | None
    """For whom it was published, where that is not who did it."""
    fields: tuple[ShownDifference, ...]
    more: str
    remark: str
    replaced_by: Link | None


@dataclass(frozen=True)
class HistoryView:
    """Everything the page of a record's revisions shows."""

    ctid: CTID
    title: Text
    type_label: str
    record: Link
    watch: Link
    is_withdrawn: bool
    total_words: str
    shown: tuple[ShownRevision, ...]
    page: int
    pages: int
    previous: Link | None
    following: Link | None


def history_view(found: HistoryPage, names: Mapping[CTID, Named]) -> HistoryView:
    """The page of revisions; `names` are of what the changes refer to."""
    kind = found.newest.change.resource_type
    lines = history_lines([each.revision.change for each in found.told], found.names)
    return HistoryView(
        ctid=found.ctid,
        title=titled(found.newest.record.name, found.ctid),
        type_label=labels.type_label(kind),
        record=record_link(found.ctid, kind),
        watch=watch_link(found.ctid, kind),
        is_withdrawn=found.newest.change.is_withdrawal,
        total_words=ngettext(
            "%(amount)s revision", "%(amount)s revisions", found.total, amount=number(found.total)
        ),
        shown=tuple(
            _shown(told, line, found.names, names)
            for told, line in zip(found.told, lines, strict=True)
        ),
        page=found.page,
        pages=found.pages,
        previous=history_link(found.ctid, kind, page=found.page - 1) if found.page > 1 else None,
        following=history_link(found.ctid, kind, page=found.page + 1)
        if found.page < found.pages
        else None,
    )


def references_in(told: Iterable[Told]) -> set[CTID]:
    """The CTIDs that the changes name, whose names are shown in their place."""
    return {ctid for each in told if each.changes for ctid in referred(each.changes)}


def referred(changes: Changes) -> set[CTID]:
    """The CTIDs that one change names."""
    texts = [text for each in changes.columns for text in (each.before, each.after)]
    texts += [str(value) for each in changes.properties for value in (each.before, each.after)]
    found = {CTID(ctid) for text in texts for ctid in CTID_PATTERN.findall(text)}
    bodies = (each.by.ctid for side in changes.quality for each in side)
    return found | {ctid for ctid in bodies if ctid is not None}


def changed_fields(
    changes: Changes, names: Mapping[CTID, Named], publishers: Mapping[str, str]
) -> tuple[ShownDifference, ...]:
    """What a revision changed, field by field, in the words of the page."""
    return tuple(_without_same(each) for each in _fields(changes, names, publishers))


def revision_remark(told: Told) -> str:
    """What stands where there is no field that changed."""
    kind = told.revision.change.kind
    if not told.is_compared:
        return gettext("The two documents are too long to be compared here.")
    if told.changes is None or kind in ("published", "withdrawn", "restored"):
        return ""
    return gettext("Nothing that is shown here changed: the documents differ in their form.")


def _shown(
    told: Told, line: HistoryLine, publishers: Mapping[str, str], names: Mapping[CTID, Named]
) -> ShownRevision:
    change = told.revision.change
    fields = changed_fields(told.changes, names, publishers) if told.changes else ()
    more = len(fields) - MOST_FIELDS
    is_for_another = change.published_by not in (None, change.publisher)
    replacement = CTID(change.replaced_by) if change.replaced_by else None
    return ShownRevision(
        line=line,
        link=revision_link(change.ctid, change.resource_type, change.number),
        keeper=Text(publishers[change.publisher], "") if is_for_another else None,
        fields=tuple(map(_shortened, fields[:MOST_FIELDS])),
        more=ngettext("and %(num)s more field", "and %(num)s more fields", more)
        if more > 0
        else "",
        remark="" if fields else revision_remark(told),
        replaced_by=Link("record", {"ctid": replacement}) if replacement else None,
    )


def _fields(
    changes: Changes, names: Mapping[CTID, Named], publishers: Mapping[str, str]
) -> Iterator[ShownDifference]:
    for each in shown_differences(Differences(changes.columns, ()), changes.template).fields:
        before, after = _named_all(each.before, names), _named_all(each.after, names)
        yield ShownDifference(each.column, each.label, before, after)
    gone, come = changes.quality
    if gone or come:
        yield ShownDifference(
            "qa",
            gettext("Quality assurance"),
            tuple(_statement(each, names) for each in gone),
            tuple(_statement(each, names) for each in come),
        )
    for found in changes.properties:
        sides = (tuple(_words(side, names)) for side in (found.before, found.after))
        yield ShownDifference(found.curie, property_labels((found.curie,)), *sides)
    yield from _of_things(changes.things)
    if changes.source:
        sides = (tuple(_of_source(each)) for each in changes.source)
        yield ShownDifference("source", gettext("Source of the facts"), *sides)
    if changes.keeper:
        sides = ((publishers.get(each, each),) for each in changes.keeper)
        yield ShownDifference("keeper", gettext("Who keeps the record"), *sides)


def _statement(each: QAStatement, names: Mapping[CTID, Named]) -> str:
    known = names.get(each.by.ctid) if each.by.ctid else None
    by = titled(known.name if known else each.by.name, each.by.iri or gettext("Not named")).value
    words = gettext(
        "%(kind)s, %(body)s, %(period)s",
        kind=labels.quality_assurance_label(each.kind),
        body=by,
        period=period_words(each.start, each.end),
    )
    remark = best_text(each.description, "en")[0]
    return f"{words} ({remark})" if remark else words


def _words(value: Any, names: Mapping[CTID, Named]) -> Iterator[str]:
    for each in stated_values(value, names):
        is_labelled = each.note is not None and each.note.lang is not None
        yield f"{each.note}: {each.text}" if is_labelled else str(each.text)


def _of_things(things: Things) -> Iterator[ShownDifference]:
    if things.is_empty:
        return
    label = gettext("What the document describes inside")
    rest = (gettext("and %(number)s more", number=number(things.more)),) if things.more else ()
    changed = tuple(gettext("%(name)s (changed)", name=_called(each)) for each in things.changed)
    yield ShownDifference(
        "things",
        label,
        tuple(map(_called, things.removed)),
        (*map(_called, things.added), *changed, *rest),
    )


def _of_source(statement: Statement) -> Iterator[str]:
    for text in (statement.source or statement.source_url, statement.asserted_by, statement.note):
        if text:
            yield text
    if statement.seen:
        yield gettext("Seen %(date)s", date=day(statement.seen))


def _called(name: LangText) -> str:
    return titled(name, gettext("Not named")).value


def _named_all(entries: Iterable[str], names: Mapping[CTID, Named]) -> tuple[str, ...]:
    return tuple(_named(each, names) for each in entries)


def _named(entry: str, names: Mapping[CTID, Named]) -> str:
    """A reference by the name of what it leads to; any other text as it is."""
    found = CTID_PATTERN.search(entry)
    if found is None or len(entry) > LONGEST:
        return entry
    known = names.get(CTID(found.group()))
    return titled(known.name, entry).value if known else entry


def _without_same(each: ShownDifference) -> ShownDifference:
    """Of two lists only the entries that are not in both, and how many are."""
    if len(each.before) < 2 and len(each.after) < 2:
        return each
    same = set(each.before) & set(each.after)
    sides = [
        tuple(entry for entry in side if entry not in same) for side in (each.before, each.after)
    ]
    if not same or not any(sides):
        return each
    words = ngettext("(%(num)s as before)", "(%(num)s as before)", len(same))
    return ShownDifference(each.column, each.label, (*sides[0], words), (*sides[1], words))


def _shortened(each: ShownDifference) -> ShownDifference:
    return ShownDifference(each.column, each.label, _cut(each.before), _cut(each.after))


def _cut(entries: Sequence[str]) -> tuple[str, ...]:
    shown = tuple(
        each if len(each) <= LONGEST else f"{each[:LONGEST]}…" for each in entries[:MOST_ENTRIES]
    )
    more = len(entries) - MOST_ENTRIES
    return (*shown, gettext("and %(number)s more", number=number(more))) if more > 0 else shown
