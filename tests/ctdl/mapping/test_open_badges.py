"""Open Badges 2.0 and 3.0 as CTDL: what becomes of each term, and what never gets in."""

import json

import pytest

from ctdl.ctid import derive_ctid
from ctdl.findings import DocumentError
from ctdl.mapping import detect
from ctdl.records import CredentialRecord, read_record
from ctdl.validation import validate
from tests.ctdl.mapping.sources import (
    codes,
    documents,
    imported,
    left_out,
    main_of,
    note_about,
    sample,
    sample_json,
)

RICH = "open-badges-3-rich.json"
AWARD = "open-badges-3-award.json"


def test_a_badge_class_becomes_an_open_badge_with_its_criteria_and_issuer() -> None:
    made = imported("open-badges-2-rich.json")

    badge = main_of(made)
    assert made.format == "open-badges-2"
    assert badge["@type"] == "ceterms:OpenBadge"
    assert badge["ceterms:name"] == {"en": "Beekeeping basics"}
    assert badge["ceterms:inLanguage"] == ["en"]
    assert badge["ceterms:subjectWebpage"] == "https://badges.example.org/pages/beekeeping-basics"
    assert badge["ceterms:keyword"] == {"en": ["bees", "honey"]}
    assert badge["ceterms:versionCode"] == "2"
    criteria = badge["ceterms:requires"][0]
    assert criteria["ceterms:description"]["en"].startswith("Keep a hive log")
    issuer = main_of(made, "ceterms:CredentialOrganization")
    assert badge["ceterms:ownedBy"] == [issuer["@id"]]
    assert issuer["ceterms:email"] == ["badges@meadow.example.org"]


def test_an_identifier_always_gives_the_same_ctid_and_stays_in_the_record() -> None:
    iri = sample_json("open-badges-2-rich.json")["id"]

    badge = main_of(imported("open-badges-2-rich.json"))

    assert badge["ceterms:ctid"] == derive_ctid(f"iri:{iri}")
    assert badge["ceterms:sameAs"] == [iri]


def test_a_file_cannot_choose_an_identifier_that_leads_to_a_record_made_by_the_registry() -> None:
    badge = {**sample_json("open-badges-2-minimal.json"), "id": "urn:x:organization:operator"}

    assert main_of(imported(badge))["ceterms:ctid"] != derive_ctid("organization:operator")


def test_an_issuer_known_only_by_its_address_stays_an_address() -> None:
    made = imported("open-badges-2-minimal.json")

    assert len(made.documents) == 1
    assert main_of(made)["ceterms:ownedBy"] == ["https://badges.example.org/issuers/red-tent"]


def test_an_issuer_without_an_identifier_stays_a_node_of_the_document() -> None:
    badge = sample_json("open-badges-2-minimal.json")
    badge["issuer"] = {"type": "Issuer", "name": "Red Tent", "url": "https://tent.example.org/"}

    made = imported(badge)

    [document] = documents(made)
    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    assert [each.name for each in record.owned_by] == [{"und": "Red Tent"}]
    assert not [each for each in validate(document) if each.code == "REF_UNRESOLVED_BNODE"]


def test_an_achievement_keeps_type_credits_version_and_identifiers() -> None:
    badge = main_of(imported(RICH))

    assert badge["@type"] == "ceterms:MicroCredential"
    assert badge["ceterms:versionCode"] == "2.1"
    profiles = {each["ceterms:name"]["en"]: each for each in badge["ceterms:requires"]}
    assert profiles["Credits"]["ceterms:creditValue"] == [
        {"@type": "ceterms:ValueProfile", "schema:value": 4.0}
    ]
    identifiers = {
        each["ceterms:identifierValueCode"]: each["ceterms:identifierTypeName"]
        for each in badge["ceterms:identifier"]
    }
    assert identifiers == {
        "HPP-201": {"en": "Human-readable code"},
        "TW-7781": {"und": "systemId"},
        "88.4": {"und": "Port authority code"},
    }


def test_alignments_go_where_their_targets_belong() -> None:
    [_issuer, document] = documents(imported(RICH))

    record = read_record(document)
    assert isinstance(record, CredentialRecord)
    assert [level.id for level in record.levels] == ["eqf:5"]
    assert [(field.code, field.scheme) for field in record.fields] == [("1041", "isced-f-2013")]
    assert [skill.name for skill in record.skills] == [
        {"en": "plan tidal passage"},
        {"en": "Reads tide tables"},
    ]
    assert (record.skills[0].iri or "").startswith("http://data.europa.eu/esco/skill/")
    occupation = document.main["ceterms:occupationType"][0]
    assert occupation["ceterms:targetNodeName"] == {"en": "pilot"}
    similar = [address.rpartition("/")[2] for address in document.main["ceterms:isSimilarTo"]]
    assert similar == ["ce-0d1f7a52-0a3e-4f3a-9a53-8a2f5b7f3c11", "pilotage-portuaire"]


def test_the_levels_of_a_result_become_a_rubric() -> None:
    [_issuer, document] = documents(imported(RICH))

    nodes = {node["@type"]: node for node in document.nodes}
    assert nodes["ceterms:AssessmentProfile"]["ceterms:name"] == {"en": "Passage plan"}
    labels = [
        node["ceasn:name"]["en"] for node in document.nodes if node["@type"] == "ceasn:RubricLevel"
    ]
    assert labels == ["Developing", "Mastered"]


