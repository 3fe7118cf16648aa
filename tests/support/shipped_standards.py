"""The shipped credential records as they are held against standards, without a running registry.

What only the registry knows around a record (its provider's country, what others say of it) is
read from the other shipped files.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID
from ctdl.documents import Document, parse_document
from ctdl.records import (
    ActionRecord,
    AlignmentMapRecord,
    CredentialRecord,
    OrganizationRecord,
    QAStatement,
    Reference,
    read_record,
)
from ctdl.standards import Around, Known, Other, known
from ctdl.standards.facts import worded
from tests.support.prerequisites import PROJECT

SHIPPED = PROJECT / "registry_data"
#: The day on which statements of quality assurance are taken to be still valid or not.
TODAY = date(2026, 11, 22)


@dataclass
class Shipped:
    """Every shipped credential, and what the other files say around them."""

    credentials: list[tuple[Document, CredentialRecord]] = field(default_factory=list)
    organizations: dict[CTID, OrganizationRecord] = field(default_factory=dict)
    told: dict[CTID, list[QAStatement]] = field(default_factory=dict)
    others: dict[CTID, Other] = field(default_factory=dict)
    crosswalk: Crosswalk = field(default_factory=Crosswalk)

    def around(self, record: CredentialRecord) -> Around:
        """What is known around `record`."""
        bodies = [each.ctid for each in (*record.owned_by, *record.offered_by) if each.ctid]
        providers = [self.organizations[each] for each in bodies if each in self.organizations]
        return Around(
            provider_country=next((each.country for each in providers if each.country), None),
            provider_types=tuple(
                name for each in providers for name in (each.type, *each.agent_types)
            ),
            qa_about_credential=tuple(self.told.get(record.ctid, ())),
            qa_about_provider=tuple(
                statement for each in dict.fromkeys(bodies) for statement in self.told.get(each, ())
            ),
            crosswalk=self.crosswalk,
            today=TODAY,
            others=self.others,
        )

    def known(self, every: int = 1) -> Iterator[Known]:
        """What is known of each credential, or of every so-manieth, in the order of the files."""
        for document, record in self.credentials[::every]:
            yield known(document, record, self.around(record))

    def known_of(self, ctid: str) -> Known:
        """What is known of the credential with `ctid`."""
        document, record = next(each for each in self.credentials if each[1].ctid == ctid)
        return known(document, record, self.around(record))


@cache
def shipped() -> Shipped:
    """All shipped credentials; read once, not to be changed."""
    found = Shipped()
    maps = []
    for path in sorted(SHIPPED.glob("*/*.jsonl")):
        for document in _documents(path):
            record = read_record(document)
            if isinstance(record, CredentialRecord):
                levels = tuple(each.id for each in record.levels if each.id)
                found.others[record.ctid] = Other(worded(record.name), record.type, levels)
                found.credentials.append((document, record))
            elif isinstance(record, OrganizationRecord):
                found.organizations[record.ctid] = record
                found.others[record.ctid] = Other(worded(record.name), record.type)
            elif isinstance(record, ActionRecord):
                _add_statement(found, record)
            elif isinstance(record, AlignmentMapRecord):
                maps.append(record)
    found.crosswalk = Crosswalk.of(maps)
    return found


def _add_statement(found: Shipped, action: ActionRecord) -> None:
    if action.kind is None:
        return
    agent = next(iter(action.acting_agents), Reference(None, None))
    statement = QAStatement(action.kind, agent, action.start, action.end)
    for subject in action.objects:
        if subject.ctid:
            found.told.setdefault(subject.ctid, []).append(replace(statement))


def _documents(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield parse_document(json.loads(line)["document"])
