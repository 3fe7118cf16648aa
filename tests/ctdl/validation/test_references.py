"""References: to oneself, out of the document, to the Credential Registry, to a framework."""

from typing import Any

import pytest

from ctdl.documents import parse_document
from ctdl.findings import Finding
from ctdl.validation import notes, supply, validate
from tests.ctdl.validation.faulty_documents import (
    OTHER,
    OWN,
    a_competency,
    parts,
    with_node,
)
from tests.support.documents import a_credential, a_document, an_organization

HERE = f"resources/{OWN}"
ELSEWHERE = f"resources/{OTHER}"


def codes(found: list[Finding]) -> set[str]:
    return {each.code for each in found}


def check(**stated: Any) -> set[str]:
    return codes(validate(parse_document(a_credential(**stated))))


@pytest.mark.parametrize(
    "name", ["isPartOf", "hasPart", "precedes", "isPreparationFor", "supersedes", "previousVersion"]
)
def test_nothing_is_part_step_or_version_of_itself(name: str) -> None:
    assert "SELF_REFERENCE" in check(**{name: [HERE]})
    assert "SELF_REFERENCE" in check(**{name: [ELSEWHERE, {"@id": HERE}]})
    assert "SELF_REFERENCE" not in check(**{name: [ELSEWHERE]})


def test_an_organisation_may_own_and_vouch_for_itself() -> None:
    document = an_organization()
    main = document["@graph"][0]
    main |= {"ceterms:approvedBy": [main["@id"]], "ceterms:sameAs": [main["@id"]]}

    assert "SELF_REFERENCE" not in codes(validate(parse_document(document)))


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        (f"https://credentialengineregistry.org/resources/{OTHER}", False),
        (f"https://credentialengineregistry.org/graph/{OTHER}#part", False),
        (f"https://sandbox.credentialengineregistry.org/resources/{OTHER}", False),
        (f"https://credentialengineregistry.org/resources/{OTHER.upper()}", False),
        ("https://credentialengineregistry.org/resources/", True),
        (f"https://credentialengineregistry.org/resources/{OTHER[3:]}", True),
        (f"http://sandbox.credentialengineregistry.org/graph/{OTHER}/x", True),
        ("https://credentialengineregistry.org/about", False),
        ("https://college.example/resources/handbook", False),
    ],
)
def test_addresses_of_the_credential_registry_end_in_a_ctid(address: str, wrong: bool) -> None:
    assert ("REGISTRY_URI_MALFORMED" in check(ownedBy=[address])) is wrong


def test_a_competency_names_the_framework_it_is_published_with() -> None:
    right = validate(parse_document(a_competency(ELSEWHERE)))
    wrong = validate(parse_document(a_competency(HERE)))
    local = validate(parse_document(a_competency("_:c")))

    assert "ISPARTOF_FRAMEWORK_MISMATCH" not in codes(right)
    assert [(each.severity, each.entity) for each in wrong if "ISPARTOF" in each.code] == [
        ("warning", "_:c")
    ]
    # What is described here and is no framework breaks the range instead.
    assert {"RANGE_VIOLATION", "ISPARTOF_FRAMEWORK_MISMATCH"} & codes(local) == {"RANGE_VIOLATION"}


def test_a_reference_out_of_the_document_is_an_open_question() -> None:
    document = parse_document(a_credential(hasPart=[ELSEWHERE], sameAs=["https://x.example/"]))
    found = [each for each in notes(document) if each.code == "REF_OUTSIDE_PAYLOAD"]

    assert {(each.severity, each.property) for each in found} == {
        ("info", "ceterms:hasPart"),
        ("info", "ceterms:ownedBy"),
    }


def test_a_supplied_document_answers_it_and_its_class_is_checked() -> None:
    document = parse_document(a_credential(ownedBy=[ELSEWHERE]))
    course = supply([parse_document(a_document(OTHER, "ceterms:Course", {}))])
    college = supply([parse_document(an_organization(ctid=OTHER))])

    answered = next(each for each in notes(document, supplied=course) if "REF_" in each.code)

    assert (answered.code, "ceterms:Course" in answered.message) == ("REF_RESOLVED_SUPPLIED", True)
    assert codes(validate(document, supplied=course)) == {"RANGE_VIOLATION"}
    assert codes(validate(document, supplied=college)) == set()
    assert codes(validate(document)) == set()


def test_local_nodes_are_not_supplied_to_others() -> None:
    document = parse_document(with_node(a_credential(), **{"@id": "_:x", "@type": "ceterms:Place"}))

    assert set(supply([document])) == {HERE}


def test_a_relation_stated_from_one_side_is_a_note() -> None:
    one_sided, both = parts(), parts(ceterms__isPartOf=[HERE])

    assert "INVERSE_ONE_DIRECTION" in codes(notes(parse_document(one_sided)))
    assert "INVERSE_ONE_DIRECTION" not in codes(notes(parse_document(both)))
    assert "INVERSE_ONE_DIRECTION" not in codes(validate(parse_document(one_sided)))


def test_an_unknown_class_does_not_hide_what_its_properties_lead_to() -> None:
    node = {"@type": "x:Thing", "ceterms:estimatedCost": [{"@type": "ceterms:Place"}]}
    document = a_credential(hasPart=[node])
    document["@context"] = [document["@context"], {"x": "https://x.example/"}]
    document["@graph"][0]["ceterms:hasPart"][0]["@type"] = "schema:Thing"

    assert "RANGE_VIOLATION" in codes(validate(parse_document(document)))
