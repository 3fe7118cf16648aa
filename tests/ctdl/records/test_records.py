"""Typed records: what pages read from documents of every published shape."""

from decimal import Decimal
from typing import Any

import pytest

from ctdl.contexts import CTDL_ASN_CONTEXT
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import parse_document
from ctdl.records import (
    ActionRecord,
    AlignmentMapRecord,
    Amount,
    ConceptSchemeRecord,
    CredentialRecord,
    Field,
    FrameworkRecord,
    GenericRecord,
    Hours,
    Level,
    NodeNotFound,
    OrganizationRecord,
    PathwayRecord,
    ProgressionModelRecord,
    Record,
    Reference,
    Skill,
    Span,
    TransferValueRecord,
    read_record,
)
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization

LEVEL = derive_ctid("level:nfq-ie:7")
MODEL = derive_ctid("progression-model:nfq-ie")
ECTS = f"resources/{derive_ctid('concept:credit-units:ects')}"
OTHER = derive_ctid("test:other")
BODY = derive_ctid("test:body")


def record_of(document: dict[str, Any], node: CTID | None = None) -> Record:
    return read_record(parse_document(document), node)


def credential(**stated: Any) -> CredentialRecord:
    record = record_of(a_credential(**stated))
    assert isinstance(record, CredentialRecord)
    return record


def concept(**stated: Any) -> dict[str, Any]:
    named = {f"ceterms:{name}": value for name, value in stated.items()}
    return {"@type": "ceterms:CredentialAlignmentObject", **named}


def condition(**stated: Any) -> dict[str, Any]:
    named = {f"ceterms:{name}": value for name, value in stated.items()}
    return {"@type": "ceterms:ConditionProfile", **named}


def duration(**stated: Any) -> dict[str, Any]:
    return {f"ceterms:{name}": value for name, value in stated.items()}


def test_what_is_not_stated_is_empty_and_what_is_stated_is_read() -> None:
    record = credential()

    assert record.name == {"en": "First aid"}
    assert record.webpage == "https://provider.example/course"
    assert record.status == "Active"
    assert record.languages == ("en",)
    assert record.owned_by == (Reference(PROVIDER, f"resources/{PROVIDER}"),)
    assert not record.is_learning_opportunity
    for name in ("levels", "credits", "durations", "costs", "qa", "skills", "connections"):
        assert getattr(record, name) == ()
    assert record.hours is None
    assert record.renewal is None


@pytest.mark.parametrize(
    "value",
    [
        "credentialStat:Active",
        ["credentialStat:Active"],
        {"@id": "credentialStat:Active"},
        "https://purl.org/ctdl/vocabs/credentialStat/Active",
        concept(targetNode="credentialStat:Active"),
        [concept(targetNode="https://purl.org/ctdl/vocabs/credentialStat/Active")],
        {"@id": "credentialStat:Active", "@type": "skos:Concept"},
        [{"@id": "_:unknown"}, concept(), concept(targetNode="credentialStat:Active")],
    ],
)
def test_a_concept_is_read_in_every_form(value: Any) -> None:
    statuses = {"_:unknown": "_:unknown"}

    status = credential(credentialStatusType=value).status

    assert statuses.get(str(status), status) in ("Active", "unknown")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Plain", {"und": "Plain"}),
        ({"en": "A", "fr": "B"}, {"en": "A", "fr": "B"}),
        ({"en": ["A", "B"]}, {"en": "A"}),
        ([{"@value": "A", "@language": "de"}, {"@value": "B"}], {"de": "A", "und": "B"}),
        (["A", "B"], {"und": "A"}),
        ({"en": "  "}, {}),
    ],
)
def test_a_text_is_read_in_every_form(name: Any, read: dict[str, str]) -> None:
    assert credential(name=name).name == read


def test_a_level_is_known_by_its_record_or_its_notation() -> None:
    label = {"en": "Level 7"}
    by_record = concept(targetNode=f"resources/{LEVEL}", targetNodeName=label)
    by_notation = concept(codedNotation="nfq-ie:7", frameworkName={"en": "NFQ"})
    unknown = concept(codedNotation="7", targetNodeName={"en": "Stufe 7"})

    levels = credential(atLevel=[by_record, by_notation, unknown]).levels

    assert levels[0] == Level("nfq-ie:7", "nfq-ie", "7", label, {}, LEVEL)
    assert (levels[1].id, levels[1].framework_name) == ("nfq-ie:7", {"en": "NFQ"})
    assert levels[2] == Level(None, None, "7", {"en": "Stufe 7"}, {}, None)


