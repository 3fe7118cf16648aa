"""The planner's page: a plain form whose address is all that is said, and what stands on it."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from app.services.registry import Registry
from ctdl.documents import parse_document
from ctdl.pathways.reading import pathway_rules, read_pathway
from ctdl.pathways.rules import named_things
from ctdl.validation import validate
from tests.services.plans.shipped import (
    ANALYTICS,
    ANALYTICS_MASTER,
    SOFTWARE_ENGINEERING,
    SUPPLY_CHAIN,
    SUPPLY_CHAIN_MASTER,
    WEB_DEVELOPMENT,
)
from tests.site.pages import open_page

ASKED = f"target={SOFTWARE_ENGINEERING}&held={WEB_DEVELOPMENT}"
LISTED = f"target={ANALYTICS_MASTER}&held={ANALYTICS}"


def test_an_empty_form_asks_for_the_aim_and_for_what_is_held(client: FlaskClient) -> None:
    page = open_page(client, "/plan")

    form = page.one("form", id="plan-form")
    assert form.attributes.get("method", "get").lower() == "get"
    assert form.one("input", name="aim").attributes["value"] == ""
    assert form.one("input", name="find").attributes["value"] == ""


def test_the_plan_lists_what_is_missing_and_marks_what_is_held(client: FlaskClient) -> None:
    page = open_page(client, f"/plan?{ASKED}").one("main")

    assert len(page.one("ol", class_="plan-steps").all("li")) == 22
    assert "all 23 stated parts" in page.text
    assert "does not say whether all are needed" in page.text
    assert len(page.all("span", class_="plan-held")) == 1
    assert "never a promise" in page.text


def test_nothing_is_added_by_pressing_enter(client: FlaskClient) -> None:
    form = open_page(client, "/plan?aim=analytics&find=excel").one("form", id="plan-form")

    buttons = form.all("button")
    assert "name" not in buttons[0].attributes
    assert {each.attributes["name"] for each in buttons[1:]} == {"target", "held"}


def test_without_an_aim_it_shows_what_counts_towards_what(client: FlaskClient) -> None:
    page = open_page(client, f"/plan?held={SUPPLY_CHAIN}").one("main")

    assert "6 of the 6 parts that are listed for it are held" in page.text
    assert "what it asks for beyond them, is not stated" in page.text
    assert "All that is stated is held" not in page.text
    assert page.all("progress") == []
    assert "which is not a refusal" in page.text
    links = [each.attributes["href"] for each in page.all("a")]
    assert any(f"target={SUPPLY_CHAIN_MASTER}" in each for each in links)


def test_what_stands_against_it_is_said_in_words(client: FlaskClient) -> None:
    page = open_page(client, f"/plan?{ASKED}&max_hours=10").one("main")

    assert "There is no way there within what was asked." in page.text
    assert "10 hours" in page.text


def test_the_french_page_is_french(client: FlaskClient) -> None:
    page = open_page(client, f"/fr/plan?{ASKED}")

    assert page.one("html").attributes["lang"] == "fr"
    assert "23" in page.one("main").text
    assert "stated parts" not in page.text


def test_the_table_has_a_line_for_each_thing_to_add(client: FlaskClient) -> None:
    response = client.get(f"/plan.csv?{ASKED}")

    rows = [row for row in csv.DictReader(io.StringIO(response.text)) if row["row"] == "add"]
    assert len(rows) == 22
    assert all(row["name"] and row["id"] and row["counts"] for row in rows)


def test_the_pathway_can_be_published_and_read_again(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    response = client.get(f"/plan.jsonld?{ASKED}")

    document = parse_document(response.data)
    record = read_pathway(document)
    assert record is not None
    [end] = pathway_rules(record).destinations
    assert len(named_things(end.rule)) == 23
    assert not [each for each in validate(document) if each.severity == "error"]


def test_what_others_list_is_shown_to_choose_from_and_is_no_plan(client: FlaskClient) -> None:
    """The page said "15% of what is stated", and to take all 16 other courses in this order."""
    page = open_page(client, f"/plan?{LISTED}&order=cost").one("main")

    assert "3 of the 19 parts that are listed for it are held" in page.text
    assert "No price is stated for any of them, so none can be called the cheapest." in page.text
    assert page.all("ol", class_="plan-steps") == []
    assert "%" not in page.text
    rows = list(csv.DictReader(io.StringIO(client.get(f"/plan.csv?{LISTED}").text)))
    assert [row["row"] for row in rows].count("listed, not held") == 16
    assert client.get(f"/plan.jsonld?{LISTED}").status_code == 404


@pytest.mark.parametrize("name", ["csv", "json", "jsonld"])
def test_a_file_needs_a_target(client: FlaskClient, name: str) -> None:
    assert client.get(f"/plan.{name}").status_code == 400
    assert client.get(f"/plan.{name}?target=ce-1").status_code == 404
