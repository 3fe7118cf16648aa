"""What the registry knows around credentials when they are held against standards.

A record states a good deal by itself; who provides it and from where, what it leads to, and what
others say of its quality and of its provider's, stands in other records.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import cast

from app.services import levels
from app.services.names import countries
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import summary_from_json
from app.store import catalogue, log
from app.store.catalogue import StatementRow
from app.store.log import LoggedChange
from ctdl.assurance.dates import days_of
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID
from ctdl.messages import in_languages
from ctdl.records import CredentialRecord, OrganizationRecord, QAStatement, Reference
from ctdl.records.quality import qa_statements
from ctdl.records.reading import NodeView
from ctdl.records.values import QAKind
from ctdl.standards import Around
from ctdl.standards.known import Other

PROVIDES = ("ceterms:ownedBy", "ceterms:offeredBy")
"""The relations of a credential to those who provide it."""


@dataclass(frozen=True)
class ProviderFacts:
    """What of an organisation's own record counts when its credentials are checked."""

    country: str | None = None
    types: tuple[str, ...] = ()
    qa: tuple[QAStatement, ...] = ()


_UNKNOWN = ProviderFacts()


class Surroundings:
    """What is known around records on a day, read for many at a time; nothing is read twice."""

    def __init__(self, registry: Registry, today: date | None = None) -> None:
        self._registry = registry
        self._today = today or day_of_checks()
        self._crosswalk: Crosswalk = levels.crosswalk(registry)
        self._providers: dict[CTID, ProviderFacts] = {}
        self._others: dict[CTID, Other] = {}

    def around(self, records: Iterable[CredentialRecord]) -> dict[CTID, Around]:
        """What is known around each of these records."""
        records = list(records)
        providers = {record.ctid: providers_of(record) for record in records}
        named = {ctid for each in providers.values() for ctid in each}
        self._read_providers(named - self._providers.keys())
        told = self._told_about({*providers, *named})
        made = {
            record.ctid: self._around(record.ctid, providers[record.ctid], told)
            for record in records
        }
        referred = {each for record in records for each in _referred(record)}
        referred |= {each for around in made.values() for each in _bodies(around)}
        self._read_others(referred - self._others.keys())
        return made

    def _around(
        self,
        ctid: CTID,
        providers: Iterable[CTID],
        told: Mapping[CTID, tuple[QAStatement, ...]],
    ) -> Around:
        facts = [(each, self._providers[each]) for each in providers]
        return Around(
            provider_country=next((known.country for _, known in facts if known.country), None),
            provider_types=tuple(dict.fromkeys(name for _, known in facts for name in known.types)),
            qa_about_credential=told.get(ctid, ()),
            qa_about_provider=tuple(
                statement for each, known in facts for statement in (*known.qa, *told.get(each, ()))
            ),
            crosswalk=self._crosswalk,
            today=self._today,
            others=self._others,
        )

    def _read_providers(self, providers: Iterable[CTID]) -> None:
        providers = list(providers)
        self._providers.update(dict.fromkeys(providers, _UNKNOWN))
        for change in log.newest_of(self._registry.database, providers):
            self._providers[change.ctid] = provider_facts(change)

    def _read_others(self, referred: Iterable[CTID]) -> None:
        with self._registry.database.reading() as connection:
            found = catalogue.records(connection, referred)
        for ctid, row in found.items():
            if not row.withdrawn:
                known = summary_from_json(row.summary)
                at = tuple(each.id for each in known.levels if each.id)
                self._others[ctid] = Other(in_languages(known.name), row.type, at)

    def _told_about(self, subjects: Iterable[CTID]) -> dict[CTID, tuple[QAStatement, ...]]:
        """What other records state about the quality of each of these."""
        found: dict[CTID, list[QAStatement]] = {}
        with self._registry.database.reading() as connection:
            for row in catalogue.statements_about(connection, subjects):
                if row.record != row.subject:
                    found.setdefault(row.subject, []).append(_statement(row))
        return {subject: tuple(statements) for subject, statements in found.items()}


def day_of_checks() -> date:
    """The day on which records are checked, in UTC like every date of the registry."""
    return datetime.now(UTC).date()


def holds_until(record: CredentialRecord, around: Around) -> str | None:
    """The last day on which a check gives what it gives today, unless a record changes.

    That is the first day on which a statement of quality assurance ends; None where none will.
    """
    today = around.today or day_of_checks()
    stated = (*record.qa, *around.qa_about_credential, *around.qa_about_provider)
    ends = [days.last for each in stated if (days := days_of(each.end)) and days.last >= today]
    return min(ends).isoformat() if ends else None


def providers_of(record: CredentialRecord) -> tuple[CTID, ...]:
    """Those who own or offer it and have a record, each once."""
    references = (*record.owned_by, *record.offered_by)
    return tuple(dict.fromkeys(each.ctid for each in references if each.ctid is not None))


def country_of(registry: Registry, record: CredentialRecord) -> str | None:
    """The country of the first of its providers that states one."""
    providers = providers_of(record)
    with registry.database.reading() as connection:
        known = countries(connection, providers)
    return next((known[each] for each in providers if each in known), None)


def provider_facts(change: LoggedChange | None) -> ProviderFacts:
    """What an organisation's record says that counts; nothing for one that is withdrawn."""
    if change is None or change.is_withdrawal:
        return _UNKNOWN
    revision = Revision(change)
    record = revision.record
    if not isinstance(record, OrganizationRecord):
        return _UNKNOWN
    view = NodeView(revision.document, revision.document.main)
    types = (record.type, *record.agent_types, *record.sectors)
    return ProviderFacts(record.country, types, qa_statements(view))


def _referred(record: CredentialRecord) -> set[CTID]:
    """The records that it refers to as its providers, its agencies and what it leads to."""
    references = [*record.owned_by, *record.offered_by, *(each.by for each in record.qa)]
    references += [each.target for each in record.connections if each.target is not None]
    return {each.ctid for each in references if each.ctid is not None}


def _bodies(around: Around) -> set[CTID]:
    statements = (*around.qa_about_credential, *around.qa_about_provider)
    return {each.by.ctid for each in statements if each.by.ctid is not None}


def _statement(row: StatementRow) -> QAStatement:
    by = Reference(row.agent, None, json.loads(row.agent_name))
    return QAStatement(cast(QAKind, row.kind), by, row.starts_on, row.ends_on)
