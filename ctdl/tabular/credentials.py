"""The table of credentials, courses and examinations: one row is one record."""

from typing import Final

from ctdl.frameworks import FRAMEWORKS
from ctdl.nodes import Node
from ctdl.tabular import common_columns as common
from ctdl.tabular import credential_columns as columns
from ctdl.tabular import link_columns
from ctdl.tabular.alignments import (
    concept_alignment,
    field_alignment,
    field_of,
    level_alignment,
    level_of,
)
from ctdl.tabular.amounts import CreditsFact, DurationFact, HoursFact, RepeatFact
from ctdl.tabular.columns import Template
from ctdl.tabular.common_columns import concept_codes
from ctdl.tabular.conditions import AssessmentFact, LearnedFact, PrerequisitesFact, is_award
from ctdl.tabular.costs import CostFact
from ctdl.tabular.draft import Draft
from ctdl.tabular.entry import Entry
from ctdl.tabular.facts import (
    DESCRIPTION,
    NAME,
    AddressFact,
    CodeFact,
    CodeList,
    DayFact,
    Fact,
    LanguagesFact,
    NamedListFact,
    ReferenceFact,
    TextFact,
    TextListFact,
    alignments,
    concepts,
)
from ctdl.tabular.identity import FrameFact, IdentifiersFact, OwnCodeFact, TypeFact

_OWNERS: Final = ("ceterms:ownedBy", "ceterms:offeredBy")
_MODES: Final = {
    "online": "deliveryType:OnlineOnly",
    "in-person": "deliveryType:InPerson",
    "blended": "deliveryType:BlendedDelivery",
    "variable-site": "deliveryType:VariableSite",
}
_SHARED_STATUSES: Final = ("Active", "Ceasing", "TeachOut", "Suspended")
_AWARD_STATUS: Final = {
    **{code: f"credentialStat:{code}" for code in _SHARED_STATUSES},
    "Deprecated": "credentialStat:Deprecated",
    "Probationary": "credentialStat:Probationary",
}
_COURSE_STATUS: Final = {
    **{code: f"lifeCycle:{code}" for code in _SHARED_STATUSES},
    "Deprecated": "lifeCycle:Ceased",
    "Developing": "lifeCycle:Developing",
}


def _statuses() -> CodeList:
    """One list for people; CTDL has one for awards and another for courses and examinations."""
    codes = {
        term: code for terms in (_AWARD_STATUS, _COURSE_STATUS) for code, term in terms.items()
    }

    def code_of(draft: Draft, value: object) -> str | None:
        node = draft.described(value)
        target = node.get("ceterms:targetNode") if node is not None else value
        return codes.get(target) if isinstance(target, str) else None

    def value_of(draft: Draft, code: str) -> Node:
        lists = [_AWARD_STATUS, _COURSE_STATUS]
        first, second = lists if is_award(draft) else reversed(lists)
        return concept_alignment(first.get(code) or second[code])

    return CodeList(code_of, value_of)


def _status_property(draft: Draft) -> str:
    return "ceterms:credentialStatusType" if is_award(draft) else "ceterms:lifeCycleStatusType"


def _delivery_property(draft: Draft) -> str:
    return "ceterms:learningDeliveryType" if is_award(draft) else "ceterms:deliveryType"


def _level(identifier: str) -> Node:
    return level_alignment(FRAMEWORKS.levels[identifier])


def _finish(draft: Draft, entry: Entry, before: Draft | None) -> None:
    """A credential whose row names neither owner nor offerer belongs to its publisher."""
    had_owner = before is None or any(before.main.get(name) for name in _OWNERS)
    has_owner = any(draft.main.get(name) for name in _OWNERS)
    if had_owner and not has_owner:
        draft.main["ceterms:ownedBy"] = [f"resources/{entry.publisher}"]


_IDENTITY: Final[tuple[Fact, ...]] = (
    FrameFact(common.CTID),
    OwnCodeFact(common.OWN_ID),
    TypeFact(columns.TYPE),
    FrameFact(common.TEXT_LANGUAGE),
    TextFact(columns.NAME),
    TextListFact(common.ALTERNATE_NAMES),
    TextFact(columns.DESCRIPTION),
    AddressFact(columns.WEBPAGE),
    LanguagesFact(columns.LANGUAGES),
    CodeFact(columns.STATUS, _statuses(), _status_property),
    ReferenceFact(columns.OWNED_BY),
    ReferenceFact(columns.OFFERED_BY),
)
_CONTENT: Final[tuple[Fact, ...]] = (
    CodeFact(columns.LEVEL, alignments(level_of, _level)),
    CodeFact(columns.AUDIENCE_LEVEL, concept_codes("ceterms:AudienceLevel")),
    CreditsFact(columns.CREDITS, columns.CREDIT_UNIT),
    DurationFact(columns.DURATION),
    HoursFact(columns.HOURS),
    CodeFact(columns.DELIVERY, concepts(_MODES), _delivery_property),
    CodeFact(columns.FIELD, alignments(field_of, field_alignment)),
    NamedListFact(columns.SUBJECTS),
    TextListFact(common.KEYWORDS),
    NamedListFact(columns.OCCUPATIONS),
    NamedListFact(columns.INDUSTRIES),
)
_LEARNING: Final[tuple[Fact, ...]] = (
    LearnedFact(columns.OUTCOMES, DESCRIPTION, "Learning outcomes"),
    LearnedFact(columns.SKILLS, NAME, "Skills"),
    PrerequisitesFact(columns.PREREQUISITES, columns.MINIMUM_AGE),
    AssessmentFact(columns.ASSESSMENT_METHODS, columns.ASSESSMENT_DESCRIPTION, columns.PROCTORED),
)
_TERMS: Final[tuple[Fact, ...]] = (
    CostFact(columns.COST, columns.CURRENCY, columns.COST_NOTE, columns.COST_PAGE),
    AddressFact(columns.AVAILABLE_ONLINE_AT),
    AddressFact(common.LISTINGS),
    DayFact(columns.VALID_FROM),
    DayFact(columns.VALID_UNTIL),
    RepeatFact(columns.RENEWAL),
)
_LINKS: Final[tuple[Fact, ...]] = (
    IdentifiersFact(common.IDENTIFIERS),
    AddressFact(common.SAME_AS),
    *(ReferenceFact(column) for column in link_columns.COLUMNS),
)

CREDENTIALS: Final = Template(
    "credentials",
    "Credentials, courses and examinations",
    "One row is one credential, course or examination.",
    (*_IDENTITY, *_CONTENT, *_LEARNING, *_TERMS, *_LINKS),
    columns.FAMILIES,
    _finish,
)
