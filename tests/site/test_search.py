"""The search page: state in the address, filters in place and as chips, help for empty lists."""

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.services.registry import Registry
from tests.site.pages import Element, ctids, open_page


def total_of(page: Element) -> int:
    """The number of results that the page states."""
    found = re.match(r"[\d,]+", page.one("p", role="status").text)
    return int(found[0].replace(",", "")) if found else 0


def ticked(page: Element) -> set[tuple[str, str]]:
    """The filters that are ticked in place."""
    return {
        (box.attributes["name"], box.attributes["value"])
        for box in page.all("input", type="checkbox")
        if "checked" in box.attributes
    }


def chips(page: Element) -> list[Element]:
    """The links that each remove one filter."""
    return [link for link in page.all("a") if link.text.startswith("Remove filter:")]


def test_heading_names_the_query_and_results_are_articles(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data")

    assert page.one("h1").text == "Results for “data”"
    assert len(page.all("article")) == 20
    assert len(page.all("form", role="search")) == 1


def test_facet_counts_equal_the_results_when_ticked(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data")

    for box in page.all("label", **{"class": "option"})[:12]:
        tick = box.one("input").attributes
        stated = int(re.findall(r"\(([\d,]+)\)", box.text)[-1].replace(",", ""))
        narrowed = open_page(client, f"/search?q=data&{tick['name']}={tick['value']}")
        assert total_of(narrowed) == stated, tick


def test_two_values_of_a_filter_are_alternatives_and_stay_ticked(client: FlaskClient) -> None:
    one = open_page(client, "/search?mode=online")
    other = open_page(client, "/search?mode=blended")
    both = open_page(client, "/search?mode=online&mode=blended")

    assert total_of(both) >= max(total_of(one), total_of(other))
    assert ticked(both) == {("mode", "online"), ("mode", "blended")}


def test_chip_removes_only_its_own_value(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data&mode=online&mode=blended&sort=name&page=1")

    address = next(chip for chip in chips(page) if "Online" in chip.text).attributes["href"]
    assert parse_qs(urlsplit(address).query) == {
        "q": ["data"],
        "mode": ["blended"],
        "sort": ["name"],
    }


def test_clear_all_is_there_only_when_something_is_to_clear(client: FlaskClient) -> None:
    plain = open_page(client, "/search?q=data")
    narrowed = open_page(client, "/search?q=data&mode=online")

    assert "Clear all filters" not in [link.text for link in plain.all("a")]
    assert "Clear all filters" in [link.text for link in narrowed.all("a")]


def test_pages_are_linked_and_the_current_one_is_named(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data&page=2")

    assert page.one("a", aria_current="page", aria_label="Page 2").text == "2"
    assert page.one("a", rel="next").attributes["href"].endswith("page=3")
    assert "page=" not in page.one("a", rel="prev").attributes["href"]


def test_page_beyond_the_end_is_not_found(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data&page=400", 404)

    assert page.one("h1").text == "There is no such page or record"


def test_nothing_found_offers_to_drop_the_filter_that_empties_the_list(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=zumba&mode=online&max_hours=1")

    assert page.one("p", role="status").text == "No results"
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert "What you can try" in [heading.text for heading in page.all("h2")]


def test_shortlist_is_kept_in_the_address_and_a_fifth_is_refused(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    five = ctids(loaded_registry, "family = 'credential'")[:5]
    query = "&".join(f"compare={ctid}" for ctid in five)

    page = open_page(client, f"/search?q=data&{query}")

    assert page.one("h2", id="tray-title").text == "Compare (4 of 4)"
    assert "nothing was dropped" in page.one("p", role="alert").text
    go = next(link for link in page.all("a") if link.text == "Compare now")
    assert parse_qs(urlsplit(go.attributes["href"]).query)["id"] == list(five[:4])


def test_removing_from_the_shortlist_leads_to_a_clean_address(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    one, other = ctids(loaded_registry, "family = 'credential'")[:2]

    answer = client.get(f"/search?q=data&compare={one}&compare={other}&remove={one}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/search?q=data&compare={other}"


def test_price_limit_without_a_currency_is_said_to_be_in_euros(client: FlaskClient) -> None:
    page = open_page(client, "/search?max_cost=300")

    assert any("up to 300 EUR" in chip.text for chip in chips(page))
    chosen = page.one("select", id="currency").all("option", selected="")
    assert [each.attributes["value"] for each in chosen] == ["EUR"]
    assert "No currency was chosen: prices are compared in euros." in page.text
    stated = open_page(client, "/search?max_cost=300&currency=EUR")
    assert "No currency was chosen" not in stated.text


def test_identifier_in_the_search_box_leads_to_its_record(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]

    answer = client.get(f"/fr/search?q=https://elsewhere.test/resources/{ctid}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/fr/credentials/{ctid}"


def test_markup_in_the_query_stays_text(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert page.one("h1").text == "Results for “<script>alert(1)</script>”"


def test_limit_that_is_no_number_is_answered_with_what_is_wrong(client: FlaskClient) -> None:
    page = open_page(client, "/search?max_hours=many", 400)

    assert "“many” is not a number" in page.one("main").text


@pytest.mark.parametrize(
    ("query", "says", "leads_to"),
    [
        ("q=data&mode=onlin", "“onlin” is no value of “mode”.", "/search?q=data&mode=online"),
        ("q=data&mode=banana", "online, in-person, blended", "/search?q=data"),
        ("q=data&language=zz9", "A value is written like es.", "/search?q=data"),
        ("country=XX1", "A value is written like IE.", "/search"),
        ("qa=maybe", "accreditation, approval", "/search"),
        ("q=data&levle=eqf:5", "no parameter “levle”", "/search?q=data&level=eqf:5"),
        ("q=data&colour=red", "no parameter “colour”", "/search?q=data"),
        ("q=data&sort=price", "relevance, name, newest", "/search?q=data"),
        ("q=data&unstated=titel", "price, hours, level", "/search?q=data"),
        ("q=data&level=eqf:55&sort=hour", "“hour” is", "/search?q=data&level=eqf:5&sort=hours"),
    ],
)
def test_what_no_search_can_be_asked_by_is_said_with_the_search_that_can(
    client: FlaskClient, query: str, says: str, leads_to: str
) -> None:
    page = open_page(client, f"/search?{query}", 400)

    assert says in page.text
    link = next(each for each in page.all("a") if each.text.startswith("Search with"))
    assert link.attributes["href"] == leads_to
    open_page(client, leads_to)


def test_every_format_of_the_page_is_linked_and_holds_the_same(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=chemistry&language=en-GB")
    links = {
        each.attributes["type"]: each.attributes["href"]
        for each in page.all("a")
        if "type" in each.attributes
    }

    answers = {name: client.get(address) for name, address in links.items()}
    assert {name: each.mimetype for name, each in answers.items()} == {
        name: name
        for name in (
            "application/json", "application/ld+json", "text/csv", "application/atom+xml",
        )
    }  # fmt: skip
    found = [each["iri"] for each in answers["application/json"].get_json()["items"]]
    listed = json.loads(answers["application/ld+json"].data)["itemListElement"]
    rows = csv.DictReader(io.StringIO(answers["text/csv"].text))
    assert found
    assert [each["item"]["@id"] for each in listed] == found == [row["iri"] for row in rows]
    assert len(page.all("article")) == len(found)


def test_what_is_only_near_is_counted_apart_and_no_result(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=carpenter")

    assert re.fullmatch(r"\d+ results? · \d+ only near", page.one("p", role="status").text)
    assert "Only near" in [heading.text for heading in page.all("h2")]


def test_what_mailings_hang_on_links_is_passed_over(client: FlaskClient) -> None:
    plain = client.get("/search?q=data")

    found = client.get("/search?q=data&utm_source=letter&fbclid=abc")

    assert found.status_code == 200
    assert found.text.count("<article") == plain.text.count("<article") > 0
