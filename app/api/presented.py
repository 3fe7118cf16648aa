"""A credential as facts, each with its source: what the page shows, for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, cast

from app.http.current import absolute
from app.schemas.numbers import number
from app.services.reading import OthersStatement, StoredRecord
from app.services.summaries import Named
from ctdl.ctid import CTID
from ctdl.records import Connection, CredentialRecord, Reference
from ctdl.records.values import QAKind, QAStatement

REQUIRES = "ceterms:requires"

_PATHS = {
    "name": "ceterms:name",
    "description": "ceterms:description",
    "webpage": "ceterms:subjectWebpage",
    "status": "ceterms:credentialStatusType",
    "hours": "ceterms:estimatedDuration",
    "date_effective": "ceterms:dateEffective",
    "expiration_date": "ceterms:expirationDate",
    "renewal": "ceterms:renewalFrequency",
    "alternate_names": "ceterms:alternateName",
    "languages": "ceterms:inLanguage",
    "owned_by": "ceterms:ownedBy",
    "offered_by": "ceterms:offeredBy",
    "levels": "ceterms:atLevel",
    "audience_levels": "ceterms:audienceLevelType",
    "durations": "ceterms:estimatedDuration",
    "costs": "ceterms:estimatedCost",
    "fields": "ceterms:instructionalProgramType",
    "subjects": "ceterms:subject",
    "keywords": "ceterms:keyword",
    "qa": "ceterms:relatedAction",
    "identifiers": "ceterms:identifier",
    "same_as": "ceterms:sameAs",
    "requirements": f"{REQUIRES}/ceterms:description",
}
_LEARNING_PATHS = {
    "credits": "ceterms:creditValue",
    "modes": "ceterms:deliveryType",
    "skills": "ceterms:teaches",
    "outcomes": "ceterms:teaches",
    "assessments": "ceterms:targetAssessment",
    "prerequisites": "ceterms:entryCondition/ceterms:condition",
    "minimum_age": "ceterms:entryCondition/ceterms:minimumAge",
    "resources": "ceterms:targetLearningResource",
    "financial_aid": "ceterms:financialAssistance",
}
_CREDENTIAL_PATHS = {
    "credits": f"{REQUIRES}/ceterms:creditValue",
    "modes": "ceterms:learningDeliveryType",
    "skills": f"{REQUIRES}/ceterms:targetCompetency",
    "outcomes": f"{REQUIRES}/ceterms:targetCompetency",
    "assessments": f"{REQUIRES}/ceterms:targetAssessment",
    "prerequisites": f"{REQUIRES}/ceterms:condition",
    "minimum_age": f"{REQUIRES}/ceterms:minimumAge",
    "resources": f"{REQUIRES}/ceterms:targetLearningOpportunity/ceterms:targetLearningResource",
    "financial_aid": "ceterms:financialAssistance",
}
"""A course states its size and content itself, a credential through what it requires."""

_NAMES = {"qa": "quality_assurance", "fields": "fields_of_education"}
_NUMBERS = (int, float, Decimal)


def referred(record: CredentialRecord) -> set[CTID]:
    """The CTIDs whose present names the facts show."""
    references = [*record.owned_by, *record.offered_by, *(each.by for each in record.qa)]
    references += [each.target for each in record.connections if each.target is not None]
    return {each.ctid for each in references if each.ctid is not None}


def facts(
    stored: StoredRecord,
    record: CredentialRecord,
    names: Mapping[CTID, Named],
    others: Iterable[OthersStatement] = (),
) -> dict[str, Any]:
    """Every fact of the record by name, and what others state about its quality assurance.

    None for what is not stated.
    """
    maker = _FactMaker(stored, names)
    own = _LEARNING_PATHS if record.is_learning_opportunity else _CREDENTIAL_PATHS
    made: dict[str, Any] = {
        _NAMES.get(name, name): maker.facts(getattr(record, name), path)
        for name, path in {**_PATHS, **own}.items()
    }
    made["connections"] = maker.connections(record.connections)
    told = [maker.told(each) for each in others]
    made["quality_assurance"] = [*(made["quality_assurance"] or ()), *told] or None
    return made


class _FactMaker:
    """Puts the source beside each value of one record."""

    def __init__(self, stored: StoredRecord, names: Mapping[CTID, Named]) -> None:
        self._stored = stored
        # A publisher states things by publishing them; facts collected elsewhere may be older.
        self._published_at = None if stored.provenance.collected else stored.at
        self._names = names

    def facts(self, value: Any, path: str) -> Any:
        """The fact, or the facts, in a field of the record."""
        if isinstance(value, tuple):
            return [self._fact(each, path) for each in value] or None
        return None if value is None or value == {} else self._fact(value, path)

    def connections(self, connections: Iterable[Connection]) -> list[dict[str, Any]] | None:
        """The relations to other records, each with the source of its own property."""
        return [self._fact(each, each.relation) for each in connections] or None

    def told(self, others: OthersStatement) -> dict[str, Any]:
        """What another record states about this one's quality assurance; that is its source."""
        said, stated = others.statement, others.provenance.of("ceterms:object")
        by = Reference(said.by.ctid, said.by.iri, said.by.name)
        value = QAStatement(cast(QAKind, said.kind), by, said.start, said.end)
        address = absolute(f"resources/{said.source}")
        return {
            "value": self._plain(value),
            "source": stated.source or address,
            "source_url": stated.source_url or address,
            "asserted_by": stated.asserted_by,
            "stated_at": stated.seen,
            "licence": stated.licence,
            "note": stated.note,
            "property": "ceterms:object",
        }

    def _fact(self, value: Any, path: str) -> dict[str, Any]:
        statement = self._stored.provenance.of(path)
        publisher = self._stored.publisher_name
        return {
            "value": self._plain(value),
            # Where a document names no source, whoever published it is the source.
            "source": statement.source or statement.source_url or publisher,
            "source_url": statement.source_url,
            "asserted_by": statement.asserted_by or publisher,
            "stated_at": statement.seen or self._published_at,
            "licence": statement.licence,
            "note": statement.note,
            "property": path,
        }

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Reference):
            return self._reference(value)
        if is_dataclass(value):
            return {each.name: self._plain(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, Mapping):
            return dict(value) or None
        if isinstance(value, tuple):
            return [self._plain(each) for each in value]
        if isinstance(value, _NUMBERS) and not isinstance(value, bool):
            return number(value)
        return value

    def _reference(self, reference: Reference) -> dict[str, Any]:
        known = self._names.get(reference.ctid) if reference.ctid else None
        iri = reference.iri
        if reference.ctid is not None:
            iri = absolute(f"resources/{reference.ctid}")
        name = known.name if known else reference.name
        return {"ctid": reference.ctid, "iri": iri, "name": dict(name) or None}
