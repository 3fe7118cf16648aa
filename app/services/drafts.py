"""Drafts: documents that are not published yet, shown and compared as if they were."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from app.services.publishing import OPERATOR, PublisherRef
from app.services.reading import StoredRecord
from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import log, publishers
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.provenance import Provenance, Statement
from ctdl.tabular import TEMPLATES, Template, cells_of
from ctdl.vocabulary import vocabulary

FORMS: Mapping[str, Template] = {
    name: template for name, template in TEMPLATES.items() if not template.adds_to_records
}
"""The templates whose rows are records, so that a form can be made of them."""

MOST_LINES = 400
"""How many lines of a difference in JSON are shown."""


@dataclass(frozen=True)
class Difference:
    """A column whose value is not the same in two states of a record."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A line of JSON that was added or taken out, or stands beside one that was."""

    kind: Literal["added", "removed", "same", "gap"]
    text: str


@dataclass(frozen=True)
class Differences:
    """What is not the same in two states of a record: by column, and line by line."""

    columns: tuple[Difference, ...]
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not self.lines


def as_stored(
    registry: Registry,
    document: Document,
    writer: PublisherRef,
    owner: CTID,
    provenance: Provenance | None = None,
) -> StoredRecord:
    """The document as the record it would be, to be shown by the pages that show records."""
    before = log.newest_change(registry.database, document.ctid)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with registry.database.reading() as connection:
        name = publishers.publisher_name(connection, owner) or writer.name
        first = log.first_instants(connection, [document.ctid]).get(document.ctid, now)
        number = log.newest_number(connection) + 1
    stated = provenance or Provenance(Statement(asserted_by=writer.name))
    change = LoggedChange(
        number=number,
        ctid=document.ctid,
        kind="updated" if before else "published",
        resource_type=document.type,
        at=now,
        publisher=owner,
        document=document.canonical,
        sha256=document.sha256,
        previous=before.number if before else None,
        provenance=json.dumps(stated.to_json()),
        reason=None,
        replaced_by=None,
        signature=None,
    )
    return StoredRecord(document.ctid, Revision(change), first, name)


def kept_provenance(writer: PublisherRef, stored: StoredRecord | None) -> Provenance | None:
    """What stays said about the sources when `writer` changes a record.

    A publisher speaks for itself from then on; the operator's collected facts keep their sources.
    """
    if stored is None or writer.ctid != OPERATOR.ctid:
        return None
    return stored.provenance


def template_of(document: Document) -> Template | None:
    """The template whose columns describe records of this class."""
    for template in FORMS.values():
        if vocabulary().is_any(document.type, template.types):
            return template
    return None


def differences(before: Document, after: Document) -> Differences:
    """What `after` says in another way than `before`."""
    _, columns = column_differences(before, after)
    return Differences(columns, tuple(_lines(before, after)))


def column_differences(
    before: Document, after: Document
) -> tuple[Template | None, tuple[Difference, ...]]:
    """The same by column only, and the template of those columns; None where there is none."""
    template = template_of(after)
    if template is None or template is not template_of(before):
        return None, ()
    language = cells_of(template, after).get("text_language") or None
    old, new = (cells_of(template, each, language) for each in (before, after))
    return template, tuple(_by_column(template, old, new))


def _by_column(
    template: Template, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Difference]:
    order = {column.name: place for place, column in enumerate(template.columns)}
    names = sorted({*old, *new}, key=lambda name: (order.get(name.partition("@")[0], 0), name))
    for name in names:
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield Difference(name, before, after)


def _lines(before: Document, after: Document) -> Iterator[Line]:
    old, new = (
        json.dumps(each.body, ensure_ascii=False, indent=2).splitlines() for each in (before, after)
    )
    kinds: dict[str, Literal["added", "removed", "same"]] = {"+": "added", "-": "removed"}
    shown = 0
    for place, line in enumerate(difflib.unified_diff(old, new, n=2, lineterm="")):
        if place < 2:
            continue
        shown += 1
        if shown > MOST_LINES:
            yield Line("gap", "…")
            return
        if line.startswith("@@"):
            yield Line("gap", "…")
        else:
            yield Line(kinds.get(line[0], "same"), line[1:])
