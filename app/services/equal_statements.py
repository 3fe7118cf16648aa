"""Statements of quality that say again what another record says already."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.services.submissions import Submission
from app.store import catalogue
from app.store.catalogue import StatementRow
from app.store.database import Connection
from ctdl.ctid import CTID
from ctdl.findings import Finding
from ctdl.messages import say
from ctdl.records import ActionRecord, read_record
from ctdl.vocabulary import vocabulary

_SOURCE: Final = "docs/adr/0005-one-document-one-record.md"
_Fact = tuple[str, str, str, str | None]


def equal_statements(connection: Connection, submissions: Sequence[Submission]) -> list[Finding]:
    """A remark on each statement that is published already under another CTID.

    Equal are two of the same kind, by the same body, about the same thing, from the same day on.
    """
    stated = {each.document.ctid: (each, _facts(each)) for each in submissions}
    stated = {ctid: pair for ctid, pair in stated.items() if pair[1]}
    if not stated:
        return []
    subjects = {subject for _, facts in stated.values() for subject, *_ in facts}
    known = catalogue.statements_about(connection, subjects)
    makers = catalogue.resources(connection, {each.record for each in known})
    others: dict[_Fact, CTID] = {}
    for row in known:
        maker = makers.get(row.record)
        # What a credential says of itself is no statement of the body's own.
        if row.agent and maker and vocabulary().is_a(maker.type, "ceterms:CredentialingAction"):
            others.setdefault(_fact(row), row.record)
    return [
        replace(_equal(ctid, other), row=submission.row)
        for ctid, (submission, facts) in stated.items()
        if (other := next((o for f in facts if (o := others.get(f)) and o != ctid), None))
    ]


def _facts(submission: Submission) -> list[_Fact]:
    document = submission.document
    if not vocabulary().is_a(document.type, "ceterms:CredentialingAction"):
        return []
    record = read_record(document)
    if not isinstance(record, ActionRecord) or record.kind is None:
        return []
    return [
        (subject.ctid, agent.ctid, record.kind, record.start)
        for subject in record.objects
        for agent in record.acting_agents
        if subject.ctid and agent.ctid
    ]


def _fact(row: StatementRow) -> _Fact:
    return row.subject, row.agent or "", row.kind, row.starts_on


def _equal(ctid: CTID, other: CTID) -> Finding:
    return Finding(
        code="STATEMENT_TWICE",
        severity="warning",
        entity=ctid,
        property="ceterms:object",
        message=say(
            "An equal statement of yours is published already as %(ctid)s; change that one, or "
            "give this one another beginning.",
            ctid=other,
        ),
        rule="A statement is published once: same kind, body, subject and first day.",
        source=_SOURCE,
    )
