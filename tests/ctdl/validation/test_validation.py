"""Validation: each fault of a readable document is found, named and answered with a remedy."""

from typing import Any

import pytest

from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.findings import Finding
from ctdl.rules import RULES
from ctdl.validation import has_errors, validate
from ctdl.validation.policy import policies, policy_classes
from tests.support.documents import a_credential, a_document, an_organization

OTHER = derive_ctid("test:other")


def findings(document: dict[str, Any], *, collected: bool = False) -> list[Finding]:
    return validate(parse_document(document), collected=collected)


def found(document: dict[str, Any]) -> set[tuple[str, str, str | None]]:
    return {(item.code, item.severity, item.property) for item in findings(document)}


def of_class(name: str, **stated: Any) -> dict[str, Any]:
    document = a_credential(**stated)
    document["@graph"][0]["@type"] = name
    return document


def with_node(document: dict[str, Any], **node: Any) -> dict[str, Any]:
    document["@graph"].append({key.replace("__", ":"): value for key, value in node.items()})
    return document


@pytest.mark.parametrize(
    "document",
    [
        a_credential(),
        an_organization(),
        a_credential(
            requires=[
                {
                    "@type": "ceterms:ConditionProfile",
                    "ceterms:description": {"en": "Credits"},
                    "ceterms:creditValue": [
                        {
                            "@type": "ceterms:ValueProfile",
                            "schema:value": 5,
                            "ceterms:creditUnitType": ["creditUnit:SemesterHour"],
                        }
                    ],
                }
            ],
            estimatedDuration=[
                {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT50H"}
            ],
            dateEffective="2024-01-31",
        ),
    ],
)
def test_a_complete_document_has_no_findings(document: dict[str, Any]) -> None:
    assert findings(document) == []


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"creditValue": []}, None),
        (
            {"creditValue": [{"@type": "ceterms:ValueProfile"}]},
            ("DOMAIN_VIOLATION", "error", "ceterms:creditValue"),
        ),
        (
            {"deliveryType": ["deliveryType:OnlineOnly"]},
            ("DOMAIN_VIOLATION", "error", "ceterms:deliveryType"),
        ),
        (
            {"estimatedCost": [{"@type": "ceterms:DurationProfile"}]},
            ("RANGE_VIOLATION", "error", "ceterms:estimatedCost"),
        ),
        ({"subjectWebpage": {"@type": "ceterms:Place"}}, ("RANGE_VIOLATION", "error", None)),
        (
            {"atLevel": [{"@type": "skos:Concept"}]},
            ("CONCEPT_RANGE_CONFLICT", "info", "ceterms:atLevel"),
        ),
        ({"credits": "5"}, ("UNKNOWN_PROPERTY", "warning", "ceterms:credits")),
        ({"ownedBy": ["_:nobody"]}, ("REF_UNRESOLVED_BNODE", "error", "ceterms:ownedBy")),
        ({"ownedBy": [{"@id": "_:x"}]}, ("REF_UNRESOLVED_BNODE", "error", "ceterms:ownedBy")),
        ({"ownedBy": ["res:college"]}, ("PREFIX_UNDECLARED", "warning", "ceterms:ownedBy")),
        ({"sameAs": ["urn:isbn:1", "wd:Q1"]}, None),
        ({"dateEffective": "2024"}, ("VALUE_INVALID", "error", "ceterms:dateEffective")),
        ({"dateEffective": "2024-02-30"}, ("VALUE_INVALID", "error", "ceterms:dateEffective")),
        ({"dateEffective": 2024}, ("VALUE_INVALID", "error", "ceterms:dateEffective")),
        ({"dateEffective": "2024-02-28Z"}, None),
        ({"renewalFrequency": "3 years"}, ("VALUE_INVALID", "error", "ceterms:renewalFrequency")),
        ({"inLanguage": ["English!"]}, ("VALUE_INVALID", "error", "ceterms:inLanguage")),
        ({"name": {"en": "a\u202eb"}}, ("TEXT_DIRECTION_CONTROL", "warning", "ceterms:name")),
        ({"name": {"ar": "جامعة المثال"}}, None),
        (
            {"audienceLevelType": [{"ceterms:targetNode": "audLevel:Beginner"}]},
            ("UNKNOWN_CONCEPT", "warning", "ceterms:targetNode"),
        ),
        (
            {"requires": [{"@type": "ceterms:ConditionProfile"}]},
            ("POLICY_REQUIRED_MISSING", "error", "ceterms:description"),
        ),
        ({"inLanguage": None}, ("POLICY_REQUIRED_MISSING", "error", "ceterms:inLanguage")),
        ({"offeredBy": ["https://x.example/"], "ownedBy": None}, None),
        ({"ownedBy": None}, ("POLICY_REQUIRED_MISSING", "error", "ceterms:ownedBy")),
    ],
)
def test_a_fault_is_found(
    stated: dict[str, Any], expected: tuple[str, str, str | None] | None
) -> None:
    made = found(a_credential(**stated))

    if expected is None:
        assert made == set()
    elif expected[2] is None:
        assert expected[:2] in {item[:2] for item in made}
    else:
        assert expected in made


