"""schema.org as CTDL, from JSON-LD and out of web pages."""

import pytest

from ctdl.ctid import derive_ctid
from ctdl.findings import DocumentError
from ctdl.records import CredentialRecord, read_record
from tests.ctdl.mapping.sources import (
    BASE,
    documents,
    imported,
    left_out,
    main_of,
    note_about,
    sample,
    sample_json,
)

RICH = "schema-org-credential-rich.json"
PAGE = "schema-org-course-page.html"


def test_a_credential_keeps_its_levels_skills_price_and_validity() -> None:
    record = read_record(documents(imported(RICH))[-1])

    assert isinstance(record, CredentialRecord)
    assert record.type == "ceterms:MicroCredential"
    assert record.name["fr"] == "Gestion des données de recherche"
    assert [level.id for level in record.levels] == ["eqf:7"]
    assert [each.code for each in record.audience_levels] == ["AdvancedLevel"]
    assert [field.code for field in record.fields] == ["0322"]
    assert record.subjects == ({"en": "Open science"},)
    assert [skill.name["en"] for skill in record.skills] == [
        "manage research data",
        "Writes a data management plan",
    ]
    assert [(f"{cost.price}", cost.currency) for cost in record.costs] == [("180", "CAD")]
    assert record.renewal == "P3Y"
    assert left_out(imported(RICH)) == {"dateModified"}


def test_a_page_gives_the_course_its_credential_and_its_school() -> None:
    made = imported(PAGE)

    course = main_of(made, "ceterms:Course")
    award = main_of(made, "ceterms:CertificateOfCompletion")
    school = main_of(made, "ceterms:CredentialOrganization")
    assert course["ceterms:offeredBy"] == award["ceterms:offeredBy"] == [school["@id"]]
    assert course["ceterms:resultsInCredential"] == [award["@id"]]
    assert course["ceterms:codedNotation"] == "SD-6"
    assert course["ceterms:deliveryType"][0]["ceterms:targetNode"] == "deliveryType:BlendedDelivery"
    assert course["ceterms:entryCondition"][0]["ceterms:condition"] == {"en": ["An oven at home"]}


def test_the_language_of_a_page_is_the_language_of_its_texts() -> None:
    made = imported(PAGE)

    assert main_of(made, "ceterms:Course")["ceterms:name"] == {"en": "Sourdough from scratch"}


def test_a_course_is_identified_by_the_address_of_its_page() -> None:
    made = imported("schema-org-minimal.json")

    course = main_of(made)
    assert course["ceterms:ctid"] == derive_ctid("iri:https://bakery.example.org/courses/flatbread")
    assert course["ceterms:name"] == {"und": "Flatbread in an afternoon"}


def test_the_canonical_address_identifies_a_page_with_one_course() -> None:
    text = sample(PAGE).decode()
    text = text.replace('"@id": "https://bakery.example.org/courses/sourdough#course",', "")
    text = text.replace('"url": "https://bakery.example.org/courses/sourdough",', "")
    start, end = text.index('"educationalCredentialAwarded"'), text.index('"aggregateRating"')

    course = main_of(imported(text[:start] + text[end:]), "ceterms:Course")

    assert course["ceterms:sameAs"] == ["https://bakery.example.org/courses/sourdough"]


def test_a_page_of_this_registry_keeps_its_ctid() -> None:
    ctid = derive_ctid("test:own")
    node = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": f"{BASE}resources/{ctid}",
        "identifier": ctid,
        "name": "Own course",
    }

    assert main_of(imported(node))["ceterms:ctid"] == ctid


def test_full_addresses_and_prefixes_are_the_same_terms() -> None:
    node = {
        "@context": {"s": "http://schema.org/", "schema": "https://schema.org/"},
        "@type": "http://schema.org/Course",
        "@id": "https://example.org/c",
        "http://schema.org/name": "Long",
        "schema:courseCode": "L-1",
    }

    course = main_of(imported(node))

    assert course["ceterms:name"] == {"und": "Long"}
    assert course["ceterms:codedNotation"] == "L-1"


def test_a_term_that_the_source_redefines_is_not_taken_for_ours() -> None:
    node = {
        **sample_json("schema-org-minimal.json"),
        "@context": ["https://schema.org", {"name": "https://example.org/nickname"}],
    }

    made = imported(node)

    assert "ceterms:name" not in main_of(made)
    assert "name" in left_out(made)


@pytest.mark.parametrize(
    ("term", "value", "message"),
    [
        ("educationalLevel", "Level 5", "no level"),
        ("hasCourseInstance", {"courseMode": "by post"}, "online, onsite and blended"),
        ("timeRequired", "six weeks", "ISO 8601"),
        ("numberOfCredits", {"value": "some"}, "number of credits"),
        ("offers", {"price": "95"}, "a price with a currency"),
        ("offers", {"category": "Free"}, "without a price"),
    ],
)
def test_what_cannot_be_read_exactly_is_left_out_with_a_reason(
    term: str, value: object, message: str
) -> None:
    made = imported({**sample_json("schema-org-minimal.json"), term: value})

    assert any(message in note.message for note in made.notes)
    assert main_of(made) == main_of(imported("schema-org-minimal.json"))


def test_a_page_without_json_ld_says_where_its_copy_for_programs_is() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/ld+json" href="/course.jsonld">'
        "</head><body>Course</body></html>"
    )

    with pytest.raises(DocumentError, match=r"/course\.jsonld"):
        imported(page)


def test_a_broken_block_does_not_spoil_the_others() -> None:
    text = (
        sample(PAGE)
        .decode()
        .replace("<head>", '<head><script type="application/ld+json">{"@type": "Course",}</script>')
    )

    made = imported(text)

    assert len(made.documents) == 3
    assert note_about(made, "script block 1").code == "IMPORT_VALUE_UNREAD"
