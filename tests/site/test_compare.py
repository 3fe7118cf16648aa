"""The comparison page: its address is its whole state."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.services.registry import Registry
from tests.site.pages import Element, ctids, open_page


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
    assert all(row.all("th") for body in table.all("tbody") for row in body.all("tr"))


def test_only_differences_leaves_out_rows_that_are_the_same(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    address = address_of(loaded_registry, 2)

    page = open_page(client, f"{address}&differences=1")

    assert page.all("tr", **{"class": "row-same"}) == []
    assert "checked" in page.one("input", type="checkbox", name="differences").attributes


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
    assert "CE-1 : This is not the identifier of a record" in page.one("main").text


def test_nothing_chosen_explains_how_to_choose(client: FlaskClient) -> None:
    page = open_page(client, "/compare")

    assert "Nothing to compare yet" in [heading.text for heading in page.all("h2")]


def test_rows_stand_in_groups_with_a_mark_in_words_on_each(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    page = open_page(client, address_of(loaded_registry, 2))

    groups = [head.text for head in page.all("th", scope="rowgroup")]
    assert [group.split("  ")[0].split(" A ")[0] for group in groups] == [
        "Critical information",
        "Further facts",
        "Held against standards",
    ]
    words = ("differs", "not known of all", "the same", "not stated by any", "alike")
    for head in page.one("table").all("th", scope="row")[:-1]:
        assert any(head.text.endswith(each) or each in head.text for each in words), head.text


def test_file_has_the_rows_of_the_screen_and_their_addresses(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    address = f"{address_of(loaded_registry, 3)}&differences=1"
    page = open_page(client, address)

    answer = client.get(address.replace("/compare?", "/compare.csv?"))
    lines = list(csv.reader(io.StringIO(answer.text)))

    shown = [head.text for head in page.one("table").all("th", scope="row")[:-1]]
    assert answer.mimetype == "text/csv"
    assert len(lines) == 2 + len(shown)
    assert all(head.startswith(line[0]) for head, line in zip(shown, lines[2:], strict=True))
    assert [urlsplit(cell).path.split("/")[1] for cell in lines[1][2::2]] == ["credentials"] * 3


def test_addresses_in_a_file_are_those_of_the_records_alone(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    address = address_of(loaded_registry, 2).replace("/compare?", "/compare.csv?")

    lines = list(csv.reader(io.StringIO(client.get(f"{address}&levels_in=nzqcf").text)))

    assert lines[1][2].startswith("http")
    assert all("?" not in cell for cell in lines[1])


def test_marks_on_a_narrow_screen_speak_of_the_two_that_were_picked(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    chosen = ctids(loaded_registry, "family = 'credential'")[:3]
    address = address_of(loaded_registry, 3)

    page = open_page(client, f"{address}&left={chosen[0]}&right={chosen[2]}")
    pair = open_page(client, f"/compare?id={chosen[0]}&id={chosen[2]}")

    def marks(of: Element, name: str) -> dict[str, str]:
        heads = of.one("table").all("th", scope="row")[:-1]
        rows = [(head, head.all("span", **{"class": name})) for head in heads]
        return {str(head.children[0]).strip(): each[0].text for head, each in rows if each}

    two, alone = marks(page, "row-mark of-two"), marks(pair, "row-mark")
    facts = set(two) & set(alone) - {name for name in two if "utcomes" in name}
    assert len(facts) > 20
    assert {name: two[name] for name in facts} == {name: alone[name] for name in facts}
    assert "these two records" in page.one("main").text


def test_file_in_french_is_the_french_screen(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    address = address_of(loaded_registry, 2)

    english = client.get(address.replace("/compare?", "/compare.json?")).json
    french = client.get("/fr" + address.replace("/compare?", "/compare.json?")).json

    assert english is not None
    assert french is not None
    assert [row["key"] for row in english["rows"]] == [row["key"] for row in french["rows"]]
    assert [row["label"] for row in english["rows"]] != [row["label"] for row in french["rows"]]


@pytest.mark.parametrize("count", [3, 4])
def test_narrow_screens_show_two_columns_that_are_picked_in_the_address(
    client: FlaskClient, loaded_registry: Registry, count: int
) -> None:
    chosen = ctids(loaded_registry, "family = 'credential'")[:count]
    address = address_of(loaded_registry, count)

    page = open_page(client, f"{address}&left={chosen[2]}&right={chosen[0]}")

    heads = page.one("thead").all("th", scope="col")[1:]
    shown = [head for head in heads if "unpicked" not in head.attributes.get("class", "")]
    assert {urlsplit(head.one("a").attributes["href"]).path for head in shown} == {
        f"/credentials/{chosen[0]}",
        f"/credentials/{chosen[2]}",
    }
    picked = [
        [o.attributes["value"] for o in select.all("option") if "selected" in o.attributes]
        for select in (page.one("select", name="left"), page.one("select", name="right"))
    ]
    assert picked == [[chosen[2]], [chosen[0]]]


def test_two_columns_need_no_pickers(client: FlaskClient, loaded_registry: Registry) -> None:
    page = open_page(client, address_of(loaded_registry, 2))

    assert page.all("select", name="left") == []


@pytest.mark.parametrize("query", ["left=nonsense&right=", "left=&right=ce-1", "differences=2"])
def test_odd_choices_change_nothing(
    client: FlaskClient, loaded_registry: Registry, query: str
) -> None:
    page = open_page(client, f"{address_of(loaded_registry, 3)}&{query}")

    assert len(page.one("thead").all("a")) == 3


def test_compare_on_a_record_joins_the_tray_in_its_address(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    one, other, *_ = ctids(loaded_registry, "family = 'credential'")

    page = open_page(client, f"/credentials/{one}?compare={other}")

    [link] = [
        each
        for each in page.one("main").all("a")
        if urlsplit(each.attributes.get("href", "")).path == "/compare"
    ]
    assert parse_qs(urlsplit(link.attributes["href"]).query)["id"] == [other, one]


def test_results_lead_to_records_with_the_tray_in_the_address(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    [one, *_] = ctids(loaded_registry, "family = 'credential'")

    page = open_page(client, f"/search?q=data&compare={one}")

    first = page.one("ul", **{"class": "results"}).all("h2")[0].one("a")
    assert parse_qs(urlsplit(first.attributes["href"]).query)["compare"] == [one]