def test_every_finding_says_how_to_mend_it_and_by_whose_rule() -> None:
    made = findings(a_credential(creditValue=[{}, {"@type": "ceterms:ValueProfile"}], credits=5))

    assert made
    for item in made:
        assert item.message.endswith((".", "?"))
        assert (item.rule, item.source) == (RULES[item.code].statement, RULES[item.code].source)
        assert item.to_json()["code"] == item.code


def test_a_credential_must_say_which_kind_it_is() -> None:
    made = findings(of_class("ceterms:Credential"))

    assert [(item.code, item.severity) for item in made] == [("CLASS_TOO_GENERAL", "error")]
    assert "ceterms:MicroCredential" in made[0].message


def test_an_unknown_class_is_said_with_the_nearest_known_one() -> None:
    made = findings(of_class("ceterms:MicroCredentials"))

    # It is the class of the record itself, so nothing could show it.
    assert [(item.code, item.severity) for item in made] == [("UNKNOWN_CLASS", "error")]
    assert "ceterms:MicroCredential;" in made[0].message


def test_the_class_of_the_record_must_be_one_of_ctdl() -> None:
    course = findings(of_class("schema:Course"))
    both = of_class("schema:Course")
    both["@graph"][0]["@type"] = ["schema:Course", "ceterms:MicroCredential"]
    inner = findings(a_credential(hasPart=[{"@type": "ceterms:Courses"}]))

    assert [(item.code, item.severity) for item in course] == [("UNKNOWN_CLASS", "error")]
    assert "UNKNOWN_CLASS" not in {item.code for item in findings(both)}
    assert "UNKNOWN_CLASS" not in {item.code for item in findings(of_class("qdata:DataSetProfile"))}
    assert [(item.code, item.severity) for item in inner] == [("UNKNOWN_CLASS", "warning")]


def test_properties_of_other_vocabularies_are_not_judged() -> None:
    document = a_credential()
    document["@graph"][0] |= {"dct:source": "x", "foaf:nick": "y", "qdata:anything": "z"}

    assert findings(document) == []


def test_required_properties_of_collected_facts_are_warnings() -> None:
    made = findings(a_credential(inLanguage=None, subjectWebpage=None), collected=True)

    assert {item.severity for item in made} == {"warning"}
    assert not has_errors(made)
    assert all("stays absent" in item.message for item in made)


def test_collected_facts_are_held_to_all_other_rules() -> None:
    assert has_errors(findings(a_credential(teaches=[{}]), collected=True)) is False
    assert has_errors(findings(a_credential(ownedBy=["_:nobody"]), collected=True))


def test_errors_come_first() -> None:
    made = findings(a_credential(atLevel=[{"@type": "skos:Concept"}], credits=5, ownedBy=["_:x"]))

    assert [item.severity for item in made] == ["error", "warning", "info"]


def test_a_subclass_without_an_own_policy_has_that_of_its_superclass() -> None:
    assert policy_classes(("ceterms:AcademicCertificate",)) == ("ceterms:Certificate",)
    assert policy_classes(("ceterms:Course",)) == ("ceterms:LearningOpportunityProfile",)
    assert policy_classes(("asn:ProgressionLevel",)) == ()
    assert policy_classes(("x:Unknown",)) == ()
    assert ("ceterms:ownedBy", "ceterms:offeredBy") in policies()["ceterms:OpenBadge"].required