@pytest.mark.parametrize(
    ("stated", "minimum", "maximum", "unit"),
    [
        ({"schema:value": 5}, 5, 5, None),
        ({"schema:value": "7.5"}, 7.5, 7.5, None),
        ({"schema:minValue": 5, "schema:maxValue": 10}, 5, 10, None),
        ({"schema:maxValue": 12}, None, 12, None),
        (
            {"schema:value": 5, "ceterms:creditUnitType": [concept(targetNode=ECTS)]},
            *(5, 5, "ects"),
        ),
        (
            {"schema:value": 3, "ceterms:creditUnitType": "creditUnit:SemesterHour"},
            *(3, 3, "semester-hour"),
        ),
    ],
)
def test_credits_are_read_from_the_conditions(
    stated: dict[str, Any], minimum: float | None, maximum: float | None, unit: str | None
) -> None:
    (amount,) = credential(requires=[condition(creditValue=[stated])]).credits

    assert (amount.minimum, amount.maximum, amount.unit) == (minimum, maximum, unit)


def test_credits_without_a_number_are_their_words_and_empty_ones_are_nothing() -> None:
    words = {"schema:description": {"en": "6 or 9"}}

    (amount,) = credential(requires=[condition(creditValue=[words, {"schema:value": "x"}])]).credits

    assert amount == Amount(None, None, None, {}, {"en": "6 or 9"})


def test_hours_of_work_are_told_from_calendar_time() -> None:
    record = credential(
        estimatedDuration=[
            duration(minimumDuration="PT20H", maximumDuration="PT40H"),
            duration(exactDuration="P6W", description={"en": "6 weeks"}),
            duration(description={"en": "self-paced"}),
            duration(exactDuration="six weeks"),
        ]
    )

    assert record.hours == Hours(20, 40)
    assert record.durations == (
        Span("P6W", "P6W", {"en": "6 weeks"}),
        Span(None, None, {"en": "self-paced"}),
    )


def test_costs_are_exact_and_odd_prices_are_absent() -> None:
    def cost(price: Any) -> dict[str, Any]:
        return {"ceterms:price": price, "ceterms:currency": "EUR"}

    costs = credential(estimatedCost=[cost("750.10"), cost(99.9), cost("free"), cost("NaN")]).costs

    assert [found.price for found in costs] == [Decimal("750.10"), Decimal("99.9"), None, None]
    assert costs[0].currency == "EUR"


def test_skills_outcomes_assessment_and_prerequisites_come_from_the_conditions() -> None:
    skill = concept(targetNodeName={"en": "SQL"}, targetNode="http://data.europa.eu/esco/skill/1")
    outcome = concept(targetNodeDescription={"en": "Can join tables"})
    given = a_credential(
        requires=[
            condition(targetCompetency=[skill, outcome, skill]),
            condition(targetAssessment=["_:assessment"]),
            condition(condition={"en": ["A degree", "Two years"]}, minimumAge=18),
        ]
    )
    given["@graph"].append(
        {
            "@id": "_:assessment",
            "@type": "ceterms:AssessmentProfile",
            "ceterms:name": {"en": "Written exam"},
            "ceterms:assessmentMethodType": [concept(targetNode="assessMethod:Exam")],
            "ceterms:isProctored": True,
        }
    )

    record = record_of(given)

    assert isinstance(record, CredentialRecord)
    assert record.skills == (Skill({"en": "SQL"}, "http://data.europa.eu/esco/skill/1"),)
    assert record.outcomes == ({"en": "Can join tables"},)
    assert record.assessments[0].methods == ("Exam",)
    assert record.assessments[0].is_proctored is True
    assert record.prerequisites == ({"en": "A degree"}, {"en": "Two years"})
    assert record.minimum_age == 18


