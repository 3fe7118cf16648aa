"""Everything a fact table can say about one credential or course, before it becomes a document."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ctdl.ctid import CTID
from registry_data.convert.amounts import Credits
from registry_data.convert.levels import Level
from registry_data.convert.statements import Statement


@dataclass(frozen=True)
class Cost:
    """A price in a currency, with what the source says it buys."""

    price: str
    currency: str
    description: str = ""


@dataclass(frozen=True)
class QualityStatement:
    """What a quality assurance body did about a credential, and from when to when."""

    kind: str
    body: str
    agents: tuple[CTID, ...]
    start: str = ""
    end: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Assessment:
    """How a holder shows the learning; `method` is CTDL's value where one is plain."""

    description: str
    method: str = ""
    is_proctored: bool = False


@dataclass(frozen=True)
class CredentialFacts:
    """The parsed facts of one record; `exceptions` has the sources of single fields by name."""

    ctid: CTID
    collection: str
    type: str
    kind_label: str
    title: str
    title_language: str
    statement: Statement
    alternate_titles: tuple[tuple[str, str], ...] = ()
    page: str = ""
    owners: tuple[CTID, ...] = ()
    offerers: tuple[CTID, ...] = ()
    provider_phrase: str = ""
    languages: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    audience: tuple[str, ...] = ()
    credits: Credits | None = None
    duration: str = ""
    hours: str = ""
    costs: tuple[Cost, ...] = ()
    delivery: str = ""
    field: str = ""
    subjects: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    assessment: Assessment | None = None
    prerequisites: str = ""
    required_courses: tuple[CTID, ...] = ()
    minimum_age: int | None = None
    status: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    expiration_date: str = ""
    valid_for: str = ""
    quality: tuple[QualityStatement, ...] = ()
    prepares_for: tuple[str, ...] = ()
    leads_to: tuple[CTID, ...] = ()
    part_of: tuple[CTID, ...] = ()
    parts: tuple[CTID, ...] = ()
    pathway: CTID | None = None
    supersedes: tuple[CTID, ...] = ()
    superseded_by: tuple[CTID, ...] = ()
    sentences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    exceptions: Mapping[str, Statement] = dataclasses.field(default_factory=dict)

    @property
    def is_learning_opportunity(self) -> bool:
        """Whether this is something one learns rather than something one is awarded."""
        return self.type in {
            "ceterms:Course",
            "ceterms:LearningOpportunityProfile",
            "ceterms:AssessmentProfile",
        }


_NEVER_MERGED = {"ctid", "collection", "type", "kind_label", "title", "statement", "exceptions"}
_JOINED = {"alternate_titles", "sentences", "remarks", "identifiers", "part_of", "leads_to"}


def merged(first: CredentialFacts, second: CredentialFacts) -> CredentialFacts:
    """The record `first` with what only `second` knows; those fields keep the source of `second`.

    The two describe the same thing. Where both speak, the first stays and the second is noted.
    """
    taken: dict[str, Any] = {}
    exceptions = dict(first.exceptions)
    for name in CredentialFacts.__dataclass_fields__:
        ours, theirs = getattr(first, name), getattr(second, name)
        if name in _NEVER_MERGED or not theirs:
            continue
        if name in _JOINED:
            taken[name] = tuple(dict.fromkeys((*ours, *theirs)))
        elif not ours:
            taken[name] = theirs
            exceptions[name] = second.exceptions.get(name, second.statement)
    if second.title != first.title:
        other_title = (second.title_language, second.title)
        taken["alternate_titles"] = (
            *taken.get("alternate_titles", first.alternate_titles),
            other_title,
        )
    note = f"also stated by: {second.statement.source}"
    return replace(first, **taken, exceptions=exceptions, statement=first.statement.noting(note))
