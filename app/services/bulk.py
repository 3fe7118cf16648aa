"""Whole files of records: checked row by row, then published all at once or not at all."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, BinaryIO, Final

from app.services.bulk_references import References
from app.services.bulk_rows import Examined, Examiner, Writer, in_batches
from app.services.equal_statements import equal_statements
from app.services.publishing import BulkRejected, record_all
from app.services.registry import Registry
from app.services.submissions import PublisherRef, Submission
from app.services.writing import Published, Writing
from app.store import log
from app.store.database import Connection
from ctdl.ctid import CTID
from ctdl.documents import Document, stored_document
from ctdl.findings import Finding
from ctdl.messages import say
from ctdl.provenance import Provenance, Statement
from ctdl.tabular import Template, on_column
from ctdl.tabular.table_rules import table_finding

SHOWN_RECORDS: Final = 100
SHOWN_FINDINGS: Final = 500
SHOWN_DOCUMENTS: Final = 3
#: After so many errors a file is not read to its end: what is wrong is wrong everywhere.
MOST_ERRORS: Final = 5000
#: What is kept in memory of the file between checking and publishing it; the rest is on disk.
IN_MEMORY: Final = 4 * 1024 * 1024


@dataclass(frozen=True)
class BulkRecord:
    """What becomes, or became, of the record in a row; `number` is its newest change."""

    row: int
    ctid: CTID
    number: int | None
    kind: str


@dataclass
class BulkReport:
    """What is in a file: how much of what, the first records, and what is wrong."""

    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    records: list[BulkRecord] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0
    remarks: int = 0

    @property
    def is_acceptable(self) -> bool:
        """Whether all of it may be published."""
        return not self.errors

    @property
    def changes(self) -> int:
        """How many records are new or different."""
        return sum(count for kind, count in self.counts.items() if kind != "unchanged")

    @property
    def unshown(self) -> int:
        """How many findings are not enclosed."""
        return self.errors + self.remarks - len(self.findings)

    def add(self, *found: Finding) -> None:
        """Count findings; the first errors and the first remarks are kept."""
        for each in found:
            if each.severity == "error":
                self.errors += 1
            else:
                self.remarks += 1
            if (self.errors if each.severity == "error" else self.remarks) <= SHOWN_FINDINGS:
                self.findings.append(each)

    def count(self, record: BulkRecord) -> None:
        """Count a record; the first ones are kept."""
        self.counts[record.kind] = self.counts.get(record.kind, 0) + 1
        if len(self.records) < SHOWN_RECORDS:
            self.records.append(record)


class FileRejected(BulkRejected):
    """A file has errors, so that nothing of it was saved; `report` says what is in it."""

    def __init__(self, report: BulkReport) -> None:
        super().__init__(report.findings)
        self.report = report
        more = f"; {report.unshown} more findings are not shown" if report.unshown else ""
        first = self.findings[0]
        where = ", ".join(
            [f"row {first.row}"] * (first.row is not None)
            + [first.column or ""] * (first.column is not None)
        )
        self.args = (
            f"Nothing was saved; errors: {report.errors}, rows: {report.rows}. The first is in "
            f"{where or 'the file'}: {first.message}{more}",
        )


def check(
    registry: Registry,
    stream: BinaryIO,
    template: Template | None,
    publisher: PublisherRef,
    *,
    owner: CTID | None = None,
) -> BulkReport:
    """What publishing the file would do and find; saves nothing.

    The seekable `stream` is a CSV table of the template, or NDJSON of documents without one. With
    errors in it the report says so; it is not raised.
    """
    return _Examination(registry, publisher, owner).of(stream, template)


def publish(
    registry: Registry,
    stream: BinaryIO,
    template: Template | None,
    publisher: PublisherRef,
    *,
    owner: CTID | None = None,
) -> BulkReport:
    """Publish every record of the file in one transaction, or raise FileRejected and save nothing.

    The file is checked first, without keeping the log from others; what was prepared waits in a
    temporary file. Records that somebody changed meanwhile are refused, never overwritten.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as prepared:
        examination = _Examination(registry, publisher, owner, prepared)
        report = examination.of(stream, template)
        if not report.is_acceptable:
            raise FileRejected(report)
        prepared.seek(0)
        done = BulkReport(report.rows, {}, [], report.documents, report.findings)
        done.remarks = report.remarks

        def tell(submission: Submission, outcome: Published) -> None:
            row = submission.row or 0
            done.count(BulkRecord(row, outcome.ctid, outcome.number, outcome.kind))

        try:
            record_all(registry, examination.prepared_since(), publisher, owner=owner, tell=tell)
        except BulkRejected as error:
            refused = BulkReport(report.rows)
            refused.add(*error.findings)
            raise FileRejected(refused) from error
    return done


