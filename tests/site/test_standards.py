"""Standards, and credentials held against them, as readers see them."""

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app.services.registry import Registry
from ctdl.standards import KINDS, STANDARDS
from tests.site.pages import Element, ctids, open_page

NO_APPROVAL = "a check, not an approval"
FRAMEWORKS = ("nzqcf", "nfq-ie", "scqf", "eqf")


def matrix(client: FlaskClient, ctid: str, *standards: str) -> Element:
    """The page of a credential held against these standards."""
    query = "&".join(f"standard={each}" for each in standards)
    return open_page(client, f"/credentials/{ctid}/conformance?{query}")


def test_the_list_shows_every_standard_by_kind(client: FlaskClient) -> None:
    page = open_page(client, "/standards")

    assert NO_APPROVAL in page.text
    for kind in KINDS:
        section = page.one("section", aria_labelledby=f"group-{kind}")
        links = {each.attributes["href"] for each in section.all("a")}
        of_kind = [each for each in STANDARDS.values() if each.kind == kind]
        assert {f"/standards/{each.id}" for each in of_kind} <= links
        assert ("records meet its elements" in section.text) == (kind != "definition")


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_standard_shows_each_element_with_its_rule_and_figures(
    client: FlaskClient, standard: str
) -> None:
    page = open_page(client, f"/standards/{standard}")

    known = STANDARDS[standard]
    assert NO_APPROVAL in page.text
    rows = page.one("table").one("tbody").all("tr")
    assert len(rows) == len(known.elements)
    for element, row in zip(known.elements, rows, strict=True):
        shown = page.one("li", id=f"element-{element.id}")
        assert " ".join(element.rule.split()) in shown.text
        assert " ".join(element.source.split()) in shown.text
        assert len(row.all("td")) == 6
        assert row.all("rect")


def test_a_standard_leads_to_the_records_that_meet_its_elements(client: FlaskClient) -> None:
    page = open_page(client, "/standards/1edtech-ob3")
    link = next(each for each in page.all("a") if "that meet its elements" in each.text)

    found = open_page(client, link.attributes["href"])

    stated = "".join(filter(str.isdigit, link.text))
    results = found.one("p", role="status").text.replace(",", "")
    assert results.startswith(f"{stated} result")
    assert "Meets the elements of" in found.text


def test_an_unknown_standard_is_a_page_that_names_the_known_ones(client: FlaskClient) -> None:
    assert "eu-2022" in open_page(client, "/standards/no-such", 404).text


def test_a_credential_is_shown_clause_by_clause_with_counts_in_words(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]

    page = matrix(client, ctid, "eu-2022")

    assert NO_APPROVAL in page.text
    section = page.one("section", id="eu-2022")
    rows = section.one("tbody").all("tr")
    words = [row.all("td")[0].text.removeprefix("Result ") for row in rows]
    assert len(rows) == len(STANDARDS["eu-2022"].elements)
    for result in ("Met", "Not stated", "Not applicable"):
        assert f"{words.count(result)} {result.lower()}" in section.text
    boxes = page.all("input", name="standard")
    assert [each.attributes["value"] for each in boxes if "checked" in each.attributes] == [
        "eu-2022"
    ]
    assert {each.attributes["value"] for each in boxes} == set(STANDARDS)


def test_unless_others_are_chosen_those_of_the_country_and_two_more_are_shown(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    condition = "family = 'credential' AND summary LIKE '%nzqcf:%'"
    ctid = ctids(loaded_registry, condition)[0]

    page = open_page(client, f"/credentials/{ctid}/conformance")

    shown = {
        each.attributes["id"]
        for each in page.all("section")
        if each.attributes.get("id", "") in STANDARDS
    }
    assert shown == {"nz-nzqa-2022", "eu-2022", "orr-2020-cis"}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_each_value_leads_to_the_fact_on_the_page_of_the_record(
    client: FlaskClient, loaded_registry: Registry, framework: str
) -> None:
    ctid = ctids(loaded_registry, f"summary LIKE '%{framework}:%' AND family <> 'other'")[0]
    record = client.get(f"/credentials/{ctid}").text

    page = matrix(client, ctid, *STANDARDS)

    links = [
        urlsplit(each.attributes["href"])
        for each in page.all("a")
        if each.text.startswith("See it on the record")
    ]
    assert len(links) > 20
    for link in links:
        assert link.path == f"/credentials/{ctid}"
        assert f'id="{link.fragment}"' in record, link.fragment


def test_the_page_speaks_french(client: FlaskClient, loaded_registry: Registry) -> None:
    ctid = ctids(loaded_registry, "family = 'credential'")[0]

    page = open_page(client, f"/fr/credentials/{ctid}/conformance?standard=eu-2022")

    assert "Non indiqué" in page.text
    assert "Not stated" not in page.text


def test_an_organization_leads_on_to_its_own_page(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    organization = ctids(loaded_registry, "family = 'organization'")[0]

    answer = client.get(f"/credentials/{organization}/conformance")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/organizations/{organization}"
