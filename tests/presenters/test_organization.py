"""The facts of an organization's page: what its form asks for is what its page says."""

from datetime import date
from typing import Any

import pytest

from app.presenters.facts import Fact
from app.presenters.organization import organization_page
from app.services.searching import SearchPage, SearchRequest
from ctdl.records import OrganizationRecord
from tests.presenters.records import a_stored_record

FILLED: dict[str, Any] = {
    "agentType": ["orgType:TrainingProvider", "orgType:Business"],
    "agentSectorType": ["agentSector:Public"],
    "email": ["office+desk@college.example", "not an address"],
    "address": [
        {
            "@type": "ceterms:Place",
            "ceterms:addressCountry": {"en": "New Zealand"},
            "ceterms:addressRegion": {"en": "Waikato"},
            "ceterms:addressLocality": {"en": "Hamilton"},
        }
    ],
}


def facts(**properties: Any) -> dict[str, Fact]:
    stored = a_stored_record(type="ceterms:CredentialOrganization", **properties)
    record = stored.record
    assert isinstance(record, OrganizationRecord)
    nothing = SearchPage(SearchRequest(), 0, 0, (), {}, None, False, False, (), 0)
    page = organization_page(stored, record, (), (), nothing, date(2026, 11, 22), 1)
    return {each.key: each for each in page.facts}


def words(fact: Fact) -> list[str]:
    return [str(value.text) for value in fact.values]


@pytest.mark.usefixtures("in_english")
def test_what_the_form_demands_is_on_the_page_with_its_source() -> None:
    shown = facts(**FILLED)

    assert words(shown["kind"]) == ["Education and Training Provider", "Business"]
    assert words(shown["sector"]) == ["Public"]
    assert words(shown["place"]) == ["Hamilton", "Waikato"]
    assert words(shown["country"]) == ["New Zealand"]
    assert all(shown[key].evidence for key in ("kind", "sector", "place", "email"))


@pytest.mark.usefixtures("in_french")
def test_kind_and_sector_are_said_in_french() -> None:
    shown = facts(**FILLED)

    assert words(shown["kind"]) == ["Organisme de formation", "Entreprise"]
    assert shown["kind"].label == "Genre d’organisme"


@pytest.mark.usefixtures("in_english")
def test_address_that_is_none_is_shown_without_a_link() -> None:
    links = {str(value.text): value.link for value in facts(**FILLED)["email"].values}

    written = links["office+desk@college.example"]
    assert written is not None
    assert written.url == "mailto:office+desk@college.example"
    assert links["not an address"] is None


@pytest.mark.usefixtures("in_english")
def test_what_nobody_states_is_there_as_not_stated() -> None:
    shown = facts()

    assert not any(shown[key].is_stated for key in ("kind", "sector", "place", "email"))
