"""The table of credentials, courses and examinations: one row is one record."""

from typing import Final

from ctdl.frameworks import FRAMEWORKS
from ctdl.nodes import Node
from ctdl.tabular.alignments import (
    concept_alignment,
    credit_units,
    field_alignment,
    field_of,
    isced_fields,
    level_alignment,
    level_of,
)
from ctdl.tabular.amounts import CostFact, CreditsFact, DurationFact, HoursFact, RepeatFact
from ctdl.tabular.columns import Choice, Column, Template
from ctdl.tabular.conditions import (
    AssessmentFact,
    LearnedFact,
    PrerequisitesFact,
    is_award,
)
from ctdl.tabular.draft import Draft
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
from ctdl.vocabulary import vocabulary

FAMILIES: Final = (
    "ceterms:Credential",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
    "ceterms:CredentialType",
)
_IDENTITY, _CONTENT, _LEARNING = "identity", "content", "learning"
_ASSESSMENT, _TERMS, _LINKS = "assessment", "terms", "links"
_MODES: Final = {
    "online": "deliveryType:OnlineOnly",
    "in-person": "deliveryType:InPerson",
    "blended": "deliveryType:BlendedDelivery",
    "variable-site": "deliveryType:VariableSite",
}
CTID: Final = Column(
    "ctid",
    "CTID",
    "The permanent identifier, ce-…, when the record has one. Leave it empty to let the registry"
    " derive it from your own code in `id`.",
    kind="code",
    property="ceterms:ctid",
    section=_IDENTITY,
)
OWN_ID: Final = Column(
    "id",
    "Your code",
    "Your own code for the record, which never changes. Uploading a row with the same code again"
    " updates the record.",
    kind="code",
    example="MC-2026-014",
    section=_IDENTITY,
    other_labels=("Votre code",),
)
TEXT_LANGUAGE: Final = Column(
    "text_language",
    "Language of the texts",
    "The language the texts of this row are written in (BCP 47). Left empty: the language of the"
    " record when it has only one, else English. Texts in another language go into a column such as"
    " name@fr.",
    kind="code",
    example="en",
    section=_IDENTITY,
    other_labels=("Langue des textes",),
)
SAME_AS: Final = Column(
    "same_as",
    "Same as",
    "Addresses of the same thing in other registers.",
    kind="lines",
    property="ceterms:sameAs",
    repeatable=True,
    section=_LINKS,
)


def _types() -> tuple[Choice, ...]:
    known = vocabulary()
    names = [name for family in FAMILIES for name in sorted(known.subclasses(family))]
    names.remove("ceterms:Credential")
    first = ("ceterms:MicroCredential", "ceterms:DigitalBadge", "ceterms:Certificate")
    ordered = [*first, *(name for name in names if name not in first)]
    return tuple(Choice(name.removeprefix("ceterms:"), known.label(name)) for name in ordered)


def concept_choices(scheme: str) -> tuple[Choice, ...]:
    """The values of one of CTDL's lists."""
    return tuple(
        Choice(concept.name.partition(":")[2], concept.label)
        for concept in vocabulary().concepts(scheme)
    )


def concept_codes(scheme: str) -> CodeList:
    """How records point at the values of one of CTDL's lists."""
    return concepts(
        {concept.name.partition(":")[2]: concept.name for concept in vocabulary().concepts(scheme)}
    )


def _status_property(draft: Draft) -> str:
    return "ceterms:credentialStatusType" if is_award(draft) else "ceterms:lifeCycleStatusType"


def _delivery_property(draft: Draft) -> str:
    return "ceterms:learningDeliveryType" if is_award(draft) else "ceterms:deliveryType"


def _status_terms(prefix: str, deprecated: str) -> dict[str, str]:
    shared = ("Active", "Ceasing", "TeachOut", "Suspended")
    return {code: f"{prefix}:{code}" for code in shared} | {"Deprecated": f"{prefix}:{deprecated}"}


