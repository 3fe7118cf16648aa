"""One credential held against standards, clause by clause. A check is never shown as approval."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.presenters.conformance_words import (
    ICONS,
    count_words,
    fixed,
    how_checked,
    kind_group,
    kind_words,
    obligation_words,
    result_words,
    verdict_words,
)
from app.presenters.finding_texts import told
from app.presenters.links import Link
from app.presenters.text import Text, titled
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.messages import Said
from ctdl.records import CredentialRecord
from ctdl.standards import (
    KINDS,
    RESULTS,
    STANDARDS,
    Conformance,
    ElementResult,
    Result,
    Standard,
    is_of_provider_only,
)

_ALWAYS: Final = ("eu-2022", "orr-2020-cis")
"""Shown unless others are chosen: the European elements and the critical information summary."""
_OWN: Final = "ceterms:requires"
_COUNTRIES: Final[Mapping[str, str]] = {
    "AU": "Australia",
    "CA": "Canada",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "MY": "Malaysia",
    "NZ": "New Zealand",
    "US": "United States",
}
"""How the standards' files call the countries that have standards of their own."""
_FACTS: Final[Mapping[str, str]] = {
    "ceterms:requires/ceterms:description": "fact-requirements",
    "ceterms:requires": "fact-requirements",
    "@type": "fact-receives",
    "ceterms:name": "fact-name",
    "ceterms:ownedBy": "fact-owned_by",
    "ceterms:offeredBy": "fact-offered_by",
    "ceterms:dateEffective": "fact-dates",
    "ceterms:expirationDate": "fact-dates",
    "ceterms:description": "fact-description",
    "ceterms:teaches": "fact-outcomes",
    "ceterms:assesses": "fact-outcomes",
    "ceterms:targetCompetency": "fact-outcomes",
    "ceterms:learningDeliveryType": "fact-mode",
    "ceterms:deliveryType": "fact-mode",
    "ceterms:inLanguage": "fact-language",
    "ceterms:atLevel": "fact-level",
    "ceterms:creditValue": "fact-credits",
    "ceterms:estimatedDuration": "fact-hours",
    "ceterms:entryCondition": "fact-prerequisites",
    "ceterms:condition": "fact-prerequisites",
    "ceterms:targetLearningResource": "fact-resources",
    "ceterms:isProctored": "fact-supervision",
    "ceterms:targetAssessment": "fact-assessment",
    "ceterms:assessmentMethodType": "fact-assessment",
    "ceterms:assessmentMethodDescription": "fact-assessment",
    "ceterms:assessmentDeliveryType": "fact-assessment",
    "ceterms:relatedAction": "quality",
    "ceterms:accreditedBy": "quality",
    "ceterms:approvedBy": "quality",
    "ceterms:recognizedBy": "quality",
    "ceterms:regulatedBy": "quality",
    "ceterms:estimatedCost": "fact-cost",
    "ceterms:renewalFrequency": "fact-validity",
    "ceterms:credentialStatusType": "fact-status",
    "ceterms:lifeCycleStatusType": "fact-status",
    "ceterms:audienceLevelType": "fact-difficulty",
    "ceterms:instructionalProgramType": "fact-field",
    "ceterms:subject": "fact-field",
    "ceterms:identifier": "fact-identifiers",
    "ceterms:codedNotation": "fact-identifiers",
    "ceterms:ctid": "fact-ctid",
    "ceterms:sameAs": "fact-same_as",
    "ceterms:isPartOf": "stacking",
    "ceterms:hasPart": "stacking",
    "ceterms:isPreparationFor": "stacking",
    "ceterms:isRequiredFor": "stacking",
    "ceterms:isRecommendedFor": "stacking",
    "ceterms:isAdvancedStandingFor": "stacking",
    "ceterms:advancedStandingFrom": "stacking",
    "ceterms:preparationFrom": "stacking",
    "ceterms:supersededBy": "stacking",
    "ceterms:supersedes": "stacking",
}
"""Where the page of a credential shows what a property states."""


@dataclass(frozen=True)
class ShownCount:
    """How many elements, or records, have a result."""

    result: Result
    icon: str
    words: str
    number: int


@dataclass(frozen=True)
class ShownClause:
    """One element: what it asks for, what came out, and the value that was used."""

    id: str
    label: Text
    obligation: str
    result: Result
    words: str
    icon: str
    values: tuple[Text, ...]
    fact: Link | None
    reason: Text | None
    rule: str
    source: str
    how_checked: Text
    rule_link: Link


@dataclass(frozen=True)
class ShownConformance:
    """A record held against one standard."""

    id: str
    name: Text
    issuer: Text
    jurisdiction: Text
    year: str
    version: str
    kind: str
    link: Link
    is_definition: bool
    meets: bool
    verdict: str
    counts: tuple[ShownCount, ...]
    clauses: tuple[ShownClause, ...]
    is_chosen: bool

    @property
    def summary(self) -> str:
        """The counts in one line: "14 met, 2 not met, 3 not stated"."""
        return ", ".join(each.words for each in self.counts if each.number)


@dataclass(frozen=True)
class ConformancePage:
    """Everything the page shows: all standards at a glance, and the chosen ones in full."""

    ctid: CTID
    title: Text
    groups: tuple[tuple[str, tuple[ShownConformance, ...]], ...]

    @property
    def chosen(self) -> tuple[ShownConformance, ...]:
        """Those shown clause by clause."""
        return tuple(each for _, group in self.groups for each in group if each.is_chosen)


