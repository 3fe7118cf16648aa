"""Records in the words of schema.org."""

import json
from typing import Any

import pytest

from app.presenters.schema_org import Node, as_script, credential_node
from app.services.summaries import Named
from ctdl.records import CredentialRecord
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