def test_a_local_stand_in_is_not_held_to_the_policy_of_published_resources() -> None:
    document = a_credential(accreditedBy=["_:body"])
    with_node(document, **{"@id": "_:body", "@type": "ceterms:QACredentialOrganization"})

    assert findings(document) == []


def test_both_sides_of_a_relation_must_agree_when_both_are_stated() -> None:
    other = {"@id": "_:part", "@type": "ceterms:Course"}
    silent = with_node(a_credential(hasPart=["_:part"]), **other)
    agreeing = with_node(
        a_credential(hasPart=["_:part"]),
        **other,
        ceterms__isPartOf=[f"resources/{derive_ctid('test:first aid')}"],
    )
    differing = with_node(
        a_credential(hasPart=["_:part"]), **other, ceterms__isPartOf=[f"resources/{OTHER}"]
    )

    assert findings(silent) == []
    assert findings(agreeing) == []
    assert [item.code for item in findings(differing)] == ["INVERSE_MISMATCH"]


def test_known_conflicts_of_the_schema_are_information() -> None:
    model = a_document(derive_ctid("test:model"), "asn:ProgressionModel", {})
    model["@context"] = "https://credreg.net/ctdlasn/schema/context/json"
    model["@graph"][0]["asn:hasProgressionLevel"] = ["_:level"]
    with_node(model, **{"@id": "_:level", "@type": "asn:ProgressionLevel"})

    assert [(item.code, item.severity) for item in findings(model)] == [
        ("DOMAIN_DOCS_CONFLICT", "info")
    ]


def test_a_version_of_a_class_the_schema_forgot_is_information() -> None:
    value = a_document(
        derive_ctid("test:tvp"), "ceterms:TransferValueProfile", {"previousVersion": ["_:old"]}
    )
    with_node(value, **{"@id": "_:old", "@type": "ceterms:TransferValueProfile"})

    codes = {item.code for item in findings(value)}

    assert "VERSION_RANGE_CONFLICT" in codes
    assert "RANGE_VIOLATION" not in codes


def test_a_ctid_of_another_version_is_a_warning() -> None:
    ctid = "ce-07c25f74-9119-11e8-b852-782bcb5df6ac"
    document = a_credential()
    document["@graph"][0] |= {"@id": f"resources/{ctid}", "ceterms:ctid": ctid}
    document["@id"] = f"graph/{ctid}"

    assert [(item.code, item.severity) for item in findings(document)] == [
        ("CTID_NOT_UUIDV4", "warning")
    ]


def test_thousands_of_unknown_terms_are_answered_soon() -> None:
    document = a_credential(
        **{f"ownedByy{number}": "x" for number in range(2000)},
        hasPart=[{"@type": f"ceterms:MicroCredential{number}"} for number in range(2000)],
        subject=[{"ceterms:targetNode": f"audLevel:Beginner{number}"} for number in range(2000)],
    )

    made = findings(document)

    assert len(made) == 3000
    assert [
        item.code for item in made if item.message.endswith("The same is found 1000 more times.")
    ] == [
        "UNKNOWN_PROPERTY",
        "UNKNOWN_CLASS",
        "UNKNOWN_CONCEPT",
    ]
    assert sum("the nearest is" in item.message for item in made) <= 20


def test_a_finding_says_which_of_several_nodes_it_is_about() -> None:
    bad = {"@type": "ceterms:ConditionProfile", "ceterms:creditValue": [{"schema:value": "many"}]}
    good = {"@type": "ceterms:ConditionProfile", "ceterms:description": {"en": "Nothing"}}
    made = findings(a_credential(requires=[good, bad], recommends=[good]))
    here = f"resources/{derive_ctid('test:first aid')}"

    assert {(item.code, item.entity) for item in made} == {
        (
            "POLICY_REQUIRED_MISSING",
            f"ceterms:ConditionProfile at ceterms:requires (2 of 2) in {here}",
        ),
        (
            "VALUE_INVALID",
            f"a node at ceterms:requires (2 of 2)/ceterms:creditValue in {here}",
        ),
    }