@dataclass(frozen=True)
class ConformanceSummary:
    """A line for the page of the credential: how many standards' elements it meets, and which."""

    meets: tuple[ShownConformance, ...]
    held_against: int
    link: Link


def conformance_page(
    record: CredentialRecord,
    document: Document,
    found: Sequence[Conformance],
    chosen: Collection[str],
) -> ConformancePage:
    """The page of a record held against standards, `chosen` ones in full."""
    ctid, title = record.ctid, titled(record.name, record.ctid)
    used = names_used(document)
    shown = [
        shown_conformance(each, ctid, used, is_chosen=each.standard.id in chosen) for each in found
    ]
    by_kind = [
        (
            kind_group(kind),
            tuple(each for each, of in zip(shown, found, strict=True) if of.standard.kind == kind),
        )
        for kind in KINDS
    ]
    return ConformancePage(ctid, title, tuple((words, group) for words, group in by_kind if group))


def conformance_summary(ctid: CTID, found: Iterable[Conformance]) -> ConformanceSummary:
    """The line for the page of the credential; definitions are not counted."""
    counted = [each for each in found if each.standard.kind != "definition"]
    return ConformanceSummary(
        meets=tuple(shown_conformance(each, ctid) for each in counted if each.meets),
        held_against=len(counted),
        link=Link("conformance", {"ctid": ctid}),
    )


def usual_standards(country: str | None) -> tuple[str, ...]:
    """The standards shown unless others are chosen: those of the provider's country, and two more.

    Replaced ones and definitions are left out.
    """
    place = _COUNTRIES.get(country or "")
    own = [
        each.id
        for each in STANDARDS.values()
        if place is not None
        and place in each.jurisdiction
        and each.superseded_by is None
        and each.kind != "definition"
    ]
    return tuple(dict.fromkeys([*own, *(each for each in _ALWAYS if each in STANDARDS)]))


def shown_conformance(
    found: Conformance,
    ctid: CTID,
    used: Collection[str] = (),
    *,
    is_chosen: bool = False,
) -> ShownConformance:
    """A record held against one standard; clause by clause where it is chosen."""
    standard = found.standard
    return ShownConformance(
        id=standard.id,
        name=fixed(standard.name),
        issuer=fixed(standard.issuer),
        jurisdiction=fixed(standard.jurisdiction),
        year=standard.year,
        version=standard.version,
        kind=kind_words(standard.kind),
        link=Link("standard", {"standard": standard.id}),
        is_definition=standard.kind == "definition",
        meets=found.meets,
        verdict=verdict_words(found),
        counts=shown_counts(found.counts),
        clauses=tuple(_clause(each, standard, ctid, used) for each in found.results)
        if is_chosen
        else (),
        is_chosen=is_chosen,
    )


def shown_counts(counts: Mapping[Result, int]) -> tuple[ShownCount, ...]:
    """The counts of each result, in their fixed order."""
    return tuple(
        ShownCount(result, ICONS[result], count_words(result, counts[result]), counts[result])
        for result in RESULTS
    )


def fact_link(ctid: CTID, properties: Sequence[str], used: Collection[str]) -> Link | None:
    """Where the page of the credential shows what one of these properties states.

    `used` are the names that its document uses: what is stated goes before what could be.
    """
    paths = sorted(properties, key=lambda path: path.rpartition("/")[2] not in used)
    names = (name for path in paths for name in (path, *names_on(path)))
    anchor = next((_FACTS[name] for name in names if name in _FACTS), None)
    return Link("credential", {"ctid": ctid, "_anchor": anchor}) if anchor else None


def names_on(path: str) -> tuple[str, ...]:
    """The properties on a path that are the record's own, those that say most first.

    What it requires is part of its own document. What stands behind other properties is stated by
    other records, so only the way there is its own.
    """
    names = path.split("/")
    return tuple(reversed(names)) if names[0] == _OWN else (names[0],)


def names_used(document: Document) -> frozenset[str]:
    """The names of all properties that a document uses."""
    found: set[str] = set()
    waiting: list[object] = [document.nodes]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            found.update(each)
            waiting.extend(each.values())
        elif isinstance(each, list | tuple):
            waiting.extend(each)
    return frozenset(found)


def _fact_of(found: ElementResult, ctid: CTID, used: Collection[str]) -> Link | None:
    """Where the record's page shows a value; what is stated of its provider is not shown there."""
    if all(is_of_provider_only(value) for value in found.values):
        return None
    return fact_link(ctid, found.properties, used)


def _clause(
    found: ElementResult, standard: Standard, ctid: CTID, used: Collection[str]
) -> ShownClause:
    element = found.element
    return ShownClause(
        id=element.id,
        label=fixed(element.label),
        obligation=obligation_words(element.obligation),
        result=found.result,
        words=result_words(found.result),
        icon=ICONS[found.result],
        values=tuple(
            told(value) if isinstance(value, Said) else Text(value, "") for value in found.values
        ),
        fact=_fact_of(found, ctid, used),
        reason=told(found.reason) if found.reason else None,
        rule=element.rule,
        source=element.source,
        how_checked=how_checked(element),
        rule_link=Link("standard", {"standard": standard.id, "_anchor": f"element-{element.id}"}),
    )
