"""The planner's form: what is wrong with it is said at the field, and nothing is planned then."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from tests.services.plans.shipped import ANALYTICS, UNKNOWN
from tests.site.pages import open_page

CMI = "ce-3a0d1a97-1cff-4073-a17a-a86715bf8b3e"
CISSP = "ce-5e21557d-9f0a-4f17-97cb-a2b2649bbac2"
WINTEC = "ce-0aa0ca81-8fe2-4c3e-ae71-ab00831ec9b4"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("max_cost=500", "currency"),
        ("max_cost=much&currency=EUR", "max_cost"),
        ("currency=ZZZ", "currency"),
        ("language=klingon", "language"),
        ("finish=soon", "finish"),
        ("asof=2026-13-01", "asof"),
        ("mode=by+mail", "mode"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client: FlaskClient, query: str, field: str) -> None:
    response = client.get(f"/plan?target={CMI}&{query}")

    assert response.status_code == 400
    assert f'id="plan-{field}-error"' in response.text
    assert f'href="#plan-{field}"' in response.text
    assert 'id="result"' in response.text
    assert "plan-one" not in response.text


def test_the_address_of_a_form_has_no_empty_fields(client: FlaskClient) -> None:
    response = client.get(f"/plan?target={CMI}&held=&currency=&aim=&mode=+&order=things")

    assert response.status_code == 302
    assert response.location == f"/plan?target={CMI}&order=things"


def test_only_one_aim_is_looked_at_and_that_is_said(client: FlaskClient) -> None:
    text = open_page(client, f"/plan?target={CMI}&target={CISSP}").one("main").text

    assert "One aim at a time" in text
    assert CISSP in text


def test_what_is_held_already_needs_no_plan(client: FlaskClient) -> None:
    main = open_page(client, f"/plan?target={CMI}&held={CMI}").one("main")

    assert "You hold it." in main.text
    assert not main.all("ol", class_="plan-steps")
    assert any(each.attributes["href"] == f"/plan?held={CMI}" for each in main.all("a"))


def test_where_nothing_is_stated_nothing_was_found_but_itself(client: FlaskClient) -> None:
    main = open_page(client, f"/plan?target={CISSP}").one("main")

    assert "No requirements and no parts are stated" in main.text
    assert "was found" not in main.text
    assert len(main.one("ol", class_="plan-steps").all("li")) == 1


def test_a_limit_that_nothing_says_it_keeps_leads_to_what_does_not_state_it(
    client: FlaskClient,
) -> None:
    main = open_page(client, f"/plan?target={CMI}&max_cost=500&currency=GBP").one("main")

    assert "None of the 26 things that can be added states a price" in main.text
    assert "500 GBP" in main.text
    links = [each.attributes["href"] for each in main.all("a")]
    assert any("unstated=1" in each and "max_cost=500" in each for each in links)


def test_a_day_before_that_of_the_plan_is_said(client: FlaskClient) -> None:
    text = open_page(client, f"/plan?target={CMI}&finish=2020-01-01&asof=2026-05-01").text

    assert "before the day of the plan, 1 May 2026" in text
    assert "Rules as of 1 May 2026" in text


def test_further_plans_say_how_they_differ_and_no_order_is_offered_that_nothing_tells(
    client: FlaskClient,
) -> None:
    main = open_page(client, f"/plan?target={CMI}").one("main")

    summaries = [each.text for each in main.all("summary") if each.text.startswith("Plan ")]
    assert len(summaries) == 4
    assert len(set(summaries)) == 4
    assert all("in place of" in each for each in summaries)
    assert "Cheapest: nothing to choose from states a price" in main.text
    assert "Shortest: nothing to choose from states hours" in main.text


def test_an_occupation_can_be_aimed_at_in_both_languages(client: FlaskClient) -> None:
    english = open_page(client, "/plan?aim=data+analyst").one("form", id="plan-form")
    french = open_page(client, "/fr/plan?aim=d%C3%A9veloppeur+web").one("form", id="plan-form")

    for form in (english, french):
        aims = [each for each in form.all("button") if each.attributes.get("name") == "target"]
        assert aims[0].attributes["value"].startswith("occupation/")


def test_the_form_leads_on_to_its_answer(client: FlaskClient) -> None:
    page = open_page(client, f"/plan?target={CMI}")

    assert page.one("form", id="plan-form").attributes["action"] == "/plan#result"
    assert page.one("section", id="result").attributes["tabindex"] == "-1"


def test_the_table_has_the_question_and_the_outcome(client: FlaskClient) -> None:
    asked = f"target={CMI}&held={ANALYTICS}&held={UNKNOWN}&max_cost=5&currency=GBP"
    rows = list(csv.DictReader(io.StringIO(client.get(f"/plan.csv?{asked}").text)))

    assert [each["row"] for each in rows[:3]] == ["target", "held", "refused"]
    assert rows[0]["note"] == "There is no way there within what was asked."
    assert rows[1]["id"].endswith(ANALYTICS)
    assert rows[2]["id"] == UNKNOWN
    assert [each for each in rows if each["row"] == "broken" and "5 GBP" in each["note"]]


def test_the_table_has_totals_and_rules(client: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"/plan.csv?target={CMI}").text)))

    kinds = {each["row"] for each in rows if each["plan"] == "1"}
    assert kinds == {"add", "total", "rule"}
    [total] = [each for each in rows if each["row"] == "total" and each["plan"] == "1"]
    assert "37 RQF" in total["credits"]


def test_a_pathway_of_a_plan_names_nothing_here_that_is_not_here(client: FlaskClient) -> None:
    document = json.loads(client.get(f"/plan.jsonld?target={CMI}").text)

    own = {each["@id"] for each in document["@graph"]}
    assert all(each.startswith(("urn:uuid:", "_:")) for each in own)
    addresses = set(_addresses(document["@graph"]))
    assert addresses
    for each in addresses:
        assert client.get(each).status_code == 200, each
    assert "not published" in json.dumps(document["@graph"][0]["ceterms:description"])


def test_a_plan_towards_an_occupation_is_a_pathway_to_its_address(client: FlaskClient) -> None:
    occupation = "occupation/d3edb8f8-3a06-47a0-8fb9-9b212c006aa2"
    document = json.loads(client.get(f"/plan.jsonld?target={occupation}").text)

    proxies = [each for node in document["@graph"] for each in node.get("ceterms:proxyFor", ())]
    assert f"http://data.europa.eu/esco/{occupation}" in proxies


def _addresses(value: object) -> list[str]:
    if isinstance(value, dict):
        return [each for one in value.values() for each in _addresses(one)]
    if isinstance(value, list):
        return [each for one in value for each in _addresses(one)]
    found = isinstance(value, str) and "/resources/ce-" in value
    return [str(value)[str(value).index("/resources/") :]] if found else []


def test_what_a_course_asks_for_in_words_stands_with_it_once(client: FlaskClient) -> None:
    main = open_page(client, f"/plan?target={WINTEC}").one("main")

    assert not main.all("ul", class_="plan-remarks")
    assert "To be settled with the provider: COMP502" not in main.text
