"""The list of pathways and the page of one: what is stated solid, what is suggested dashed."""

import pytest
from flask.testing import FlaskClient

from tests.services.plans.shipped import SUPPLY_CHAIN, SUPPLY_CHAIN_MASTER
from tests.site.pages import open_page

COUNSELLING = "ce-ff51b082-013e-484c-a861-9a69162af8d6"
NEXT_COUNSELLING = "ce-880123ea-c337-4a8f-b57b-f3b84b1fcc93"
DIPLOMA = "ce-3a0d1a97-1cff-4073-a17a-a86715bf8b3e"


def test_a_suggested_step_is_dashed_and_listed_apart(client: FlaskClient) -> None:
    """It was on the record's page only; the pathway of this record was empty."""
    page = open_page(client, f"/pathways/{COUNSELLING}").one("main")

    assert len(page.all("g", class_="edge suggested")) == 1
    assert page.all("g", class_="edge asserted") == []
    suggested = page.one("ul", class_="entries stacks-suggested")
    assert any(NEXT_COUNSELLING in each.attributes["href"] for each in suggested.all("a"))
    assert "1 suggested (dashed)" in page.text
    assert "No record states that this counts towards something." in page.text


def test_what_follows_from_shared_courses_is_not_called_stated(client: FlaskClient) -> None:
    """The editors had put "prepares for" into the record of this MicroMasters."""
    page = open_page(client, f"/pathways/{SUPPLY_CHAIN}").one("main")

    assert len(page.all("g", class_="edge suggested")) == 1
    record = open_page(client, f"/credentials/{SUPPLY_CHAIN}").one("section", id="stacking")
    assert "Prepares for" not in record.text
    assert "6 of its 6 parts are stated to be parts of the other one" in record.text
    suggested = record.one("ul", class_="entries stacks-suggested")
    assert any(SUPPLY_CHAIN_MASTER in each.attributes["href"] for each in suggested.all("a"))


def test_what_a_transfer_value_states_is_on_the_page_of_the_pathway(client: FlaskClient) -> None:
    """It said that no record states that this counts towards something; two transfers do."""
    page = open_page(client, f"/pathways/{SUPPLY_CHAIN}").one("main")

    assert "No record states" not in page.text
    titles = page.one("ul", class_="entries stacks-stated").text
    assert "Hong Kong Polytechnic University" in titles
    assert "Harvard Extension School" in titles


@pytest.mark.parametrize("words", ["nursing", "massey", "MASSEY ec", "supply chain massachusetts"])
def test_pathways_are_found_by_name_and_provider(client: FlaskClient, words: str) -> None:
    page = open_page(client, f"/pathways?q={words.replace(' ', '+')}").one("main")

    assert page.one("input", name="q").attributes["value"] == words
    status = page.one("p", role="status").text
    found, _, of = status.split(" pathways")[0].partition(" of ")
    assert int(found) < int(of)
    entries = page.one("ul", class_="entries").all("li") if int(found) else []
    assert len(entries) == min(int(found), 30)
    for each in entries:
        named = each.text.casefold()
        assert all(word in named for word in words.casefold().split())


def test_the_words_stay_on_the_further_pages(client: FlaskClient) -> None:
    page = open_page(client, "/pathways?q=massey").one("main")

    links = [each.attributes["href"] for each in page.one("ul", class_="paging").all("a")]
    assert links
    assert all("q=massey" in each for each in links)


@pytest.mark.parametrize("words", ["zzzz", "%27%22%3Cscript%3E", "%E2%80%AE"])
def test_words_that_find_nothing_say_so(client: FlaskClient, words: str) -> None:
    response = client.get(f"/pathways?q={words}")

    assert response.status_code == 200
    assert "<script>" not in response.text


def test_what_bars_each_other_is_not_called_all_of_these(client: FlaskClient) -> None:
    [target] = [
        each.attributes["href"]
        for each in open_page(client, f"/pathways/{DIPLOMA}").one("main").all("a")
        if "/pathways/ce-" in each.attributes["href"]
    ]
    text = open_page(client, target).one("main").text

    assert "Not together" in text
    assert " with CMI Unit" in text
    assert "Not together All of these" not in " ".join(text.split())
