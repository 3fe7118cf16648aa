"""The European Learning Model as CTDL: qualifications, opportunities and awards."""

import json

import pytest

from ctdl.ctid import derive_ctid
from ctdl.findings import DocumentError
from ctdl.records import CredentialRecord, read_record
from tests.ctdl.mapping.sources import (
    Node,
    codes,
    documents,
    imported,
    left_out,
    main_of,
    note_about,
    sample_json,
)

RICH = "elm-qualification-rich.json"
OPPORTUNITY = "elm-opportunity-rich.json"
CTID = derive_ctid("test:award")


def rich() -> CredentialRecord:
    record = read_record(documents(imported(RICH))[-1])
    assert isinstance(record, CredentialRecord)
    return record


def test_a_qualification_keeps_its_languages_levels_field_and_mode() -> None:
    record = rich()

    assert record.type == "ceterms:MicroCredential"
    assert record.name["de"] == "Sicherheit auf dem Gletscher"
    assert record.languages == ("en", "de")
    assert [level.id for level in record.levels] == ["eqf:5", "rqf:6"]
    assert [field.code for field in record.fields] == ["1014"]
    assert record.modes == ("blended",)
    assert record.webpage == "https://alpine.example.org/learn/glacier-safety"


def test_credits_are_counted_in_our_unit_and_work_in_hours() -> None:
    record = rich()

    assert [(each.minimum, each.unit) for each in record.credits] == [(3.0, "ects")]
    assert record.hours is not None
    assert record.hours.minimum == 75


def test_outcomes_stay_texts_and_skills_keep_their_esco_address() -> None:
    record = rich()

    assert {"en": "Chooses a route by map and weather"} in record.outcomes
    [skill] = record.skills
    assert skill.name == {"en": "perform crevasse rescue"}
    assert (skill.iri or "").startswith("http://data.europa.eu/esco/skill/")


def test_entry_requirements_and_assessment_are_read() -> None:
    record = rich()

    assert record.prerequisites == ({"en": "A winter of ski touring."},)
    assert [each.name for each in record.assessments] == [{"en": "Day on the glacier"}]


def test_the_awarding_body_and_the_agency_become_organisations() -> None:
    made = imported(RICH)

    body = main_of(made, "ceterms:CredentialOrganization")
    agency = main_of(made, "ceterms:QACredentialOrganization")
    assert body["ceterms:address"][0]["ceterms:addressCountry"] == {"en": "Austria"}
    assert body["ceterms:email"] == ["office@alpine.example.org"]
    main = main_of(made, "ceterms:MicroCredential")
    assert main["ceterms:ownedBy"] == [body["@id"]]
    assert main["ceterms:accreditedBy"] == [agency["@id"]]


def test_a_national_level_that_is_not_known_exactly_is_reported_not_guessed() -> None:
    made = imported(RICH)

    assert "https://data.alpine.example.org/nqf/5" in note_about(made, "nqfLevel").message
    assert left_out(made) == {"isPartialQualification", "accreditation.title"}


def test_a_graph_with_prefixes_gives_the_course_and_what_it_leads_to() -> None:
    made = imported(OPPORTUNITY)

    course = main_of(made, "ceterms:LearningOpportunityProfile")
    certificate = main_of(made, "ceterms:Certificate")
    assert course["ceterms:resultsInCredential"] == [certificate["@id"]]
    assert course["ceterms:name"] == {"en": "Glacier summer course"}
    assert course["ceterms:deliveryType"][0]["ceterms:targetNode"] == "deliveryType:InPerson"
    assert course["ceterms:creditValue"][0]["schema:value"] == 1.5
    cost = course["ceterms:estimatedCost"][0]
    assert (cost["ceterms:price"], cost["ceterms:currency"]) == ("740.5", "EUR")
    assert certificate["ceterms:name"] == {"en": "Ice walker"}


def test_names_that_hold_only_in_one_file_are_no_identifiers() -> None:
    with pytest.raises(DocumentError) as refused:
        imported("elm-award.json")

    assert refused.value.findings[0].code == "IMPORT_IDENTIFIER_MISSING"


def test_of_a_digital_credential_only_the_specification_is_read() -> None:
    made = imported("elm-award.json", ctid=CTID, kind="ceterms:MicroCredential")

    main = main_of(made)
    assert main["ceterms:name"] == {"en": "Avalanche awareness"}
    assert main["@type"] == "ceterms:MicroCredential"
    assert {"IMPORT_HOLDER_LEFT_OUT", "IMPORT_STATED_BY_IMPORTER"} <= codes(made)
    told = json.dumps([made.documents, [note.to_json() for note in made.notes]])
    assert all(secret not in told for secret in ("Robin", "RH-991", "0a7d1c7e", "2031-02-03"))


def test_the_awarding_body_of_an_award_without_identifier_stays_in_the_document() -> None:
    made = imported("elm-award.json", ctid=CTID, kind="ceterms:MicroCredential")

    record = read_record(documents(made)[0])
    assert isinstance(record, CredentialRecord)
    assert [each.name for each in record.owned_by] == [{"en": "Alpine Academy"}]


def test_a_qualification_of_no_known_kind_is_left_general_and_refused_with_the_remedy() -> None:
    source = sample_json("elm-minimal.json")
    del source["dcType"]

    made = imported(source)

    assert main_of(made)["@type"] == "ceterms:Credential"


def test_a_class_that_ctdl_lacks_cannot_be_wished_for() -> None:
    with pytest.raises(DocumentError) as refused:
        imported("elm-minimal.json", kind="ceterms:Wish")

    assert refused.value.findings[0].code == "IMPORT_KIND_UNKNOWN"


@pytest.mark.parametrize(
    ("term", "value", "why"),
    [
        ("volumeOfLearning", "75 hours", "ISO 8601"),
        ("language", {"id": "https://example.org/lang/en"}, "Union's list"),
        ("mode", {"id": "http://data.europa.eu/snb/learning-assessment/c_3a90b26d"}, "no way"),
        ("thematicArea", {"id": "http://data.europa.eu/snb/isced-f/7777"}, "ISCED-F"),
        ("eqfLevel", {"id": "http://data.europa.eu/snb/eqf/9"}, "exactly"),
        ("creditPoint", {"type": "CreditPoint", "point": "many"}, "number of credits"),
    ],
)
def test_values_that_cannot_be_read_exactly_are_left_out_with_a_reason(
    term: str, value: Node, why: str
) -> None:
    source = {**sample_json("elm-minimal.json"), term: value}

    made = imported(source)

    assert why in note_about(made, term).message
    plain = main_of(imported("elm-minimal.json"))
    assert main_of(made) == plain