def test_a_course_carries_the_same_itself() -> None:
    document = a_document(
        OTHER,
        "ceterms:Course",
        {
            "creditValue": [{"schema:value": 5}],
            "deliveryType": ["deliveryType:OnlineOnly", "deliveryType:VariableSite"],
            "teaches": [concept(targetNodeName={"en": "SQL"})],
            "entryCondition": [condition(condition={"en": "None"})],
            "lifeCycleStatusType": "lifeCycle:Active",
        },
    )

    record = record_of(document)

    assert isinstance(record, CredentialRecord)
    assert record.is_learning_opportunity
    assert record.credits[0].minimum == 5
    assert record.modes == ("online",)
    assert record.skills == (Skill({"en": "SQL"}, None),)
    assert record.prerequisites == ({"en": "None"},)
    assert record.status == "Active"


def test_fields_know_their_classification() -> None:
    isced = concept(
        framework=f"resources/{derive_ctid('concept-scheme:isced-f-2013')}",
        codedNotation="0613",
        targetNodeName={"en": "Software"},
    )
    cip = concept(framework="https://nces.ed.gov/", codedNotation="30.1301")

    fields = credential(instructionalProgramType=[isced, cip]).fields

    assert fields == (
        Field("0613", {"en": "Software"}, "isced-f-2013"),
        Field("30.1301", {}, None),
    )


def test_an_action_tells_more_than_the_short_form_and_replaces_it() -> None:
    given = a_credential(
        approvedBy=[f"resources/{BODY}", f"resources/{OTHER}"], relatedAction=["_:qa"]
    )
    given["@graph"].append(
        {
            "@id": "_:qa",
            "@type": "ceterms:ApproveAction",
            "ceterms:actingAgent": [f"resources/{BODY}"],
            "ceterms:startDate": "2020-01-01",
            "ceterms:endDate": "2025-12-31",
        }
    )

    record = record_of(given)

    assert isinstance(record, CredentialRecord)
    assert [(found.kind, found.by.ctid, found.start, found.end) for found in record.qa] == [
        ("approval", BODY, "2020-01-01", "2025-12-31"),
        ("approval", OTHER, None, None),
    ]


def test_connections_lead_to_records_or_to_words() -> None:
    record = credential(
        isPartOf=[f"resources/{OTHER}"],
        isPreparationFor=[
            condition(description={"en": "Bachelor studies"}),
            condition(targetCredential=[f"resources/{OTHER}"]),
        ],
    )

    assert [
        (found.relation, found.target.ctid if found.target else None, found.description)
        for found in record.connections
    ] == [
        ("ceterms:isPartOf", OTHER, {}),
        ("ceterms:isPreparationFor", None, {"en": "Bachelor studies"}),
        ("ceterms:isPreparationFor", OTHER, {}),
    ]


def test_a_page_that_no_browser_opens_is_no_web_page() -> None:
    assert credential(subjectWebpage="urn:isbn:1").webpage is None
    assert credential(subjectWebpage=["urn:isbn:1", "http://x.example/"]).webpage == (
        "http://x.example/"
    )


def test_an_organisation_has_its_country() -> None:
    record = record_of(an_organization())

    assert isinstance(record, OrganizationRecord)
    assert (record.country, record.country_name) == ("NZ", {"en": "New Zealand"})
    assert not record.is_quality_assurance


def test_frameworks_levels_and_maps_are_read() -> None:
    framework = record_of(
        a_document(OTHER, "ceterms:QualificationsFramework", {"codedNotation": "nfq-ie"})
    )
    alignment = {
        "@id": f"resources/{OTHER}#7-6",
        "@type": "ceterms:AlignmentObject",
        "ceterms:sourceNode": f"resources/{LEVEL}",
        "ceterms:sourceNodeName": {"en": "Level 7"},
        "ceterms:alignmentType": "skos:closeMatch",
        "dct:source": "A report",
        "dct:date": "2019",
        "dct:type": "official",
    }
    mapped = record_of(a_document(OTHER, "ceterms:AlignmentMap", {"hasPart": [alignment, {}]}))

    assert isinstance(framework, FrameworkRecord)
    assert framework.code == "nfq-ie"
    assert isinstance(mapped, AlignmentMapRecord)
    (row,) = mapped.rows
    assert (row.source.ctid, row.source.name) == (LEVEL, {"en": "Level 7"})
    assert (row.target, row.relation, row.basis, row.source_text, row.year) == (
        None,
        "close",
        "official",
        "A report",
        "2019",
    )