_AWARD_STATUS: Final = {
    **_status_terms("credentialStat", "Deprecated"),
    "Probationary": "credentialStat:Probationary",
}
_COURSE_STATUS: Final = {
    **_status_terms("lifeCycle", "Ceased"),
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

    def value_of(draft: Draft, code: str) -> object:
        lists = (
            (_AWARD_STATUS, _COURSE_STATUS) if is_award(draft) else (_COURSE_STATUS, _AWARD_STATUS)
        )
        return concept_alignment(lists[0].get(code) or lists[1][code])

    return CodeList(code_of, value_of)


_STATUSES: Final = (
    Choice("Active", "Active"),
    Choice("Probationary", "Probationary"),
    Choice("Developing", "In development (courses)"),
    Choice("TeachOut", "Teach-out: no new learners"),
    Choice("Ceasing", "Ceasing"),
    Choice("Suspended", "Suspended"),
    Choice("Deprecated", "Ended"),
)


def _levels() -> tuple[Choice, ...]:
    return tuple(
        Choice(level.id, f"{FRAMEWORKS.frameworks[level.framework].name}: {level.label}")
        for level in FRAMEWORKS.levels.values()
    )


def _references(name: str, label: str, help: str, section: str = _LINKS) -> ReferenceFact:
    properties = {
        "owned_by": "ownedBy",
        "offered_by": "offeredBy",
        "part_of": "isPartOf",
        "parts": "hasPart",
        "prepares_for": "isPreparationFor",
        "supersedes": "supersedes",
        "superseded_by": "supersededBy",
        "accredited_by": "accreditedBy",
        "approved_by": "approvedBy",
        "recognized_by": "recognizedBy",
        "regulated_by": "regulatedBy",
    }
    return ReferenceFact(
        Column(
            name,
            label,
            help,
            kind="reference",
            property=f"ceterms:{properties[name]}",
            repeatable=True,
            section=section,
        )
    )


def _credential_facts() -> tuple[Fact, ...]:
    return (*_identity_facts(), *_content_facts(), *_learning_facts(), *_terms_facts(), *_links())


def _identity_facts() -> tuple[Fact, ...]:
    return (
        FrameFact(CTID),
        OwnCodeFact(OWN_ID),
        TypeFact(
            Column(
                "type",
                "Type",
                "What kind of credential, course or examination it is.",
                kind="choice",
                property="@type",
                example="MicroCredential",
                required=True,
                choices=_types(),
                section=_IDENTITY,
            )
        ),
        FrameFact(TEXT_LANGUAGE),
        TextFact(
            Column(
                "name",
                "Name",
                "The full name, as on the certificate.",
                property="ceterms:name",
                example="Example: Safe use of drones in agriculture",
                required=True,
                translatable=True,
                section=_IDENTITY,
                other_labels=("Nom", "Title"),
            )
        ),
        TextListFact(
            Column(
                "alternate_names",
                "Other names",
                "Other names, short names and abbreviations.",
                kind="lines",
                property="ceterms:alternateName",
                repeatable=True,
                translatable=True,
                section=_IDENTITY,
                other_labels=("Autres noms",),
            )
        ),
        TextFact(
            Column(
                "description",
                "Description",
                "What it is and whom it is for, in a few sentences.",
                kind="paragraph",
                property="ceterms:description",
                example="Example: for farm staff who fly drones to inspect crops.",
                required=True,
                translatable=True,
                section=_IDENTITY,
            )
        ),
        AddressFact(
            Column(
                "webpage",
                "Web page",
                "The page about it on your own site.",
                kind="url",
                property="ceterms:subjectWebpage",
                example="https://provider.example/credentials/drones",
                required=True,
                section=_IDENTITY,
                other_labels=("Page web", "URL"),
            )
        ),
        LanguagesFact(
            Column(
                "languages",
                "Languages",
                "The languages it is taught and assessed in (BCP 47).",
                kind="code",
                property="ceterms:inLanguage",
                example="en | fr",
                required=True,
                repeatable=True,
                section=_IDENTITY,
                other_labels=("Langues",),
            )
        ),
        CodeFact(
            Column(
                "status",
                "Status",
                "Whether it is on offer.",
                kind="choice",
                property="ceterms:credentialStatusType",
                example="Active",
                required=True,
                choices=_STATUSES,
                section=_IDENTITY,
                also=("ceterms:lifeCycleStatusType",),
                other_labels=("Statut",),
            ),
            _statuses(),
            _status_property,
        ),
        _references(
            "owned_by",
            "Owned by",
            "Who is responsible for it: the CTID or exact name. Left empty when nobody is stated:"
            " you.",
            _IDENTITY,
        ),
        _references("offered_by", "Offered by", "Who offers it, by CTID or name.", _IDENTITY),
    )


def _content_facts() -> tuple[Fact, ...]:
    return (
        CodeFact(
            Column(
                "level",
                "Level",
                "Levels in qualifications frameworks, framework:level, such as eqf:5 or nzqcf:4.",
                kind="choice",
                property="ceterms:atLevel",
                example="eqf:5",
                repeatable=True,
                choices=_levels(),
                section=_CONTENT,
                other_labels=("Niveau", "Levels"),
            ),
            alignments(level_of, level_alignment_of),
        ),
        CodeFact(
            Column(
                "audience_level",
                "Audience level",
                "For whom it is made: beginners, professionals, students of a master's degree…",
                kind="choice",
                property="ceterms:audienceLevelType",
                repeatable=True,
                choices=concept_choices("ceterms:AudienceLevel"),
                section=_CONTENT,
            ),
            concept_codes("ceterms:AudienceLevel"),
        ),
        CreditsFact(
            Column(
                "credits",
                "Credits",
                "How many credits: a number greater than 0, or from-to such as 5-10.",
                kind="number",
                property="ceterms:creditValue",
                example="5",
                section=_CONTENT,
                also=("schema:value", "schema:minValue", "schema:maxValue"),
                other_labels=("Crédits",),
            ),
            Column(
                "credit_unit",
                "Credit unit",
                "What one credit is: ects, nzqcf, us-semester…",
                kind="choice",
                property="ceterms:creditUnitType",
                example="ects",
                choices=tuple(Choice(code, label) for code, label in credit_units().items()),
                section=_CONTENT,
                other_labels=("Unité de crédit",),
            ),
        ),
        HoursFact(
            Column(
                "hours",
                "Hours of work",
                "Hours a learner works in all, with study and assessment: 125, or 100-150.",
                kind="number",
                property="ceterms:estimatedDuration",
                example="125",
                section=_CONTENT,
                other_labels=("Heures", "Heures de travail"),
            )
        ),
        DurationFact(
            Column(
                "duration",
                "Duration",
                "Calendar time from start to end: 6 weeks, 3-6 months, or ISO 8601 (P6W).",
                property="ceterms:estimatedDuration",
                example="6 weeks",
                section=_CONTENT,
                also=(
                    "ceterms:exactDuration",
                    "ceterms:minimumDuration",
                    "ceterms:maximumDuration",
                ),
                other_labels=("Durée",),
            )
        ),
        CodeFact(
            Column(
                "delivery",
                "Delivery",
                "How one takes part: online, in-person, blended.",
                kind="choice",
                property="ceterms:learningDeliveryType",
                example="online",
                repeatable=True,
                choices=(
                    Choice("online", "Online only"),
                    Choice("in-person", "In person only"),
                    Choice("blended", "Blended: online and in person"),
                    Choice("variable-site", "At varying places"),
                ),
                section=_CONTENT,
                also=("ceterms:deliveryType",),
                other_labels=("Modalité", "Mode"),
            ),
            concepts(_MODES),
            _delivery_property,
        ),
        CodeFact(
            Column(
                "field",
                "Field of education",
                "ISCED-F 2013 code, two to four figures.",
                kind="choice",
                property="ceterms:instructionalProgramType",
                example="0811",
                choices=tuple(Choice(code, label) for code, label in isced_fields().items()),
                section=_CONTENT,
                other_labels=("ISCED-F", "Domaine"),
            ),
            alignments(field_of, field_alignment),
        ),
        _named("subjects", "Subjects", "What it is about.", "subject", "Crop inspection"),
        TextListFact(
            Column(
                "keywords",
                "Keywords",
                "Words people may search for.",
                kind="lines",
                property="ceterms:keyword",
                example="drones | crops",
                repeatable=True,
                translatable=True,
                section=_CONTENT,
                other_labels=("Mots-clés",),
            )
        ),
        _named("occupations", "Occupations", "Occupations it leads to.", "occupationType"),
        _named("industries", "Industries", "Industries it is for.", "industryType"),
    )


def _named(name: str, label: str, help: str, term: str, example: str = "") -> Fact:
    return NamedListFact(
        Column(
            name,
            label,
            help,
            kind="lines",
            property=f"ceterms:{term}",
            example=example,
            repeatable=True,
            translatable=True,
            section=_CONTENT,
        )
    )


def _learning_facts() -> tuple[Fact, ...]:
    return (
        LearnedFact(
            Column(
                "outcomes",
                "Learning outcomes",
                "What a learner can do afterwards: one outcome a line, or separated by |.",
                kind="lines",
                property="ceterms:targetNodeDescription",
                example="plan a flight over crops | judge whether the weather allows a flight",
                repeatable=True,
                translatable=True,
                section=_LEARNING,
                also=("ceterms:targetCompetency", "ceterms:teaches", "ceterms:assesses"),
                other_labels=("Acquis d'apprentissage", "Learning objectives"),
            ),
            DESCRIPTION,
            "Learning outcomes",
        ),
        LearnedFact(
            Column(
                "skills",
                "Skills",
                "Named skills, one a line or separated by |.",
                kind="lines",
                property="ceterms:targetNodeName",
                repeatable=True,
                translatable=True,
                section=_LEARNING,
                other_labels=("Compétences",),
            ),
            NAME,
            "Skills",
        ),
        PrerequisitesFact(
            Column(
                "prerequisites",
                "Entry requirements",
                "What one needs to begin.",
                kind="lines",
                property="ceterms:condition",
                repeatable=True,
                translatable=True,
                section=_LEARNING,
                also=("ceterms:entryCondition", "ceterms:requires"),
                other_labels=("Prérequis",),
            ),
            Column(
                "minimum_age",
                "Lowest age",
                "The lowest age in years.",
                kind="number",
                property="ceterms:minimumAge",
                section=_LEARNING,
            ),
        ),
        AssessmentFact(
            Column(
                "assessment_methods",
                "Assessment methods",
                "How learning is assessed.",
                kind="choice",
                property="ceterms:assessmentMethodType",
                example="Exam",
                repeatable=True,
                choices=concept_choices("ceterms:AssessmentMethod"),
                section=_ASSESSMENT,
            ),
            Column(
                "assessment_description",
                "Assessment",
                "How learning is assessed, in a sentence.",
                kind="paragraph",
                property="ceterms:assessmentMethodDescription",
                example="Example: an online examination of one hour",
                translatable=True,
                section=_ASSESSMENT,
                also=("ceterms:targetAssessment",),
            ),
            Column(
                "proctored",
                "Identity checked",
                "Whether somebody supervises the assessment and checks who sits it: yes or no.",
                kind="choice",
                property="ceterms:isProctored",
                choices=(Choice("yes", "Yes"), Choice("no", "No")),
                section=_ASSESSMENT,
            ),
        ),
    )


def _terms_facts() -> tuple[Fact, ...]:
    return (
        CostFact(
            Column(
                "cost",
                "Cost",
                "What a learner pays in all, in figures; 0 when it is free.",
                kind="number",
                property="ceterms:price",
                example="249",
                section=_TERMS,
                also=("ceterms:estimatedCost",),
                other_labels=("Coût", "Price"),
            ),
            Column(
                "currency",
                "Currency",
                "The currency of the cost (ISO 4217), such as EUR.",
                kind="code",
                property="ceterms:currency",
                example="EUR",
                section=_TERMS,
                other_labels=("Devise",),
            ),
            Column(
                "cost_note",
                "Remark on the cost",
                "What the cost covers, or who pays less.",
                property="ceterms:paymentPattern",
                translatable=True,
                section=_TERMS,
            ),
            Column(
                "cost_page",
                "Page on the cost",
                "The page that explains the cost. Left empty: the web page of the record.",
                kind="url",
                property="ceterms:costDetails",
                section=_TERMS,
            ),
        ),
        _address(
            "available_online_at", "Online at", "Where one takes it online.", "availableOnlineAt"
        ),
        _address(
            "listings", "Listed at", "Catalogues that list dates and places.", "availabilityListing"
        ),
        _day(
            "valid_from",
            "Valid from",
            "The first day it is on offer.",
            "dateEffective",
            "2026-01-01",
        ),
        _day("valid_until", "Valid until", "The last day it is on offer.", "expirationDate"),
        RepeatFact(
            Column(
                "renewal",
                "Renewal",
                "After what time a holder must renew it, such as 3 years.",
                property="ceterms:renewalFrequency",
                section=_TERMS,
            )
        ),
    )


def _address(name: str, label: str, help: str, term: str) -> Fact:
    return AddressFact(
        Column(
            name,
            label,
            help,
            kind="lines",
            property=f"ceterms:{term}",
            repeatable=True,
            section=_TERMS,
        )
    )


def _day(name: str, label: str, help: str, term: str, example: str = "") -> Fact:
    column = Column(
        name,
        label,
        f"{help} YYYY-MM-DD.",
        kind="date",
        property=f"ceterms:{term}",
        example=example,
        section=_TERMS,
    )
    return DayFact(column)


def _links() -> tuple[Fact, ...]:
    return (
        IdentifiersFact(
            Column(
                "identifiers",
                "Identifiers",
                "Codes in national registers, kind: value, such as NQF code: 12345.",
                kind="lines",
                property="ceterms:identifier",
                repeatable=True,
                section=_LINKS,
            )
        ),
        AddressFact(SAME_AS),
        _references("part_of", "Part of", "Larger credentials it counts towards, by CTID."),
        _references("parts", "Parts", "Credentials or courses that make it up, by CTID."),
        _references("prepares_for", "Prepares for", "What it prepares for, by CTID."),
        _references("supersedes", "Replaces", "What it replaces, by CTID."),
        _references("superseded_by", "Replaced by", "What replaces it, by CTID."),
        _references("accredited_by", "Accredited by", "Who accredits it, by CTID or name."),
        _references("approved_by", "Approved by", "Who approved it, by CTID or name."),
        _references("recognized_by", "Recognised by", "Who recognises it, by CTID or name."),
        _references("regulated_by", "Regulated by", "Who regulates it, by CTID or name."),
    )


def level_alignment_of(level: str) -> Node:
    """How a credential points at the level with this id."""
    return level_alignment(FRAMEWORKS.levels[level])


CREDENTIALS: Final = Template(
    "credentials",
    "Credentials, courses and examinations",
    "One row is one credential, course or examination.",
    _credential_facts(),
    FAMILIES,
)
