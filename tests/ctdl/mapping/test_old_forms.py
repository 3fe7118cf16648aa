"""Old and careless forms of CTDL: mended where the source proves what is meant, and told."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctdl.findings import DocumentError, Finding
from ctdl.mapping import Imported
from ctdl.pathways.reading import pathway_rules, read_pathway
from ctdl.validation import validate
from tests.ctdl.mapping.sources import codes, documents, imported, main_of, sample_json
from tests.ctdl.mapping.test_hostile_sources import read_or_refused

PATHWAY = "ctdl-old-pathway.json"
TRANSFER = "ctdl-old-transfer.json"
AGREEMENT = "ctdl-old-agreement.json"
SITE = "https://old-registry.example.org/resources/"
CONSOLES = "ce-23cfe40e-7140-4991-94ac-c452ddfd2ea7"
RIGGING = "ce-11a7d6a8-e340-418e-8e67-66f8a3125d55"
OWN = "resources/ce-be3b47a1-2462-4429-9f76-9bba0bd147d0"
COURSE = "ce-7cce847b-d695-4af4-bfec-f7be883f1ea5"
MENDS = {
    "IMPORT_ADDRESS_MENDED",
    "IMPORT_CLASS_CHANGED",
    "IMPORT_CONTEXT_ASSUMED",
    "IMPORT_CTID_FROM_ADDRESS",
    "IMPORT_DATE_COMPLETED",
    "IMPORT_PROPERTY_RENAMED",
}
Node = dict[str, Any]


def errors(made: Imported) -> set[str]:
    found = [each for document in documents(made) for each in validate(document, collected=True)]
    return {each.code for each in found if each.severity == "error"}


def refusal(source: Any) -> set[str]:
    with pytest.raises(DocumentError) as refused:
        imported(source)
    return {each.code for each in refused.value.findings}


def node_of(made: Imported, ctid: str) -> Node:
    [found] = [
        node
        for document in made.documents
        for node in document["@graph"]
        if node.get("ceterms:ctid") == ctid
    ]
    return dict(found)


def notes_with(made: Imported, code: str) -> list[Finding]:
    return [each for each in made.notes if each.code == code]


def changed(name: str, change: Callable[[list[Node]], None]) -> Node:
    content: Node = copy.deepcopy(sample_json(name))
    change(content["@graph"])
    return content


@pytest.mark.parametrize("name", [PATHWAY, TRANSFER, AGREEMENT])
def test_old_documents_have_no_errors_once_imported(name: str) -> None:
    assert errors(imported(name)) == set()


@pytest.mark.parametrize("name", [PATHWAY, TRANSFER, AGREEMENT])
def test_each_mend_says_what_was_changed_where_and_what_to_do_at_the_source(name: str) -> None:
    mends = [each for each in imported(name).notes if each.code in MENDS]

    assert mends
    assert all(each.severity == "info" and "at the source" in each.message for each in mends)
    places = [each for each in mends if each.code != "IMPORT_CONTEXT_ASSUMED"]
    assert all(each.entity.startswith("ce-") and each.property for each in places)


@pytest.mark.parametrize("name", [PATHWAY, TRANSFER, AGREEMENT, "ctdl-graph-rich.json"])
def test_what_an_import_made_needs_no_mend_and_stays_the_same(name: str) -> None:
    made = imported(name)

    for document in made.documents:
        again = imported(document)
        assert codes(again).isdisjoint(MENDS)
        assert again.documents == [document]


def test_certifications_that_are_parts_of_a_pathway_become_its_components() -> None:
    made = imported(PATHWAY)

    console = node_of(made, CONSOLES)
    assert console["@type"] == "ceterms:CredentialComponent"
    assert console["ceterms:credentialType"] == ["ceterms:Certification"]
    assert {each.entity for each in notes_with(made, "IMPORT_CLASS_CHANGED")} == {CONSOLES, RIGGING}


def test_the_mended_pathway_has_both_destinations_and_its_order() -> None:
    [document] = documents(imported(PATHWAY))

    record = read_pathway(document)
    assert record is not None
    found = pathway_rules(record)
    assert [each.component.name["en"] for each in found.destinations] == [
        "Lighting Consoles",
        "Lighting designer",
    ]
    assert found.faults == ()
    assert set(found.before) == {CONSOLES}


def test_a_property_of_frameworks_gives_way_to_that_of_ctdl_only_where_it_is_out_of_place() -> None:
    made = imported(PATHWAY)

    rigging = node_of(made, RIGGING)
    assert rigging["ceterms:isPartOf"] == [OWN]
    assert "ceasn:isPartOf" not in rigging
    assert rigging["ceasn:isChildOf"] == f"resources/{CONSOLES}"
    renamed = {each.property for each in notes_with(made, "IMPORT_PROPERTY_RENAMED")}
    assert renamed == {"ceasn:isPartOf", "ceterms:isDestinationComponentFor"}


def test_a_competency_keeps_the_property_of_frameworks() -> None:
    framework = "ce-7f0f5c2e-3a55-4e7e-9b5e-0f6f0c5e1a11"
    competency = "ce-1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9"
    made = imported(
        {
            "@context": "https://credreg.net/ctdlasn/schema/context/json",
            "@id": f"https://old-registry.example.org/graph/{framework}",
            "@graph": [
                {"@id": SITE + framework, "@type": "ceasn:CompetencyFramework"},
                {
                    "@id": SITE + competency,
                    "@type": "ceasn:Competency",
                    "ceasn:isPartOf": SITE + framework,
                },
            ],
        }
    )

    assert node_of(made, competency)["ceasn:isPartOf"] == f"resources/{framework}"
    assert codes(made) == {"IMPORT_CTID_FROM_ADDRESS"}


def test_values_of_both_names_are_kept_together_each_once() -> None:
    def both(nodes: list[Node]) -> None:
        nodes[3]["ceterms:isPartOf"] = [nodes[0]["@id"]]
        nodes[3]["ceasn:isPartOf"] = [nodes[0]["@id"], f"{SITE}{COURSE}"]

    parts = node_of(imported(changed(PATHWAY, both)), RIGGING)["ceterms:isPartOf"]

    assert parts == [OWN, f"{SITE}{COURSE}"]


@pytest.mark.parametrize(
    "stated",
    [
        {"ceterms:credentialStatusType": "credentialStat:Active"},
        {"ceterms:ownedBy": [f"{SITE}ce-0db4118d-507e-4b10-b126-e1ef0ba28edb"]},
    ],
    ids=["a status", "an owner"],
)
def test_what_states_more_than_a_component_can_stays_a_credential(stated: Node) -> None:
    made = imported(changed(PATHWAY, lambda nodes: nodes[3].update(stated)))

    assert node_of(made, RIGGING)["@type"] == "ceterms:Certification"
    assert {each.entity for each in notes_with(made, "IMPORT_CLASS_CHANGED")} == {CONSOLES}


def test_what_a_component_stands_for_stays_a_credential() -> None:
    def stand_for(nodes: list[Node]) -> None:
        nodes[1]["ceterms:proxyFor"] = SITE + RIGGING

    assert node_of(imported(changed(PATHWAY, stand_for)), RIGGING)["@type"] == (
        "ceterms:Certification"
    )


def test_a_credential_that_is_no_part_of_the_pathway_stays_one() -> None:
    made = imported(changed(PATHWAY, lambda nodes: nodes[3].pop("ceasn:isPartOf")))

    assert node_of(made, RIGGING)["@type"] == "ceterms:Certification"


@pytest.mark.parametrize(
    ("stated", "component"),
    [
        ("ceterms:Course", "ceterms:CourseComponent"),
        ("ceterms:AssessmentProfile", "ceterms:AssessmentComponent"),
        ("ceterms:LearningProgram", "ceterms:LearningProgram"),
    ],
)
def test_courses_and_examinations_have_components_and_programmes_none(
    stated: str, component: str
) -> None:
    made = imported(changed(PATHWAY, lambda nodes: nodes[3].update({"@type": stated})))

    part = node_of(made, RIGGING)
    assert part["@type"] == component
    assert "ceterms:credentialType" not in part


def test_a_ctid_a_character_short_is_taken_from_its_address() -> None:
    made = imported(PATHWAY)

    [told] = notes_with(made, "IMPORT_CTID_FROM_ADDRESS")
    assert node_of(made, RIGGING)["@id"] == f"resources/{RIGGING}"
    assert told.entity == RIGGING
    assert RIGGING[:-1] in told.message


def test_a_whole_ctid_that_is_not_the_one_in_the_address_is_refused() -> None:
    content = changed(PATHWAY, lambda nodes: nodes[3].update({"ceterms:ctid": COURSE}))

    assert "CTID_URI_MISMATCH" in refusal(content)


def test_a_broken_ctid_without_an_address_that_has_it_is_refused() -> None:
    def lose(nodes: list[Node]) -> None:
        nodes[3]["@id"] = "https://stage.example.org/rigging"

    assert "CTID_MALFORMED" in refusal(changed(PATHWAY, lose))


def test_a_source_without_a_context_is_read_as_ctdl_and_told_so() -> None:
    made = imported(TRANSFER)

    assert made.documents[0]["@context"] == "https://credreg.net/ctdl/schema/context/json"
    assert [each.property for each in notes_with(made, "IMPORT_CONTEXT_ASSUMED")] == ["@context"]


def test_a_day_without_its_zeros_is_completed() -> None:
    made = imported(TRANSFER)

    assert main_of(made)["ceterms:startDate"] == "2020-06-01"
    assert "2020-6-1" in notes_with(made, "IMPORT_DATE_COMPLETED")[0].message


@pytest.mark.parametrize("day", ["2023-2-30", "6/1/2020", "2020-6", "20-6-1", "2020-13-1"])
def test_what_is_no_day_of_the_calendar_stays_and_is_an_error(day: str) -> None:
    made = imported(changed(TRANSFER, lambda nodes: nodes[0].update({"ceterms:startDate": day})))

    assert main_of(made)["ceterms:startDate"] == day
    assert errors(made) == {"VALUE_INVALID"}


def test_a_class_without_a_prefix_is_the_one_class_of_that_name() -> None:
    made = imported(TRANSFER)

    assert main_of(made)["ceterms:applicability"]["@type"] == "ceterms:CredentialAlignmentObject"
    [told] = notes_with(made, "IMPORT_CLASS_CHANGED")
    assert told.entity == "ce-c9a9e566-afd9-46e5-b3a0-9adb10f33aca"


def test_a_class_that_ctdl_does_not_have_is_refused() -> None:
    def misname(nodes: list[Node]) -> None:
        nodes[0]["ceterms:applicability"]["@type"] = "AlignmentObjekt"

    assert refusal(changed(TRANSFER, misname)) == {"CLASS_NOT_A_TERM"}


def _with_frameworks(*addresses: str) -> Node:
    def teach(nodes: list[Node]) -> None:
        nodes[1]["ceterms:teaches"] = [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:framework": f"https://credentialengineregistry.org/resources/{each}",
                "ceterms:targetNodeName": {"en": "Focus a rig"},
            }
            for each in addresses
        ]

    return changed(TRANSFER, teach)


def test_an_address_with_its_beginning_doubled_is_mended_where_the_source_has_it_right() -> None:
    made = imported(_with_frameworks(COURSE, f"ce-{COURSE}"))

    taught = made.documents[0]["@graph"][1]["ceterms:teaches"]
    assert len({each["ceterms:framework"] for each in taught}) == 1
    assert errors(made) == set()
    assert len(notes_with(made, "IMPORT_ADDRESS_MENDED")) == 1


def test_an_address_with_its_beginning_doubled_stays_where_nothing_shows_what_is_meant() -> None:
    made = imported(_with_frameworks(f"ce-{COURSE}"))

    assert errors(made) == {"REGISTRY_URI_MALFORMED"}
    assert notes_with(made, "IMPORT_ADDRESS_MENDED") == []


def test_addresses_with_a_prefix_of_the_source_are_read_and_give_the_ctids() -> None:
    made = imported(AGREEMENT)

    mains = [document["@graph"][0] for document in made.documents]
    assert [main["@type"] for main in mains] == [
        "ceterms:QACredentialOrganization",
        "ceterms:TransferAgreement",
        "ceterms:LearningProgram",
        "ceterms:PriorLearningPolicy",
    ]
    assert mains[1]["ceasn:creator"] == f"{SITE}{mains[0]['ceterms:ctid']}"
    assert mains[1]["ceterms:sameAs"] == [f"{SITE}{mains[1]['ceterms:ctid']}"]


def test_a_prefix_of_the_source_may_not_take_the_place_of_one_of_ctdl() -> None:
    content = copy.deepcopy(sample_json(AGREEMENT))
    content["@context"][1] = {"ceterms": "https://old-registry.example.org/resources/"}

    assert refusal(content) == {"IMPORT_IDENTIFIER_MISSING"}


def test_a_name_from_a_draft_is_read_where_it_leads_to_what_the_new_one_is_for() -> None:
    policy = main_of(imported(AGREEMENT))

    assert "ceterms:hasStatement" not in policy
    [statement] = policy["ceterms:hasStructuredStatement"]
    assert statement["@type"] == "ceterms:StructuredStatement"


def test_a_name_from_a_draft_that_leads_elsewhere_stays_and_is_an_error() -> None:
    def misuse(nodes: list[Node]) -> None:
        nodes[3]["ceterms:hasStatement"]["@type"] = "ceterms:ProcessProfile"

    assert "DOMAIN_VIOLATION" in errors(imported(changed(AGREEMENT, misuse)))


TERMS = sorted(
    {
        "@id",
        "@type",
        "ceterms:ctid",
        "ceterms:name",
        "ceterms:hasPart",
        "ceterms:hasDestinationComponent",
        "ceterms:isDestinationComponentFor",
        "ceasn:isPartOf",
        "ceterms:proxyFor",
        "ceterms:credentialType",
        "ceterms:startDate",
        "ceterms:hasStatement",
        "ceterms:hasCondition",
    }
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from(
        [
            "",
            "2020-6-1",
            "_:b0",
            "res:",
            f"res:{RIGGING}",
            SITE + RIGGING,
            f"{SITE}ce-{RIGGING}",
            RIGGING,
            RIGGING[:-1],
            "ceterms:Pathway",
            "ceterms:Certification",
            "Certification",
            "ceterms:StructuredStatement",
            ":",
        ]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(TERMS), inner, max_size=5)
    ),
    max_leaves=15,
)
CONTEXTS = st.one_of(
    LEAVES, st.just({"res": SITE}), st.just(["https://credreg.net/ctdl/schema/context/json"])
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    CONTEXTS,
    st.lists(st.dictionaries(st.sampled_from(TERMS), VALUES, max_size=8), min_size=1, max_size=4),
)
def test_whatever_stands_in_the_terms_it_is_documents_or_a_reason(
    context: Any, nodes: list[Node]
) -> None:
    source = {"@context": context, "@graph": nodes}

    made = read_or_refused(json.dumps(source), format="ctdl")

    assert made is None or all(json.dumps(document) for document in made.documents)
