"""Every fact of a record has its source beside it, and who says it is told (journey A5)."""

import pytest
from flask.testing import FlaskClient

from app.services.registry import Registry
from tests.site.pages import Element, ctids, open_page
from tests.site.small_history import Past, past, past_and_app, visitor

__all__ = ["past", "past_and_app", "visitor"]


def without_source(page: Element) -> list[str]:
    """The facts that state something and do not say where it is from."""
    rows = page.one("main").all("div", **{"class": "fact"})
    stated = [row for row in rows if row.all("dd")[0].text != "Not stated"]
    assert stated, "a record states something"
    return [row.text for row in stated if not row.all("details", **{"class": "source"})]


def test_no_stated_fact_of_a_shipped_record_lacks_a_source(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    pages = {"credential": "credentials", "organization": "organizations"}
    seen = 0
    for family, folder in pages.items():
        for ctid in ctids(loaded_registry, f"family = '{family}'"):
            page = open_page(client, f"/{folder}/{ctid}")
            assert without_source(page) == [], ctid
            for table in page.one("section", id="quality").all("table"):
                columns = {head.text for head in table.all("th", scope="col")}
                assert columns & {"Stated by", "Source"}, ctid
            seen += 1
    assert seen == 20


def test_no_fact_of_a_record_with_a_past_lacks_a_source(visitor: FlaskClient, past: Past) -> None:
    for ctid in (past.changed, past.collected, past.disputed):
        assert without_source(open_page(visitor, f"/credentials/{ctid}")) == []
        number = past.numbers[ctid][0]
        assert without_source(open_page(visitor, f"/credentials/{ctid}/v/{number}")) == []
    assert without_source(open_page(visitor, f"/organizations/{past.college}")) == []


def source_of(page: Element, fact: str) -> str:
    """What is said of where a fact is from."""
    return page.one("div", id=f"fact-{fact}").one("details").text


def test_provider_about_itself_is_told_apart_from_a_third_party(
    visitor: FlaskClient, past: Past
) -> None:
    own = open_page(visitor, f"/credentials/{past.disputed}")
    collected = open_page(visitor, f"/credentials/{past.collected}")

    assert "Renamed College" in own.one("div", id="fact-owned_by").text
    assert "A list maker (a third party)" in source_of(collected, "description")


def test_ctid_that_the_registry_gave_is_not_said_to_be_the_sources(
    visitor: FlaskClient, past: Past
) -> None:
    page = open_page(visitor, f"/credentials/{past.collected}")

    assert "This registry" in source_of(page, "ctid")


@pytest.mark.parametrize("language", ["", "/fr"])
def test_sources_that_disagree_are_both_shown_with_who_says_what(
    visitor: FlaskClient, past: Past, language: str
) -> None:
    page = open_page(visitor, f"{language}/credentials/{past.disputed}")

    section = page.one("section", id="disagreements")
    assert "2024" in section.text
    assert "2025" in section.text
    links = {each.attributes["href"] for each in section.all("a")}
    records = {each for each in links if "/records/" in each}
    assert len(records) == 2


def test_record_on_which_all_agree_has_no_such_section(visitor: FlaskClient, past: Past) -> None:
    page = open_page(visitor, f"/credentials/{past.hostile}")

    assert not page.all("section", id="disagreements")
