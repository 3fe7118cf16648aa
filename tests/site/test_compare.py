"""The comparison page: its address is its whole state."""

from flask.testing import FlaskClient

from app.services.registry import Registry
from tests.site.pages import ctids, open_page


def address_of(registry: Registry, count: int) -> str:
    """The address of the comparison of some shipped credentials."""
    chosen = ctids(registry, "family = 'credential'")[:count]
    return "/compare?" + "&".join(f"id={ctid}" for ctid in chosen)


def test_table_has_a_caption_and_scoped_headings(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    page = open_page(client, address_of(loaded_registry, 3))

    table = page.one("table")
    assert table.one("caption").text
    assert len(table.one("thead").all("th", scope="col")) == 4
    assert all(row.all("th", scope="row") for row in table.one("tbody").all("tr"))


def test_only_differences_leaves_out_rows_that_are_the_same(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    address = address_of(loaded_registry, 2)

    page = open_page(client, f"{address}&differences=1")

    assert page.all("tr", **{"class": "row-same"}) == []
    assert "checked" in page.one("input", name="differences").attributes


def test_fifth_record_is_refused_and_the_first_four_stay(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    page = open_page(client, address_of(loaded_registry, 5), 400)

    assert "Four records are the most" in page.one("div", role="alert").text
    assert len(page.one("thead").all("a")) == 4


def test_unknown_and_malformed_records_are_named_with_the_reason(client: FlaskClient) -> None:
    unknown = "ce-00000000-0000-4000-8000-000000000000"

    page = open_page(client, f"/compare?id={unknown}&id=CE-1")

    assert f"{unknown} : There is no record with this identifier." in page.one("main").text
    assert "is not a CTID" in page.one("main").text


def test_nothing_chosen_explains_how_to_choose(client: FlaskClient) -> None:
    page = open_page(client, "/compare")

    assert "Nothing to compare yet" in [heading.text for heading in page.all("h2")]
