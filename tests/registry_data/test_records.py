"""Single shipped records, from the row they come from to the document that is loaded."""

from typing import Any

import pytest

from registry_data.convert.assembly import credential_facts
from registry_data.convert.credential_documents import shipped
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.organizations import (
    canonical_names,
    directory,
    organization_ctids,
    organization_documents,
)
from registry_data.convert.statements import source_of
from registry_data.convert.transfer import transfer_documents


@pytest.fixture(scope="module")
def records() -> dict[str, CredentialFacts]:
    return {record.title: record for record in credential_facts()}


def _main(record: CredentialFacts) -> dict[str, Any]:
    return shipped(record).main


def test_a_description_is_composed_of_the_stated_facts(records: dict[str, CredentialFacts]) -> None:
    springboard = records["An Introduction to Augmented & Virtual Reality"]

    assert _main(springboard)["ceterms:description"]["en"].startswith(
        "Certificate of 20 ECTS credits at NFQ level 6, offered by Athlone Institute of "
        "Technology. Delivered online or blended over 31 weeks."
    )


def test_a_credential_has_credits_in_a_condition_and_a_course_has_them_itself(
    records: dict[str, CredentialFacts],
) -> None:
    certificate = _main(records["Postgraduate Certificate in Blockchain Security"])
    course = _main(records["COMP501 IT Operations"])

    credits = certificate["ceterms:requires"][0]
    assert credits["ceterms:name"] == {"en": "Credits"}
    assert credits["ceterms:creditValue"][0]["schema:value"] == 30
    assert course["ceterms:creditValue"][0]["schema:value"] == 15


def test_an_estonian_curriculum_has_both_titles_a_code_and_its_registration(
    records: dict[str, CredentialFacts],
) -> None:
    document = shipped(records["Choose Data Analytics!"]).document
    main, action = document["@graph"]

    assert main["ceterms:name"] == {"en": "Choose Data Analytics!"}
    assert main["ceterms:alternateName"] == {"et": "Vali Andmetarkus!"}
    assert main["ceterms:inLanguage"] == ["et", "en"]
    assert main["ceterms:identifier"][0]["ceterms:identifierValueCode"] == "261485"
    assert action["@type"] == "ceterms:RegistrationAction"
    assert action["ceterms:startDate"] == "2026-02-11"
    assert action["ceterms:object"] == [main["@id"]]


def test_a_page_and_the_register_are_one_record_with_both_sources(
    records: dict[str, CredentialFacts],
) -> None:
    merged = next(
        record
        for record in records.values()
        if record.collection == "estonian-universities" and record.quality
    )
    provenance = shipped(merged).provenance

    assert "ehisFacts" in provenance["default"]["note"]
    assert "EHIS" in provenance["properties"]["ceterms:relatedAction"]["asserted_by"]
    assert any(kind == "EHIS curriculum code" for kind, _ in merged.identifiers)


def test_a_micromasters_and_its_courses_name_each_other(
    records: dict[str, CredentialFacts],
) -> None:
    programme = records["Predictive Analytics using Python"]
    parts = {record.ctid: record for record in records.values()}

    assert programme.type == "ceterms:MicroCredential"
    assert programme.parts
    for part in programme.parts:
        if part in parts:
            assert programme.ctid in parts[part].part_of


def test_a_unit_is_part_of_its_award_and_a_badge_of_its_micro_credential(
    records: dict[str, CredentialFacts],
) -> None:
    unit = records["Ethical Hacking (SCQF level 5) National Unit H9HY 45"]
    badge = records["Supply Chain Strategy in the Tourism Sector"]

    assert unit.part_of == (
        records["National Progression Award in Cyber Security at SCQF level 5"].ctid,
    )
    assert badge.part_of == (records["Supply Chain for Tourism"].ctid,)


def test_a_goal_without_a_record_stays_in_words(records: dict[str, CredentialFacts]) -> None:
    technician = records["Aircraft Avionics Junior Technician"]

    assert technician.leads_to == ()
    connection = _main(technician)["ceterms:isPreparationFor"][0]
    assert connection["ceterms:description"] == {"en": "Senior Aircraft Avionics Technician"}


def test_a_test_for_credit_is_an_assessment_with_its_recommendation(
    records: dict[str, CredentialFacts],
) -> None:
    main = _main(records["DSST Introduction to Geology"])

    assert main["@type"] == "ceterms:AssessmentProfile"
    assert main["ceterms:recognizedBy"]
    assert main["ceterms:objectOfAction"] == ["_:qa1"]


def test_general_knowledge_of_a_regulator_is_a_note_and_no_statement(
    records: dict[str, CredentialFacts],
) -> None:
    award = shipped(records["CMI Level 3 Award in Project Management"])

    assert "ceterms:approvedBy" not in award.main
    assert "ceterms:relatedAction" not in award.main
    assert len(award.document["@graph"]) == 1
    assert "regulation by Ofqual is general knowledge" in award.provenance["default"]["note"]


