"""The journeys of an assessor through the pages: a date, the events, the chain (A2, A3, A4)."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.assurance import assurance_on
from app.services.publishing import OPERATOR
from app.services.registry import Registry, set_up
from ctdl.assurance import MOST_CLAIMS
from ctdl.ctid import derive_ctid
from tests.assurance.worlds import World, publish, worlds
from tests.support.documents import a_credential, an_organization, ctid_of

HARD = "Programme report valid, system accreditation began later"
BROKEN = "The agency lost its own recognition"
CHAIN = "A chain of four up to a root"
REVOKED = "Revoked and given again"
NOTHING = "Nothing is stated"
COPIED = "Read before it ended"
OWN_ENDED = "Its own approval ended, its provider is recognised"
AGENCY = "The body that vouches for the agency was read before its end"
RENAMED = "The agency was recognised under its former name"
DISAGREEING = "The provider's dates differ from the agency's"


@pytest.fixture(scope="module")
def world_of() -> dict[str, World]:
    """The worlds of the decision table, by title."""
    return {each.title: each for each in worlds()}


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, world_of: dict[str, World]
) -> Iterator[FlaskClient]:
    """A client of a registry with the worlds named here; only to read."""
    home = tmp_path_factory.mktemp("assurance") / "home"
    registry = set_up(Settings(home=home, base_url="https://registry.test"))
    for title in (
        HARD,
        BROKEN,
        CHAIN,
        REVOKED,
        NOTHING,
        DISAGREEING,
        COPIED,
        OWN_ENDED,
        AGENCY,
        RENAMED,
    ):
        publish(registry, world_of[title])
    views.catch_up(registry)
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()
    registry.close()


def _page(client: FlaskClient, world: World, asof: str = "", prefix: str = "") -> str:
    query = f"?asof={asof}" if asof else ""
    return unescape(client.get(f"{prefix}/credentials/{world.asked_about}{query}").text)


def test_a_date_is_answered_on_the_page_with_what_did_not_cover_it(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = _page(client, world_of[HARD], "2017-06-01")

    assert "not covered by accreditation of its provider Northern College" in page
    assert "covered by accreditation of the programme Data Science Programme" in page
    assert "(27 September 2013 to 30 September 2019), with conditions" in page
    assert 'value="2017-06-01"' in page
    assert "Assured on 1 January 2020" in _page(client, world_of[HARD], "2020-01-01")
    ended = _page(client, world_of[HARD], "2025-01-01")
    assert "Not assured on 1 January 2025" in ended
    assert "ended on 30 September 2024" in ended


@pytest.mark.parametrize("typed", ["yesterday", "2023-02-30", "20230501", "2023-5-1", "<b>" * 300])
def test_what_is_no_day_is_said_beside_the_field_on_a_page_of_status_400(
    client: FlaskClient, world_of: dict[str, World], typed: str
) -> None:
    response = client.get(
        f"/credentials/{world_of[HARD].asked_about}", query_string={"asof": typed}
    )

    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.text
    assert "such as 2023-05-01" in response.text
    assert "<b><b>" not in response.text
    assert "assurance-answer" not in response.text
    assert 'id="chain"' not in response.text


def test_what_is_no_day_gets_no_answer_of_another_day(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = client.get(f"/credentials/{world_of[HARD].asked_about}?asof=2023-02-30").text

    assert 'value="2023-02-30"' in page
    for said in ("Assured", "Not assured on", "Unknown on", "Statements relied on"):
        assert said not in page


def test_a_copy_of_the_agencys_register_is_told_from_its_own_word(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    copied = _page(client, world_of[COPIED], "2015-01-01")
    assert "the agency's word in a copy: State Agency register" in copied
    assert "the agency says so itself" not in copied

    own = _page(client, world_of[HARD], "2017-06-01")
    assert "the agency says so itself" in own
    assert "in a copy" not in own


def test_what_no_longer_holds_of_the_credential_itself_is_said_first_and_drawn(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    world = world_of[OWN_ENDED]

    page = _page(client, world, "2021-01-01")

    assert "Assured (of the provider)" in page
    drawn = page[page.index('aria-label="No longer holds"') : page.index('<ol class="assurance-')]
    assert "No longer holds:" in drawn
    assert "is approved by" in drawn
    assert "ended on 31 December 2019" in drawn
    data = client.get(f"/api/v1/credentials/{world.asked_about}/qa?asof=2021-01-01").get_json()
    [link] = data["no_longer"]
    assert (link["kind"], link["state"], link["unbroken"]) == ("approval", "ended", False)
    assert [each["state"] for each in data["chain"]] == ["stated", "holds"]
    before = client.get(f"/api/v1/credentials/{world.asked_about}/qa?asof=2015-01-01").get_json()
    assert before["no_longer"] == []


def test_a_step_that_was_read_before_its_end_is_not_drawn_as_broken(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    world = world_of[AGENCY]

    found = client.get(f"/api/v1/credentials/{world.asked_about}/qa?asof=2021-01-01").get_json()

    assert found["chain"][-1]["unbroken"] is None
    assert found["chain"][-1]["state"] == "renewal unknown"
    assert "was read before" not in found["sentence"]
    assert "chain-broken" not in found["gap_codes"]
    assert "Broken:" not in _page(client, world, "2021-01-01")


def test_the_chain_goes_on_through_the_former_name_of_an_agency(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    world = world_of[RENAMED]

    def chain(day: str) -> list[tuple[str, str, str]]:
        found = client.get(f"/api/v1/credentials/{world.asked_about}/qa?asof={day}").get_json()
        return [(each["from"]["name"], each["kind"], each["to"]["name"]) for each in found["chain"]]

    assert chain("2015-01-01")[2:] == [
        ("New Agency", "before", "Old Agency"),
        ("Old Agency", "recognition", "Register of Agencies"),
    ]
    assert chain("2021-01-01")[2:] == []
    page = _page(client, world, "2015-01-01")
    assert "Stated by New Agency" in page[page.index("has followed") :]


def test_without_any_statement_the_answer_is_unknown_with_what_is_missing(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = _page(client, world_of[NOTHING], "2020-01-01")

    assert "Unknown on 1 January 2020" in page
    assert "Unknown does not mean no" in page
    assert "No record here says who accredits, approves, recognises or regulates it" in page


def test_events_stand_newest_first_and_those_that_were_replaced_are_labelled(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = _page(client, world_of[REVOKED], "2022-01-01")

    timeline = page[page.index('class="assurance-events"') :]
    stamps = re.findall(r'<time datetime="([^"]+)"', timeline[: timeline.index("</ol>")])
    assert stamps == sorted(stamps, reverse=True)
    assert "2018-01-01" in stamps
    assert "(Revoked later)" in timeline
    assert f"/records/{world_of[REVOKED].ctid('statement 1')}" in timeline


def test_the_word_that_was_outweighed_stays_and_is_labelled(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = _page(client, world_of[DISAGREEING], "2025-01-01")

    assert "Not assured on 1 January 2025" in page
    assert "Outweighed by a source nearer to the agency" in page
    assert "Sources disagree: as Northern College states" in page


def test_a_broken_chain_is_said_in_words_and_turns_the_badge(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    whole = _page(client, world_of[BROKEN], "2017-01-01")
    broken = _page(client, world_of[BROKEN], "2019-01-01")

    assert "Broken:" not in whole
    assert "Quality assurance not confirmed" not in whole
    assert "The chain is broken between State Agency and Register of Agencies" in broken
    assert "Quality assurance not confirmed" in broken
    assert "Assured on 1 January 2019" in broken


def test_each_link_of_a_chain_has_its_dates_its_check_and_a_way_to_its_record(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    page = _page(client, world_of[CHAIN], "2019-01-01")

    chain = page[page.index('class="assurance-chain"') :]
    chain = chain[: chain.index("</ol>")]
    links = chain.split("<li ")[1:]
    assert len(links) == 5
    for link, party in zip(
        links[1:4], ("State Agency", "Register of Agencies", "Ministry"), strict=True
    ):
        assert party in link
        assert "Last checked: 1 March 2024" in link
        assert "/records/ce-" in link
    assert "Here the chain ends: " in links[4]


def test_the_question_is_kept_with_the_rest_of_the_address_and_in_the_other_language(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    ctid = world_of[HARD].asked_about
    page = client.get(f"/credentials/{ctid}?asof=2020-01-01&levels_in=eqf").text

    assert '<input type="hidden" name="levels_in" value="eqf">' in page
    assert f"/fr/credentials/{ctid}?asof=2020-01-01" in page
    assert "1 janvier 2020" in _page(client, world_of[HARD], "2020-01-01", "/fr")


def test_the_api_has_the_answer_in_the_shape_that_clients_depend_on(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    ctid = world_of[BROKEN].asked_about
    found = client.get(f"/api/v1/credentials/{ctid}/qa?asof=2019-01-01").get_json()

    assert (found["ctid"], found["asof"]) == (ctid, "2019-01-01")
    assert (found["status"], found["of"]) == ("assured", "provider")
    [statement] = found["statements"]
    assert statement["kind"] == "accreditation"
    assert statement["by"] == {
        "ctid": world_of[BROKEN].ctid("State Agency"),
        "name": "State Agency",
        "iri": None,
    }
    assert (statement["from"], statement["until"]) == ("2015-01-01", "2025-12-31")
    assert statement["asserted_by"]["name"] == "State Agency"
    assert statement["confirmed_by_agency"] is True
    assert statement["relied_on"] is True
    assert [link["unbroken"] for link in found["chain"]] == [True, True, False]
    assert [link["to"]["name"] for link in found["chain"]][-1] == "Register of Agencies"
    assert "chain-broken" in found["gap_codes"]
    french = client.get(f"/api/v1/credentials/{ctid}/qa?asof=2019-01-01&lang=fr").get_json()
    assert french["status"] == "assured"
    assert french["sentence"] != found["sentence"]


@pytest.mark.parametrize("asof", ["2019-13-01", "x" * 2_000, "2019", "٢٠١٩-٠١-٠١"])
def test_the_api_refuses_what_is_no_day(
    client: FlaskClient, world_of: dict[str, World], asof: str
) -> None:
    response = client.get(
        f"/api/v1/credentials/{world_of[BROKEN].asked_about}/qa", query_string={"asof": asof}
    )

    assert response.status_code == 400
    assert "year, month and day" in response.get_json()["errors"]["asof"][0]


def test_of_more_than_can_be_weighed_the_answer_says_so(registry: Registry) -> None:
    agency, document = derive_ctid("test:many"), a_credential()
    action = {
        "@type": "ceterms:AccreditAction",
        "ceterms:actingAgent": [f"resources/{agency}"],
        "ceterms:startDate": "2015-01-01",
    }
    document["@graph"][0]["ceterms:relatedAction"] = [dict(action) for _ in range(MOST_CLAIMS + 1)]
    publishing.publish(registry, an_organization("Agency", agency), OPERATOR)
    publishing.publish(registry, document, OPERATOR)
    views.catch_up(registry)

    found = assurance_on(registry, ctid_of(document), date(2020, 1, 1))

    assert found.status == "assured"
    assert "too-many" in [gap.code for gap in found.gaps]
    assert len(found.statements) <= MOST_CLAIMS


def test_organizations_are_answered_for_too(
    client: FlaskClient, world_of: dict[str, World]
) -> None:
    agency = world_of[BROKEN].ctid("State Agency")

    page = unescape(client.get(f"/organizations/{agency}?asof=2019-01-01").text)
    found = client.get(f"/api/v1/organizations/{agency}/qa?asof=2015-01-01").get_json()

    assert "Not assured on 1 January 2019: recognition of State Agency" in page
    assert (found["status"], found["of"]) == ("assured", "provider")
