"""The page of a quality assurance statement: a sentence to read, not a list of terms."""

from typing import Any

import pytest

from app.presenters.facts import Fact
from app.presenters.record import RecordPage, record_page
from app.services.summaries import Named
from ctdl.ctid import CTID
from tests.presenters.records import PARENT, PROVIDER, a_stored_record

NAMES = {
    PROVIDER: Named(PROVIDER, {"en": "Quality Agency"}, "ceterms:QACredentialOrganization"),
    PARENT: Named(PARENT, {"en": "Farming by Drone"}, "ceterms:MicroCredential"),
}


def a_page(names: dict[CTID, Named] | None = None, **properties: Any) -> RecordPage:
    stated = {
        "name": {"en": "Accreditation"},
        "actingAgent": [f"resources/{PROVIDER}"],
        "object": f"resources/{PARENT}",
        "startDate": "2026-01-01",
        "endDate": "2029-12-31",
        **properties,
    }
    stored = a_stored_record(type="ceterms:AccreditAction", **stated)
    return record_page(stored, NAMES if names is None else names)


def told(page: RecordPage) -> dict[str, Fact]:
    return {each.label: each for each in page.statement}


def words(fact: Fact) -> list[str]:
    return [str(each.text) for each in fact.values]


@pytest.mark.usefixtures("in_english")
def test_statement_says_who_did_what_about_which_and_when() -> None:
    page = a_page()
    facts = told(page)

    assert str(page.title) == "Accreditation of Farming by Drone by Quality Agency"
    assert words(facts["What was done"]) == ["Accreditation"]
    assert words(facts["By whom"]) == ["Quality Agency"]
    assert words(facts["Of what"]) == ["Farming by Drone"]
    assert words(facts["Dates"]) == ["1 January 2026 to 31 December 2029"]
    assert facts["By whom"].values[0].link is not None
    assert facts["Of what"].values[0].link is not None
    assert page.facts == ()


@pytest.mark.usefixtures("in_english")
def test_status_evidence_and_conditions_are_in_words_too() -> None:
    page = a_page(
        actionStatusType="actionStat:FailedActionStatus",
        evidenceOfAction=["https://agency.example/decisions/14"],
        description={"en": "For the online form only."},
    )
    facts = told(page)

    assert words(facts["Status"]) == ["Failed or refused"]
    assert words(facts["Conditions"]) == ["For the online form only."]
    [evidence] = facts["Evidence"].values
    assert evidence.link is not None
    assert evidence.link.url == "https://agency.example/decisions/14"
    assert page.facts == ()


@pytest.mark.usefixtures("in_english")
def test_statement_with_a_name_of_its_own_keeps_it() -> None:
    assert str(a_page(name={"en": "Decision 14"}).title) == "Decision 14"


@pytest.mark.usefixtures("in_english")
def test_what_has_no_record_here_is_not_named_in_the_title() -> None:
    assert str(a_page({PARENT: NAMES[PARENT]}).title) == "Accreditation of Farming by Drone"


@pytest.mark.usefixtures("in_french")
def test_statement_is_told_in_french() -> None:
    page = a_page(actionStatusType="actionStat:ActiveActionStatus")

    assert str(page.title) == "Accréditation de Farming by Drone par Quality Agency"
    assert words(told(page)["État"]) == ["En vigueur"]
