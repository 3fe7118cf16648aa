"""Acronyms and exam codes that only a link gives: which are read, and who says so."""

from typing import Any

import pytest

from registry_data.convert.assembly import credential_facts
from registry_data.convert.credential_documents import shipped
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.initials import spells, spells_roughly, telling_words
from registry_data.convert.link_names import named_by_links
from registry_data.convert.statements import READ_FROM_LINK

Line = dict[str, Any]


@pytest.fixture(scope="module")
def records() -> dict[str, CredentialFacts]:
    return {record.title: record for record in credential_facts()}


def names_read(records: dict[str, CredentialFacts], title: str) -> list[str]:
    return [name for language, name in records[title].alternate_titles if language == "und"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("(ISC)2 Certified Information Systems Security Professional", "CISSP"),
        ("ISC2 Certified in Cybersecurity", "CC"),
        ("GIAC Network Forensic Analyst", "GNFA"),
        ("EC Council Certified Encryption Specialist", "ECES"),
        ("Palo Alto Networks Certified Network Security Engineer", "PCNSE"),
        ("ISACA Certified in the Governance of Enterprise IT", "CGEIT"),
        ("GIAC Experienced Forensics Analyst", "GXFA"),
        ("PMI Program Management Professional", "PGMP"),
        ("Offensive Security Experienced Penetration Tester", "OSEP"),
        ("Checkpoint Certified Security Expert", "CCSE"),
        ("Cisco Certified Network Professional - Enterprise", "CCNP Enterprise"),
        ("Fortinet Certified Solution Specialist - Zero Trust Access", "FCSS-ZTA"),
        ("Juniper Networks Certified Internet Professional, Security", "JNCIP-SEC"),
        ("Microsoft Cybersecurity Architect", "SC-100"),
    ],
)
def test_an_acronym_or_code_in_the_link_becomes_an_alternate_name(
    records: dict[str, CredentialFacts], title: str, name: str
) -> None:
    assert names_read(records, title) == [name]


@pytest.mark.parametrize(
    "title",
    [
        # .../gcih: the letters are not this title's initials.
        "GIAC Certified Forensics Analystr",
        # .../ccie-security-v2: the link goes on with another speciality.
        "Cisco Certified Internetwork Expert - Enterprise Infrastructure",
        # .../vcap-nv-deploy: "nv" is the speciality alone.
        "VMware Certified Implementation Expert in Network Virtualization",
        # .../certified-iso-27001-isms-foundation-...: a topic within the title.
        "IBITGQ Certified ISO 27001 Information Security Management Specialist Foundation",
        # .../grc-professional-certification: what it is about, not what it is called.
        "OCEG Governance, Risk, and Compliance Professional",
        # .../ics-211: the course of several certifications.
        "TUV Certified OT Security Manager",
        # .../certifications/cloud, .../linux: words of the title.
        "CompTIA Cloud+",
        "CompTIA Linux+",
        # .../specializations/gis: a course's topic, and in the title already.
        "Geographic Information Systems (GIS) Specialization",
        # .../ccc-professional-cloud-administrator-exam
        "EXIN Professional Cloud Administrator",
    ],
)
def test_what_is_no_name_in_a_link_is_left_there(
    records: dict[str, CredentialFacts], title: str
) -> None:
    assert names_read(records, title) == []


def test_an_exam_code_comes_from_the_link_of_what_prepares_for_it(
    records: dict[str, CredentialFacts],
) -> None:
    certification = records["Microsoft Azure Fundamentals"]
    preparation = records["Microsoft Azure Fundamentals AZ-900 Exam Prep Specialization"]

    stated = certification.exceptions["alternate_titles"]

    assert certification.alternate_titles == (("und", "AZ-900"),)
    assert preparation.alternate_titles == ()
    assert stated.source_url == preparation.page
    assert stated.source == preparation.statement.source


def test_a_name_that_is_stated_already_is_not_stated_again(
    records: dict[str, CredentialFacts],
) -> None:
    told = [records["(ISC)2 Certified Cloud Security Professional"]]

    assert named_by_links(told) == told


def test_every_name_read_from_a_link_says_from_which(lines: dict[str, list[Line]]) -> None:
    read = [
        (line["document"]["@graph"][0], stated)
        for path, records in lines.items()
        if path.startswith("credentials/")
        for line in records
        if (stated := line["provenance"]["properties"].get("ceterms:alternateName"))
        and stated["asserted_by"] == READ_FROM_LINK
    ]

    assert len(read) == 165
    for main, stated in read:
        name = main["ceterms:alternateName"]["und"]
        assert stated["note"].startswith(f"{name} is ")
        assert name.split(" ")[0].split("-")[0].casefold() in stated["source_url"].casefold()


def test_a_name_read_from_a_link_stands_in_the_document(
    records: dict[str, CredentialFacts],
) -> None:
    record = shipped(records["(ISC)2 Certified Information Systems Security Professional"])

    stated = record.provenance["properties"]["ceterms:alternateName"]

    assert record.main["ceterms:alternateName"] == {"und": "CISSP"}
    assert stated["asserted_by"] == "Registry editors (read from the link)"
    assert stated["source_url"] == record.main["ceterms:subjectWebpage"]


@pytest.mark.parametrize(
    ("letters", "title"),
    [
        ("crisc", "Certified in Risk and Information Systems Control"),
        ("cgeit", "Certified in the Governance of Enterprise IT"),
        ("case", "Certified Application Security Engineer (.NET or Java)"),
        ("mdso", "Mosse DevSecOps"),
        ("fcx", "Fortinet Certified Expert"),
        ("osce3", "Offensive Security Certified Expert 3"),
    ],
)
def test_letters_are_the_initials_of_all_the_words(letters: str, title: str) -> None:
    assert spells(letters, telling_words(title))


@pytest.mark.parametrize("letters", ["gcih", "gcf", "gcfaa", "", "cfa"])
def test_other_letters_are_not_the_initials(letters: str) -> None:
    assert not spells(letters, telling_words("GIAC Certified Forensic Analyst"))


def test_a_word_gives_at_most_three_of_its_letters_in_their_order() -> None:
    words = telling_words("Program Management Professional")

    assert spells_roughly("pgmp", words)
    assert not spells_roughly("progmp", words)
    assert not spells_roughly("pgpm", words)
