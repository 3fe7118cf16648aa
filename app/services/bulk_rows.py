"""The rows of a file, each made into the document it states and checked like any other."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO, Final, TypeVar

from app.services import own_records
from app.services.bulk_references import References
from app.services.registry import Registry
from app.services.submissions import OPERATOR, PublisherRef, Submission, prepare
from app.store import log, publishers
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import MAX_DOCUMENT_BYTES, Document, DocumentError, stored_document
from ctdl.findings import Finding, has_errors
from ctdl.messages import say
from ctdl.provenance import Provenance, Statement
from ctdl.tabular import Built, Template, document_of, on_columns, record_ctid
from ctdl.tabular.encodings import refuse_archives
from ctdl.tabular.reading import TableRow, read_table
from ctdl.tabular.table_rules import MAX_ROWS, TableRefused, table_finding

T = TypeVar("T")
BATCH: Final = 500
#: Characters of a batch; one row more may be as large as rows can be.
BATCH_SIZE: Final = 1_000_000


@dataclass(frozen=True)
class Examined:
    """What one record of a file would become; `submission` is None when it cannot be read."""

    row: int
    rows: int
    submission: Submission | None
    findings: tuple[Finding, ...]
    newest: LoggedChange | None
    code: str = ""
    """The publisher's own code in the row."""

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be published as far as the file and the record tell."""
        return self.submission is not None and not has_errors(self.findings)


@dataclass(frozen=True)
class Writer:
    """Who sends the file, and whose new records it holds."""

    publisher: PublisherRef
    owner: CTID
    keepers: Mapping[str, str]
    """The names of those whose records the publisher may change, by CTID."""

    @classmethod
    def of(cls, registry: Registry, publisher: PublisherRef, owner: CTID | None) -> "Writer":
        """The writer with all whose records it may change."""
        with registry.database.reading() as connection:
            acts_for = publishers.acts_for(connection, publisher.ctid)
            names = {each: publishers.publisher_name(connection, each) or each for each in acts_for}
        keepers = {**names, publisher.ctid: publisher.name}
        return cls(publisher, owner or publisher.ctid, keepers)


class Examiner:
    """Makes documents of rows, beside what is published already."""

    def __init__(self, registry: Registry, writer: Writer, references: References) -> None:
        self._registry = registry
        self._references = references
        self._writer = writer
        self._find = own_records.finder(registry)
        self._names: dict[str, list[CTID]] = {}

    def table(self, stream: BinaryIO, template: Template) -> Iterator[Examined | Finding]:
        """The records of a table, and findings on the table itself."""
        try:
            table = read_table(stream, template)
            yield from table.findings
            if template.adds_to_records:
                yield from self._added(template, list(table.rows()))
                return
            for batch in in_batches(table.rows(), lambda row: sum(map(len, row.cells.values()))):
                yield from self._records(template, batch)
        except TableRefused as error:
            yield error.finding

    def lines(self, stream: BinaryIO) -> Iterator[Examined | Finding]:
        """The records of a file with one CTDL document a line."""
        try:
            for batch in in_batches(_lines(stream), lambda line: len(line[1])):
                yield from self._documents(batch)
        except TableRefused as error:
            yield error.finding

    def _records(self, template: Template, rows: Sequence[TableRow]) -> Iterator[Examined]:
        ctids = [record_ctid(template, row.cells, self._writer.owner) for row in rows]
        known = self._newest(ctids)
        for row, ctid in zip(rows, ctids, strict=True):
            yield self._examined(template, [row], known.get(ctid))

    def _added(self, template: Template, rows: Sequence[TableRow]) -> Iterator[Examined]:
        """Rows that add to records, those of one record together."""
        groups: dict[CTID, list[TableRow]] = {}
        for row in rows:
            ctid = record_ctid(template, row.cells, self._writer.owner)
            groups.setdefault(ctid, []).append(row)
        waiting = iter(groups.items())
        while batch := list(islice(waiting, BATCH)):
            known = self._newest([ctid for ctid, _ in batch])
            for ctid, group in batch:
                yield self._examined(template, group, known.get(ctid))

    def _examined(
        self, template: Template, rows: Sequence[TableRow], newest: LoggedChange | None
    ) -> Examined:
        """What the rows about one record make of it."""
        number = rows[0].number
        found = [*self._refused(newest, number), *(each for row in rows for each in row.findings)]
        if has_errors(found):
            # A row whose cells have slipped would be blamed for what it does not say.
            return Examined(number, len(rows), None, tuple(found), newest)
        existing = stored_document(newest.document) if newest else None
        body: dict[str, Any] = {}
        for row in rows:
            built = self._built(template, row, existing)
            body = built.document
            found += [replace(each, row=row.number) for each in built.findings]
            if len(rows) > 1 and existing is not None:
                existing = stored_document(json.dumps(body, ensure_ascii=False))
        if template.adds_to_records and has_errors(found):
            return Examined(number, len(rows), None, tuple(found), newest)
        submission = self._unchanged(body, number, newest)
        stated: tuple[Finding, ...] = ()
        if submission is None:
            submission, stated = self._submission(body, number, newest)
        # What is good to know about the way a table states things is no news to who filled it in.
        found += [
            replace(each, row=number if each.row is None else each.row)
            for each in on_columns(found, stated, template)
            if each.severity != "info"
        ]
        code = rows[0].cells.get("id", "").strip()
        return Examined(number, len(rows), submission, tuple(found), newest, code)

    def _built(self, template: Template, row: TableRow, existing: Document | None) -> Built:
        return document_of(
            template,
            row.cells,
            publisher=self._writer.owner,
            existing=existing,
            resolve=self._resolve,
            class_of=self._references.class_of,
        )

    def _documents(self, batch: Sequence[tuple[int, bytes]]) -> Iterator[Examined]:
        prepared = [(row, line, *self._submission(line, row, None)) for row, line in batch]
        known = self._newest([each.document.ctid for _, _, each, _ in prepared if each])
        for row, line, submission, found in prepared:
            newest = known.get(submission.document.ctid) if submission else None
            if newest is not None and self._is_told_otherwise(newest):
                submission, found = self._submission(line, row, newest)
            stated = tuple(replace(each, row=row) for each in found)
            yield Examined(row, 1, submission, (*self._refused(newest, row), *stated), newest)

    def _submission(
        self, data: bytes | Mapping[str, Any], row: int, newest: LoggedChange | None
    ) -> tuple[Submission | None, tuple[Finding, ...]]:
        try:
            submission = prepare(
                data,
                self._writer.publisher,
                base=self._registry.base,
                owner=CTID(newest.publisher) if newest else self._writer.owner,
                provenance=self._provenance(newest),
                row=row,
                look=lambda document: self._references.look(document, row),
            )
        except DocumentError as error:
            return None, tuple(error.findings)
        return submission, submission.findings

    def _unchanged(
        self, body: Mapping[str, Any], row: int, newest: LoggedChange | None
    ) -> Submission | None:
        """The submission of what is published already, word for word, and needs no other check."""
        if newest is None or body != json.loads(newest.document):
            return None
        provenance = self._provenance(newest)
        submission = Submission(stored_document(newest.document), provenance, (), row=row)
        return submission if submission.provenance_text == newest.provenance else None

    def _is_told_otherwise(self, newest: LoggedChange) -> bool:
        """Whether the record that is here has other sources, or another keeper, than a new one."""
        return newest.publisher != self._writer.owner or bool(self._kept_provenance(newest))

    def _provenance(self, newest: LoggedChange | None) -> Provenance:
        """Whose word it is: that of the record's keeper, also where somebody acts for them."""
        keeper = newest.publisher if newest else self._writer.owner
        name = self._writer.keepers.get(keeper, self._writer.publisher.name)
        return self._kept_provenance(newest) or Provenance(Statement(asserted_by=name))

    def _kept_provenance(self, newest: LoggedChange | None) -> Provenance | None:
        """A publisher speaks for itself; the operator's collected facts keep their sources."""
        if newest is None or self._writer.publisher.ctid != OPERATOR.ctid:
            return None
        return Provenance.from_json(json.loads(newest.provenance))

    def _newest(self, ctids: Sequence[CTID]) -> dict[CTID, LoggedChange]:
        found = log.newest_of(self._registry.database, ctids)
        return {change.ctid: change for change in found}

    def _refused(self, newest: LoggedChange | None, row: int) -> list[Finding]:
        """Why the record with this newest change cannot be changed by the writer."""
        if newest is None:
            return []
        if newest.publisher not in self._writer.keepers:
            message = say(
                "%(ctid)s is kept by %(keeper)s, not by you.",
                ctid=newest.ctid,
                keeper=newest.publisher,
            )
            return [table_finding("NOT_THE_OWNER", message, row=row)]
        if newest.is_withdrawal:
            message = say(
                "%(ctid)s was withdrawn; restore it first, or leave the row out.",
                ctid=newest.ctid,
            )
            return [table_finding("RECORD_WAS_WITHDRAWN", message, row=row)]
        return []

    def _resolve(self, name: str) -> Sequence[CTID]:
        """The records with exactly this name; asked of the registry once for each name."""
        if name not in self._names:
            self._names[name] = self._find(name)
        return self._names[name]


def in_batches(items: Iterable[T], size_of: Callable[[T], int]) -> Iterator[list[T]]:
    """The items some at a time: never many, and few of those that are large."""
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += size_of(item)
        if len(batch) >= BATCH or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; none is read beyond the limit."""
    refuse_archives(stream)
    number = 0
    while line := stream.readline(MAX_DOCUMENT_BYTES + 2):
        number += 1
        if number > MAX_ROWS:
            message = f"The file has more than {MAX_ROWS:,} lines; send it in parts."
            raise TableRefused(table_finding("TABLE_TOO_LONG", message, row=number))
        if len(line) > MAX_DOCUMENT_BYTES and not line.endswith(b"\n"):
            message = f"The line is longer than {MAX_DOCUMENT_BYTES:,} bytes; is this NDJSON?"
            raise TableRefused(table_finding("LINE_TOO_LONG", message, row=number))
        text = line.removeprefix(BOM_UTF8) if number == 1 else line
        if text.strip():
            yield number, text