def test_a_body_named_without_a_kind_is_in_words_only(
    records: dict[str, CredentialFacts],
) -> None:
    named = [
        _main(record)
        for record in records.values()
        if "Quality assurance as listed: NZQA." in record.sentences
    ]

    assert len(named) == 3
    assert not any("ceterms:recognizedBy" in main for main in named)
    assert all(
        "Quality assurance as listed: NZQA." in main["ceterms:description"]["en"] for main in named
    )


def test_a_credit_rating_named_by_a_holder_is_in_words_only(
    records: dict[str, CredentialFacts],
) -> None:
    diploma = _main(records["Diploma in Full Stack Software Development (Advanced Front End)"])

    assert "ceterms:approvedBy" not in diploma
    assert "ceterms:relatedAction" not in diploma
    assert (
        "Credit-rated by the University of the West of Scotland, as the source names it."
        in diploma["ceterms:description"]["en"]
    )


def test_a_list_by_a_third_party_does_not_speak_for_the_receiving_college(
    records: dict[str, CredentialFacts],
) -> None:
    profiles = list(transfer_documents(list(records.values())))
    listed = [
        profile
        for profile in profiles
        if "not the colleges' own" in profile.provenance["default"]["source"]
    ]
    excelsior = next(
        profile.main
        for profile in listed
        if profile.main["ceterms:name"]["en"]
        == "Business Communication (BUSI1025) to Excelsior University"
    )

    assert not any("ceterms:ownedBy" in profile.main for profile in listed)
    assert excelsior["ceterms:description"]["en"].endswith(
        "Listed by a third party as accepted by Excelsior University; "
        "not the receiving college's own statement."
    )
    own_page = next(
        profile.main
        for profile in profiles
        if profile.provenance["default"]["source"].startswith("griffith.edu.au/")
    )
    assert own_page["ceterms:ownedBy"]
    assert "Recognised by: " in own_page["ceterms:description"]["en"]


def test_a_level_read_from_a_title_is_marked_as_the_editors(
    records: dict[str, CredentialFacts],
) -> None:
    title = "CIWM (WAMITAB) Level 2 Certificate for Sustainable Waste Management Operative"
    listed = next(record for name, record in records.items() if name.startswith(title))

    level = shipped(listed).provenance["properties"]["ceterms:atLevel"]
    assert level["asserted_by"] == "Registry editors (mapped)"
    assert "read from the title" in level["note"]


def test_a_recommendation_leads_to_the_certificate_in_the_same_language(
    records: dict[str, CredentialFacts],
) -> None:
    certificate = records["Google Project Management: Professional Certificate"]
    origins = [
        profile.main["ceterms:transferValueFrom"]
        for profile in transfer_documents(list(records.values()))
        if profile.main["ceterms:name"]["en"].startswith("Google Project Management")
    ]

    assert origins == [[f"resources/{certificate.ctid}"]]


def test_names_in_the_facts_lead_to_one_organization_each() -> None:
    assert organization_ctids("TU Dublin") == organization_ctids("Technological University Dublin")
    assert organization_ctids("QQI") == organization_ctids("Quality and Qualifications Ireland")
    assert organization_ctids("any") == ()
    assert canonical_names("Aalto University / FITech") == ("Aalto University", "FITech")


def test_an_agency_that_is_stated_to_carry_on_from_another_names_it_with_the_source() -> None:
    [(haka, origin)] = [
        (main, each.provenance)
        for each in organization_documents()
        if (main := each.document["@graph"][0])["ceterms:name"].get("und")
        == "Estonian Quality Agency for Education"
    ]
    [ekka] = organization_ctids("Estonian Quality Agency for Higher and Vocational Education")

    assert haka["ceterms:supersedes"] == [f"resources/{ekka}"]
    assert origin["properties"]["ceterms:supersedes"]["source"] == "general knowledge"


def test_an_organization_without_a_country_says_none() -> None:
    coursera = next(
        shipped_one
        for shipped_one in organization_documents()
        if shipped_one.main["ceterms:name"] == {"und": "Coursera"}
    )

    assert directory()["Coursera"].country == ""
    assert "ceterms:address" not in coursera.main


@pytest.mark.parametrize(
    ("stated", "asserted_by", "seen", "address"),
    [
        (
            "LukaszMalucha/Springboard-Insights app/db.sqlite3 (copy of the public Springboard+ "
            "listing, 2020-2022)",
            "Springboard+ listing",
            "2022",
            "https://github.com/LukaszMalucha/Springboard-Insights",
        ),
        ("sqa.org.uk/sqa/101788.html", "sqa.org.uk", "", "https://sqa.org.uk/sqa/101788.html"),
        ("ucd.ie eligibility and fees page (2024/25)", "ucd.ie", "", ""),
        (
            "svdaily.com/2021/11/03/google-to-offer",
            "svdaily.com",
            "2021-11-03",
            "https://svdaily.com/2021/11/03/google-to-offer",
        ),
        (
            "https://www.tlu.ee/aastaylikoolis",
            "Tallinn University",
            "2021",
            "https://www.tlu.ee/aastaylikoolis",
        ),
    ],
)
def test_a_source_says_who_speaks_when_and_where(
    stated: str, asserted_by: str, seen: str, address: str
) -> None:
    statement = source_of({"source": stated}).statement

    assert (statement.asserted_by, statement.seen) == (asserted_by, seen)
    assert statement.source_url == address
