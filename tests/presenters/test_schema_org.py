"""Records in the words of schema.org."""

import json
from typing import Any

import pytest

from app.presenters.schema_org import (
    Node,
    as_script,
    credential_node,
    level_node,
    list_node,
    record_node,
)
from app.services.summaries import Named
from ctdl.records import CredentialRecord, FrameworkRecord, LevelRecord
from tests.presenters.records import CREDENTIAL, PROVIDER, a_stored_record

BASE = "https://registry.test/"
PAGE = f"{BASE}credentials/{CREDENTIAL}"
NAMES = {PROVIDER: Named(PROVIDER, {"en": "Tallinn University"}, "ceterms:CredentialOrganization")}

pytestmark = pytest.mark.usefixtures("in_english")


def a_node(**properties: Any) -> Node:
    """The schema.org node of a record with these properties."""
    stored = a_stored_record(**properties)
    assert isinstance(stored.record, CredentialRecord)
    return credential_node(stored, stored.record, NAMES, BASE, PAGE)


def test_credential_is_an_educational_occupational_credential() -> None:
    node = a_node(ownedBy=[f"resources/{PROVIDER}"], inLanguage=["et"])

    assert node["@type"] == "EducationalOccupationalCredential"
    assert node["@id"] == f"{BASE}resources/{CREDENTIAL}"
    assert node["url"] == PAGE
    assert node["name"] == {"@value": "Data Analysis", "@language": "en"}
    assert node["inLanguage"] == "et"
    assert node["provider"]["@id"] == f"{BASE}resources/{PROVIDER}"


def test_course_is_a_course() -> None:
    assert a_node(type="ceterms:Course")["@type"] == "Course"


def test_what_is_not_stated_is_not_said() -> None:
    assert not {"offers", "inLanguage", "educationalLevel", "description"} & a_node().keys()


def test_name_cannot_end_the_script_element_early() -> None:
    script = as_script(a_node(name={"en": "</script><b>\u2028"}))

    assert "<" not in script
    assert "\u2028" not in script
    assert json.loads(script)["name"]["@value"] == "</script><b>\u2028"


def test_the_licence_and_the_publisher_are_of_the_data_not_of_the_course() -> None:
    node = a_node(provenance='{"default": {"licence": "CC BY 4.0"}}')

    assert node["sdLicense"] == "https://creativecommons.org/licenses/by/4.0/"
    assert node["sdPublisher"]["name"] == "The Publisher"
    assert "license" not in node
    assert "sdLicense" not in a_node(provenance='{"default": {"licence": "none stated"}}')


def test_a_course_says_how_many_hours_of_work_it_is() -> None:
    duration = {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT90M"}
    node = a_node(type="ceterms:Course", estimatedDuration=[duration])

    assert node["hasCourseInstance"] == {"@type": "CourseInstance", "courseWorkload": "PT1H30M"}


def test_a_skill_with_an_address_is_what_a_course_is_aligned_to() -> None:
    esco = "http://data.europa.eu/esco/skill/0001"
    skill = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {"en": "analyse data"},
        "ceterms:targetNode": esco,
    }
    node = a_node(type="ceterms:Course", teaches=[skill])

    name = {"@value": "analyse data", "@language": "en"}
    assert node["teaches"] == {"@type": "DefinedTerm", "@id": esco, "name": name}
    assert node["educationalAlignment"] == {
        "@type": "AlignmentObject",
        "alignmentType": "teaches",
        "targetName": name,
        "targetUrl": esco,
    }


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("ceterms:Pathway", "LearningResource"),
        ("skos:ConceptScheme", "DefinedTermSet"),
        ("ceterms:SupportService", None),
    ],
)
def test_another_record_is_what_schema_org_has_for_its_class(
    type_name: str, kind: str | None
) -> None:
    stored = a_stored_record(type=type_name)
    node = record_node(stored, BASE, PAGE)

    assert (node["@type"] if node else None) == kind


def test_a_level_is_a_term_of_its_framework() -> None:
    framework = FrameworkRecord(
        PROVIDER, "ceterms:QualificationsFramework", "eqf", {"en": "EQF"}, (), {}, None, (), (), ()
    )
    level = LevelRecord(CREDENTIAL, "5", {"en": "Level 5"}, {}, (), ())
    node = level_node(level, framework, BASE, PAGE)

    assert (node["@type"], node["termCode"]) == ("DefinedTerm", "5")
    assert node["inDefinedTermSet"]["@id"] == f"{BASE}resources/{PROVIDER}"


def test_a_list_has_its_entries_in_their_order() -> None:
    node = list_node([(PAGE, {"en": "One"}), (BASE, {"et": "Kaks"})], BASE, 70)

    assert node["numberOfItems"] == 70
    assert [(each["position"], each["url"]) for each in node["itemListElement"]] == [
        (1, PAGE),
        (2, BASE),
    ]