class _Examination:
    """One pass over a file: every record made, checked and put aside."""

    def __init__(
        self,
        registry: Registry,
        publisher: PublisherRef,
        owner: CTID | None,
        prepared: IO[bytes] | None = None,
    ) -> None:
        self._registry = registry
        self._publisher = publisher
        self._owner = owner
        self._prepared = prepared
        self._writer = Writer.of(registry, publisher, owner)
        self._seen: dict[CTID, tuple[int, int | None]] = {}
        self._references = References(registry)
        self._since = log.latest_number(registry.database)
        self.report = BulkReport()

    def of(self, stream: BinaryIO, template: Template | None) -> BulkReport:
        """The report on the file."""
        with self._registry.database.reading() as connection:
            self._writing(connection).require_owner()
        examiner = Examiner(self._registry, self._writer, self._references)
        found = examiner.lines(stream) if template is None else examiner.table(stream, template)
        for batch in in_batches(found, _size):
            self.report.add(*(each for each in batch if isinstance(each, Finding)))
            self._take([each for each in batch if isinstance(each, Examined)])
            if self.report.errors >= MOST_ERRORS:
                message = say(
                    "More than %(most)s errors: the rows below were not looked at.",
                    most=f"{MOST_ERRORS:,}",
                )
                self.report.add(table_finding("TABLE_TOO_MANY_ERRORS", message))
                break
        if not self.report.rows and self.report.is_acceptable:
            self.report.add(table_finding("TABLE_EMPTY", say("There are no rows to publish.")))
        ends = self._references.findings(self._seen)
        self.report.add(*(on_column(each, template) if template else each for each in ends))
        order = {"error": 0, "warning": 1}
        self.report.findings.sort(key=lambda each: (order.get(each.severity, 2), each.row or 0))
        return self.report

    def prepared_since(self) -> Iterator[Submission]:
        """What was put aside, for the log; BulkRejected if a record has changed since it was read.

        This is asked with the log locked: nobody changes a record between the question and the
        writing.
        """
        self._require_unchanged()
        assert self._prepared is not None, "the records were put aside"
        stated = Provenance(Statement(asserted_by=self._publisher.name))
        for line in self._prepared:
            row, provenance, canonical = json.loads(line)
            kept = Provenance.from_json(provenance) if provenance else stated
            yield Submission(stored_document(canonical), kept, (), row=row)

    def _take(self, batch: Sequence[Examined]) -> None:
        for each in batch:
            self.report.rows += each.rows
            self.report.add(*each.findings)
            if each.submission is not None:
                self._take_one(each, each.submission)
        submissions = [each.submission for each in batch if each.submission]
        with self._registry.database.reading() as connection:
            self.report.add(*equal_statements(connection, submissions))
            writing = self._writing(connection)
            if writing.claimed(submissions):
                for submission in submissions:
                    found = writing.claimed([submission])
                    self.report.add(*(replace(each, row=submission.row) for each in found))

    def _take_one(self, examined: Examined, submission: Submission) -> None:
        ctid = submission.document.ctid
        if ctid in self._seen:
            self.report.add(_repeated(examined, ctid, self._seen[ctid][0]))
            return
        newest = examined.newest
        self._seen[ctid] = (examined.row, newest.number if newest else None)
        if not examined.is_acceptable:
            return
        self.report.count(
            BulkRecord(examined.row, ctid, newest.number if newest else None, _kind_of(examined))
        )
        if len(self.report.documents) < SHOWN_DOCUMENTS:
            self.report.documents.append(submission.document)
        if self._prepared is not None and self.report.is_acceptable:
            is_own = submission.provenance.default == Statement(asserted_by=self._publisher.name)
            provenance = None if is_own else submission.provenance.to_json()
            line = json.dumps([examined.row, provenance, submission.document.canonical])
            self._prepared.write(line.encode() + b"\n")

    def _require_unchanged(self) -> None:
        number, stale = self._since, []
        while changes := log.changes_after(self._registry.database, number):
            number = changes[-1].number
            stale += [
                _stale(change.ctid, self._seen[change.ctid][0])
                for change in changes
                if change.ctid in self._seen and self._seen[change.ctid][1] != change.number
            ]
        if stale:
            raise BulkRejected(stale)

    def _writing(self, connection: Connection) -> Writing:
        return Writing(connection, self._registry.signer, self._publisher, self._owner)


def _size(found: Examined | Finding) -> int:
    submission = found.submission if isinstance(found, Examined) else None
    return len(submission.document.canonical) if submission else 0


def _kind_of(examined: Examined) -> str:
    newest, submission = examined.newest, examined.submission
    if newest is None or submission is None:
        return "published"
    same = newest.sha256 == submission.document.sha256
    return "unchanged" if same and newest.provenance == submission.provenance_text else "updated"


def _repeated(examined: Examined, ctid: CTID, first: int) -> Finding:
    if examined.code:
        message = say(
            "row %(row)s has the same code %(code)s as row %(first)s; keep one of the two rows, or "
            "give them codes of their own.",
            row=examined.row,
            code=examined.code[:60],
            first=first,
        )
        return table_finding("ROW_TWICE", message, row=examined.row, column="id")
    message = say(
        "%(ctid)s is the record of row %(first)s as well; keep one of the two rows.",
        ctid=ctid,
        first=first,
    )
    return table_finding("ROW_TWICE", message, row=examined.row)


def _stale(ctid: CTID, row: int) -> Finding:
    message = say(
        "%(ctid)s was changed by somebody else while the file was checked; send it again.",
        ctid=ctid,
    )
    return table_finding("ROW_STALE", message, row=row)