def test_a_progression_model_lists_its_levels_and_a_scheme_its_concepts() -> None:
    level = {
        "@id": f"resources/{LEVEL}",
        "@type": "asn:ProgressionLevel",
        "ceterms:ctid": LEVEL,
        "skos:prefLabel": {"en": "Level 7"},
        "skos:notation": "7",
    }
    model = a_document(MODEL, "asn:ProgressionModel", {}) | {"@context": CTDL_ASN_CONTEXT}
    model["@graph"].append(level)
    scheme = a_document(MODEL, "skos:ConceptScheme", {}) | {"@context": CTDL_ASN_CONTEXT}
    scheme["@graph"].append(
        level | {"@type": "skos:Concept", "skos:broader": [f"resources/{OTHER}"]}
    )

    ladder, concepts = record_of(model), record_of(scheme)

    assert isinstance(ladder, ProgressionModelRecord)
    assert [(found.notation, found.name) for found in ladder.levels] == [("7", {"en": "Level 7"})]
    assert isinstance(concepts, ConceptSchemeRecord)
    assert concepts.concepts[0].broader[0].ctid == OTHER
    assert isinstance(record_of(model, LEVEL), GenericRecord)


def test_actions_transfer_values_and_other_resources_are_read() -> None:
    action = record_of(
        a_document(
            OTHER,
            "ceterms:AccreditAction",
            {"actingAgent": [f"resources/{BODY}"], "object": [f"resources/{PROVIDER}"]},
        )
    )
    transfer = record_of(
        a_document(
            OTHER,
            "ceterms:TransferValueProfile",
            {"transferValue": [{"schema:value": 3}], "transferValueFor": ["https://x.example/1"]},
        )
    )
    agreement = record_of(a_document(OTHER, "ceterms:TransferAgreement", {"name": {"en": "P"}}))

    assert isinstance(action, ActionRecord)
    assert (action.kind, action.acting_agents[0].ctid) == ("accreditation", BODY)
    assert isinstance(transfer, TransferValueRecord)
    assert (transfer.values[0].minimum, transfer.transfer_for[0].iri) == (3, "https://x.example/1")
    assert isinstance(agreement, GenericRecord)
    assert agreement.name == {"en": "P"}


def test_a_pathway_is_read_with_its_components() -> None:
    part = {"@id": f"resources/{BODY}", "@type": "ceterms:CourseComponent", "ceterms:ctid": BODY}
    document = a_document(OTHER, "ceterms:Pathway", {"hasPart": [part["@id"]]})
    document["@graph"].append(part)

    record = record_of(document)

    assert isinstance(record, PathwayRecord)
    assert [component.id for component in record.components] == [BODY]
    assert record.component(BODY) == record.components[0]
    assert record.component(OTHER) is None


def test_a_resource_the_document_does_not_describe_is_said() -> None:
    with pytest.raises(NodeNotFound, match=OTHER):
        record_of(a_credential(), OTHER)


def test_what_is_asked_for_in_words_is_kept_unless_it_is_only_a_label() -> None:
    told = condition(name={"en": "Criteria"}, description={"en": "Build a working bridge."})
    label = condition(name={"en": "Credits"}, description={"en": "Credits"})
    course = condition(
        description={"en": "Pass the course."}, targetLearningOpportunity=[f"resources/{OTHER}"]
    )

    assert credential(requires=[told, label, course]).requirements == (
        {"en": "Build a working bridge."},
    )


def test_what_a_course_on_the_way_asks_for_is_read_with_the_credential() -> None:
    course = {
        "@type": "ceterms:LearningOpportunityProfile",
        "ceterms:name": {"en": "The course"},
        "ceterms:targetLearningResource": [
            {"@type": "ceterms:LearningResource", "ceterms:name": {"en": "A laptop"}}
        ],
        "ceterms:learningMethodType": [concept(targetNode="learnMethod:SelfPaced")],
        "ceterms:financialAssistance": [
            {
                "@type": "ceterms:FinancialAssistanceProfile",
                "ceterms:name": {"en": "A grant for residents"},
            }
        ],
    }
    record = credential(requires=[condition(targetLearningOpportunity=[course])])

    assert record.resources == ({"en": "A laptop"},)
    assert record.is_self_paced
    assert record.financial_aid == ({"en": "A grant for residents"},)
    assert (credential().resources, credential().is_self_paced) == ((), False)