def test_what_has_no_place_is_named() -> None:
    made = imported(RICH)

    assert left_out(made) == {
        "specialization",
        "image.caption",
        "resultDescription.requiredLevel",
        "related.inLanguage",
    }
    assert "CFRubricCriterionLevel" in note_about(made, "alignment").message


def test_imported_badges_lack_only_what_their_format_cannot_say() -> None:
    [_issuer, document] = documents(imported(RICH))

    errors = [each for each in validate(document) if each.severity == "error"]

    assert [each.property for each in errors] == ["ceterms:credentialStatusType"]


def test_of_an_award_only_the_achievement_and_the_issuer_are_read() -> None:
    made = imported(AWARD)

    badge = main_of(made)
    assert badge["ceterms:name"] == {"und": "Twelve knots"}
    assert badge["@type"] == "ceterms:DigitalBadge"
    assert badge["ceterms:offeredBy"] == [main_of(made, "ceterms:CredentialOrganization")["@id"]]
    assert "IMPORT_HOLDER_LEFT_OUT" in codes(made)


@pytest.mark.parametrize("secret", ["morgan", "Morgan", "4711", "90210", "2031-05-04", "photos"])
def test_nothing_about_the_holder_is_in_what_an_import_gives(secret: str) -> None:
    made = imported(AWARD)

    told = json.dumps([made.documents, [note.to_json() for note in made.notes]])
    assert secret not in told + json.dumps(made.provenance.to_json())


def test_a_token_is_read_and_said_to_be_unchecked() -> None:
    import base64

    payload = base64.urlsafe_b64encode(sample(AWARD)).decode().rstrip("=")

    made = imported(f"eyJhbGciOiJFUzI1NiJ9.{payload}.c2ln")

    assert main_of(made)["ceterms:name"] == {"und": "Twelve knots"}
    assert {"IMPORT_SIGNATURE_UNCHECKED", "IMPORT_HOLDER_LEFT_OUT"} <= codes(made)


def test_a_creator_who_is_a_person_is_not_carried_over() -> None:
    badge = sample_json("open-badges-3-minimal.json")
    badge["creator"] = {
        "id": "https://people.example.org/1",
        "type": ["Profile"],
        "name": "Ira Example",
        "familyName": "Example",
    }

    made = imported(badge)

    assert "Ira Example" not in json.dumps(made.documents)
    assert "ceterms:ownedBy" not in main_of(made)


def test_a_type_that_ctdl_lacks_leaves_an_open_badge_and_a_note() -> None:
    badge = {**sample_json("open-badges-3-minimal.json"), "achievementType": "Membership"}

    made = imported(badge)

    assert main_of(made)["@type"] == "ceterms:OpenBadge"
    assert "Membership" in note_about(made, "achievementType").message


def test_a_course_in_a_badge_carries_its_credits_and_outcomes_itself() -> None:
    badge = {
        **sample_json("open-badges-3-minimal.json"),
        "achievementType": "Course",
        "creditsAvailable": 5,
        "alignment": [{"type": ["Alignment"], "targetName": "Cites sources"}],
    }

    course = main_of(imported(badge))

    assert course["@type"] == "ceterms:Course"
    assert course["ceterms:creditValue"][0]["schema:value"] == 5.0
    assert course["ceterms:teaches"][0]["ceterms:targetNodeName"] == {"und": "Cites sources"}


def test_a_badge_without_an_identifier_asks_for_one() -> None:
    badge = sample_json("open-badges-3-minimal.json")
    del badge["id"]

    with pytest.raises(DocumentError, match="State one") as refused:
        imported(badge)

    assert refused.value.findings[0].code == "IMPORT_IDENTIFIER_MISSING"
    ctid = derive_ctid("test:badge")
    assert main_of(imported(badge, ctid=ctid))["ceterms:ctid"] == ctid


def test_an_award_that_only_names_its_badge_says_where_to_look() -> None:
    award = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://badges.example.org/assertions/1",
        "badge": "https://badges.example.org/classes/1",
    }

    assert detect(json.dumps(award)) == "open-badges-2"
    with pytest.raises(DocumentError, match="import what is at that address"):
        imported(award)


@pytest.mark.parametrize("kind", [[], {}, ["emailAddress"], 7, "emailAddress"])
def test_identifiers_of_odd_or_personal_kinds_do_not_get_in(kind: object) -> None:
    entry = {"type": "IdentifierEntry", "identifier": "a@b.example", "identifierType": kind}
    badge = {**sample_json("open-badges-3-minimal.json"), "otherIdentifier": [entry]}

    made = main_of(imported(badge)).get("ceterms:identifier", [])

    assert [each.keys() for each in made if "ceterms:identifierTypeName" in each] == []
    assert kind != "emailAddress" or made == []


def test_images_inside_the_file_are_not_carried_over() -> None:
    badge = {**sample_json("open-badges-2-minimal.json"), "image": "data:image/png;base64,AAAA"}

    made = imported(badge)

    assert "ceterms:image" not in main_of(made)
    assert note_about(made, "image.id").code == "IMPORT_VALUE_UNREAD"
