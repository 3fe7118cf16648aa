"""The page of precedents and its answer for programs."""

from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services.registry import set_up
from tests.services.decisions import (
    BADGE,
    COLLEGE,
    DEGREE,
    FROM,
    REFUSED,
    an_agreement,
    known,
    owned_by,
)
from tests.services.stacking.credentials import a_transfer, towards
from tests.support.documents import ctid_of

CTID = ctid_of(BADGE)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a registry where one college accepts a badge for some time; only to read."""
    home = tmp_path_factory.mktemp("precedents") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    dated = {"startDate": "2020-01-01", "endDate": "2024-06-30"}
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **dated),
        an_agreement("no", **REFUSED, **owned_by(COLLEGE)),
    )
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()
    registry.close()


def page(client: FlaskClient, query: str = "", prefix: str = "") -> str:
    return unescape(client.get(f"{prefix}/credentials/{CTID}/precedents{query}").text)


def test_each_decision_says_what_who_until_when_and_whether_it_holds(client: FlaskClient) -> None:
    shown = page(client, "?asof=2023-01-01")

    assert "Transfer one" in shown
    assert "1 January 2020 to 30 June 2024" in shown
    assert "Holds on this day" in shown
    assert "Refused" in shown
    assert "Who is not named here has not assessed it" in shown
    assert "Over: it ended before this day" in page(client, "?asof=2025-01-01")


def test_nothing_on_record_is_not_assessed_and_no_refusal(client: FlaskClient) -> None:
    shown = unescape(client.get(f"/credentials/{ctid_of(DEGREE)}/precedents").text)

    assert "not assessed, as far as is known here. It is no refusal." in shown


def test_one_institution_is_answered_for_in_a_sentence(client: FlaskClient) -> None:
    assert "Not assessed: no record here says that Elsewhere U has decided about it" in page(
        client, "?receiver=Elsewhere+U"
    )
    assert "is recorded to accept it and to refuse it" in page(
        client, "?receiver=Receiving+College&asof=2023-01-01"
    )
    assert "nothing that is read here settles what Receiving College decided" in page(
        client, "?receiver=Receiving+College&asof=2025-01-01"
    )
    assert "Receiving College is recorded to refuse it." in page(
        client, "?receiver=Receiving+College"
    )


def test_who_may_be_meant_is_offered_as_links(client: FlaskClient) -> None:
    shown = page(client, "?receiver=Receiving&asof=2023-01-01")
    french = page(client, "?receiver=Receiving&asof=2023-01-01", prefix="/fr")

    assert "No institution here is called just “Receiving”. Did you mean one of these?" in shown
    assert f"asof=2023-01-01&receiver={COLLEGE}" in shown
    assert "Did you mean" not in french
    found = client.get(f"/api/v1/credentials/{CTID}/precedents?receiver=Receiving").get_json()
    assert found["verdict"] == "unclear"
    assert {"ctid": COLLEGE, "name": "Receiving College"} in found["candidates"]


@pytest.mark.parametrize("asof", ["soon", "2023-02-30", "<b>" * 300])
def test_what_is_no_day_is_said_beside_its_field(client: FlaskClient, asof: str) -> None:
    answer = client.get(f"/credentials/{CTID}/precedents", query_string={"asof": asof})

    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert "<b><b>" not in answer.text


def test_a_name_of_any_length_and_signs_is_looked_up_and_escaped(client: FlaskClient) -> None:
    answer = client.get(
        f"/credentials/{CTID}/precedents", query_string={"receiver": "<script>%(x)s%" * 100}
    )

    assert answer.status_code == 200
    assert "<script>%" not in answer.text


def test_the_record_leads_to_its_precedents_and_they_to_it(client: FlaskClient) -> None:
    assert f"/credentials/{CTID}/precedents" in client.get(f"/credentials/{CTID}").text
    assert f'href="/credentials/{CTID}"' in page(client)


def test_programs_get_the_same(client: FlaskClient) -> None:
    address = f"/api/v1/credentials/{CTID}/precedents"
    found = client.get(f"{address}?asof=2023-01-01&receiver={COLLEGE}").get_json()

    assert found["verdict"] == "disputed"
    assert found["receiver"] == {"ctid": COLLEGE, "name": "Receiving College"}
    by_decision = {each["decision"]: each for each in found["precedents"]}
    accepted = by_decision["accepted"]
    assert (accepted["from"], accepted["until"]) == ("2020-01-01", "2024-06-30")
    assert (accepted["good"], accepted["standing"]) == (True, "in force")
    assert accepted["receiver"]["ctid"] == COLLEGE
    assert by_decision["refused"]["good"] is None
    assert client.get(f"{address}?asof=soon").status_code == 400
    assert client.get(f"{address}?receiver={'x' * 301}").status_code == 400
    assert client.get(f"/api/v1/credentials/{COLLEGE}/precedents").status_code == 404


def test_an_organization_has_no_precedents_of_its_own(client: FlaskClient) -> None:
    answer = client.get(f"/credentials/{COLLEGE}/precedents")

    assert answer.status_code in (301, 302, 303)
    assert answer.location.endswith(f"/organizations/{COLLEGE}")
