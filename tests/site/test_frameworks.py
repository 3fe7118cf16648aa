"""Pages of frameworks, levels, maps and rows: what is said, on what, and where it leads."""

import pytest
from flask.testing import FlaskClient

from ctdl.ctid import derive_ctid
from ctdl.frameworks import FRAMEWORKS
from tests.linked_data.small_registry import client, small_app
from tests.site.pages import Element, open_page, read_page
from tests.support.crosswalk_files import every_reading
from tests.support.crosswalks import shipped_crosswalk

__all__ = ["client", "small_app"]

NEVER_SAID = ("is equal to", "is equivalent to", "equals", "corresponds to")
BROWSER = {"Accept": "text/html"}


def links(element: Element) -> set[str]:
    return {each.attributes["href"] for each in element.all("a") if "href" in each.attributes}


def counterparts(page: Element) -> Element:
    return page.one("section", aria_labelledby="counterparts-title")


def rows_under(section: Element, caption: str) -> list[Element]:
    """The rows of the table with this caption."""
    [table] = [each for each in section.all("table") if each.one("caption").text == caption]
    return [row for body in table.all("tbody") for row in body.all("tr")]


def test_the_list_says_where_how_many_levels_and_with_what_compared(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks")

    rows = {row.one("th").text: row for row in page.one("tbody").all("tr")}
    assert len(rows) == len(FRAMEWORKS.frameworks)
    cells = [cell.text for cell in rows["Ontario Qualifications Framework"].all("td")]
    assert cells == ["OQF", "Ontario, Canada", "13", "instructional hour", "EQF CDQF"]
    assert "/frameworks/oqf?with=eqf#ladder-title" in links(
        rows["Ontario Qualifications Framework"]
    )
    assert "No framework" in rows["Connecting Credentials: Beta Credentials Framework"].text


def test_a_framework_is_shown_beside_the_eqf_unless_others_are_chosen(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks/nzqcf")
    chosen = open_page(client, "/frameworks/nzqcf?with=eqf&with=scqf&with=aqf")

    assert [each.text for each in page.one("svg", role="group").all("a")][0] == "NZQCF"
    checked = [box.attributes["value"] for box in page.all("input", name="with", checked="")]
    assert checked == ["eqf"]
    headings = [each.text for each in chosen.all("caption")]
    assert headings[1:] == ["AQF and NZQCF", "NZQCF and EQF", "EQF and SCQF", "AQF and EQF"]
    assert "Nothing here compares directly: AQF with SCQF; NZQCF with SCQF." in (
        chosen.one("main").text
    )


def test_every_pair_on_screen_has_a_table_and_a_link_to_it(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks/nzqcf?with=eqf&with=nfq-ie&with=scqf")

    section = page.one("section", aria_labelledby="ladder-title")
    tables = {each.attributes["id"] for each in section.all("div", **{"class": "rungs-pair"})}
    assert {"pair-nfq-ie-nzqcf", "pair-nfq-ie-eqf", "pair-nzqcf-eqf", "pair-eqf-scqf"} <= tables
    assert {f"#{each}" for each in tables} <= links(section)
    assert "Lines are drawn between neighbouring columns only" in section.one("desc").text
    assert "NFQ (IE) and EQF (in a table only)" in section.text
    assert "No line: nothing here compares the two" not in section.text
    assert "No line: nothing here compares the two" in open_page(client, "/frameworks/eqf").text


@pytest.mark.parametrize("address", ["/frameworks/eqf", "/frameworks/eqf/levels/5"])
def test_a_wish_for_a_framework_that_is_none_is_said(client: FlaskClient, address: str) -> None:
    page = open_page(client, f"{address}?with=nope&with=scqf")

    assert "No framework is known as “nope”; it was left out." in page.one("main").text
    assert "No framework is known as" not in open_page(client, f"{address}?with=scqf").text


def test_the_drawing_has_a_name_a_description_and_a_link_for_every_level(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/frameworks/oqf?with=eqf&with=rqf&with=scqf")

    drawing = page.one("svg", role="group")
    named = {drawing.one("title").attributes["id"], drawing.one("desc").attributes["id"]}
    assert set(drawing.attributes["aria-labelledby"].split()) == named
    shown = [
        f"/frameworks/{framework}/levels/{level.notation}"
        for framework in ("oqf", "eqf", "rqf", "scqf")
        for level in FRAMEWORKS.frameworks[framework].levels
    ]
    assert set(shown) < links(drawing)
    assert all("style" not in each.attributes for each in drawing.all("path"))


def test_a_fourth_framework_is_refused_in_words(client: FlaskClient) -> None:
    address = "/frameworks/eqf?with=scqf&with=rqf&with=nfq-ie&with=nzqcf"

    page = open_page(client, address)

    assert "Only the first three of the chosen frameworks are shown." in page.one("main").text


@pytest.mark.parametrize("wish", ["nowhere", "<script>", "eqf:5", "x" * 900])
def test_an_unknown_wish_changes_nothing(client: FlaskClient, wish: str) -> None:
    response = client.get("/frameworks/nzqcf", query_string={"with": wish}, headers=BROWSER)

    assert response.status_code == 200
    assert "<script>" not in response.text.partition("<main")[2]
    drawing = read_page(response.text).one("svg", role="group")
    heads = [each.text for each in drawing.all("a", **{"class": "rungs-head"})]
    assert heads == ["NZQCF", "EQF"]


def test_a_framework_that_nothing_compares_says_so(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks/bcf")

    assert "That does not mean that its levels have no counterparts." in page.one("main").text
    assert page.all("svg", role="group") == []


def test_every_level_page_shows_every_row_of_the_files_with_what_it_rests_on(
    client: FlaskClient,
) -> None:
    by_level: dict[str, set[tuple[str, str, str]]] = {}
    for stated in every_reading():
        known = by_level.setdefault(stated.level, set())
        known.add((stated.other or "", stated.source, stated.year))

    for level in FRAMEWORKS.levels.values():
        page = open_page(client, f"/frameworks/{level.framework}/levels/{level.notation}")

        shown = set()
        for table in counterparts(page).all("table"):
            for row in (each for body in table.all("tbody") for each in body.all("tr")):
                _, there, _, source, year, link = row.all("td")
                assert links(link), row.text
                address = "".join(links(there)).removeprefix("/frameworks/")
                year_text = "" if year.text == "Not stated" else year.text
                shown.add((address.replace("/levels/", ":"), source.text, year_text))
        assert shown == by_level.get(level.id, set()), level.id
        assert not [words for words in NEVER_SAID if words in page.one("main").text]


def test_every_cell_of_evidence_carries_its_label_for_narrow_screens(client: FlaskClient) -> None:
    section = counterparts(open_page(client, "/frameworks/nzqcf/levels/7"))

    for row in rows_under(section, "This level compared with levels elsewhere"):
        labels = [cell.attributes.get("data-label") for cell in row.all("td")]
        assert labels == [None, None, "Basis", "Source", "Year", None]


def test_one_to_many_is_a_range(client: FlaskClient) -> None:
    section = counterparts(open_page(client, "/frameworks/nzqcf/levels/7"))

    rows = rows_under(section, "This level compared with levels elsewhere")
    irish = [row for row in rows if row.one("th").one("a").text == "NFQ (IE)"]
    assert [row.all("td")[1].text for row in irish] == ["NFQ (IE) Level 7", "NFQ (IE) Level 8"]
    assert "A range: NFQ (IE) 7–8" in irish[0].one("th").text


def test_no_comparable_level_and_no_comparison_are_told_apart(client: FlaskClient) -> None:
    section = counterparts(open_page(client, "/frameworks/nzqcf/levels/8"))

    missing = rows_under(section, "Frameworks without a comparable level")
    assert [row.all("th")[0].all("a")[0].text for row in missing] == ["EQF", "NFQ (IE)", "HKQF"]
    assert all(row.all("td")[0].text == "has no comparable level" for row in missing)
    assert "/frameworks/scqf" in links(section.all("ul")[-1])
    assert "Not compared" in [each.text for each in section.all("h3")]


def test_estimates_stand_apart_from_documents(client: FlaskClient) -> None:
    section = counterparts(open_page(client, "/frameworks/eqf/levels/6"))

    estimates = rows_under(section, "Estimates of this registry's editors")
    documents = rows_under(section, "This level compared with levels elsewhere")
    told = [row for row in every_reading() if row.level == "eqf:6"]
    assert len(estimates) == sum(row.basis == "indicative" for row in told)
    assert len(documents) == sum(row.basis != "indicative" for row in told)
    assert all("indicative" in row.text for row in estimates)
    assert not any("indicative" in row.text for row in documents)


def test_a_way_by_the_eqf_is_shown_as_two_rows_with_their_pages(client: FlaskClient) -> None:
    section = counterparts(open_page(client, "/frameworks/nzqcf/levels/7"))

    [routes] = section.all("ul", **{"class": "routes"})
    [scottish] = [each for each in routes.all("li") if each.all("p") and "SCQF" in each.text]
    assert "indicative: about SCQF 9–10" in scottish.text
    assert {
        "/crosswalks/nzqcf/eqf/7-6",
        "/crosswalks/scqf/eqf/9-6",
        "/crosswalks/scqf/eqf/10-6",
    } <= links(scottish)


def test_every_map_has_a_page_whose_rows_have_the_anchors_of_their_iris(
    client: FlaskClient,
) -> None:
    shipped = shipped_crosswalk()
    for ctid in {row.map_ctid for row in shipped.rows}:
        response = client.get(f"/resources/{ctid}", headers=BROWSER)
        pair = shipped.pair_of(ctid)
        assert pair is not None
        assert response.status_code == 303
        assert response.headers["Location"] == f"/crosswalks/{pair[0]}/{pair[1]}"

        page = open_page(client, response.headers["Location"])

        anchors = {row.attributes["id"] for row in page.all("tr") if "id" in row.attributes}
        assert anchors == {row.key for row in shipped.rows_of(ctid)}
        for row in page.one("tbody").all("tr"):
            basis, source = (cell.text for cell in row.all("td")[3:5])
            assert basis
            assert source


def test_every_row_has_a_page_with_its_iri_and_both_readings(client: FlaskClient) -> None:
    shipped = shipped_crosswalk()
    for row in shipped.rows:
        first, second = shipped.pair_of(row.map_ctid) or ("", "")
        page = open_page(client, f"/crosswalks/{first}/{second}/{row.key}")

        main = page.one("main")
        assert f"/resources/{row.map_ctid}#{row.key}" in links(main)
        assert row.source
        assert row.source in main.text
        if row.other is None:
            assert "there is no level at that end" in main.text
        else:
            there = row.other.replace(":", "/levels/")
            assert f"/frameworks/{there}" in links(main)


def test_the_other_direction_leads_to_the_map_that_there_is(client: FlaskClient) -> None:
    response = client.get("/fr/crosswalks/eqf/scqf", headers=BROWSER)

    assert response.status_code == 301
    assert response.headers["Location"] == "/fr/crosswalks/scqf/eqf"
    assert open_page(client, "/crosswalks/eqf/nzqcf").one("tbody").all("tr")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/crosswalks/eqf/nzqcf/6-7", "/crosswalks/nzqcf/eqf/7-6"),
        ("/fr/crosswalks/eqf/scqf/6-10", "/fr/crosswalks/scqf/eqf/10-6"),
    ],
)
def test_a_row_seen_from_its_other_end_leads_to_its_page(
    client: FlaskClient, address: str, place: str
) -> None:
    response = client.get(address, headers=BROWSER)

    assert (response.status_code, response.headers["Location"]) == (301, place)
    assert len(open_page(client, place).all("h1")) == 1
    assert "its rows are" in open_page(client, "/crosswalks/eqf/nzqcf/6-6", 404).text


@pytest.mark.parametrize(
    ("framework", "words"),
    [
        ("nsqf-in", "9 levels listed here, the ones that records state"),
        ("mqf-mt", "1 level listed here, the one that records state"),
    ],
)
def test_levels_met_in_records_are_not_shown_as_a_whole_framework(
    client: FlaskClient, framework: str, words: str
) -> None:
    known = FRAMEWORKS.frameworks[framework]
    listed = open_page(client, "/frameworks").one("tbody")
    page = open_page(client, f"/frameworks/{framework}")
    level = open_page(client, f"/frameworks/{framework}/levels/{known.levels[-1].notation}")

    [row] = [row for row in listed.all("tr") if row.one("th").text == known.name]
    assert words in row.text
    for shown in (page.one("main"), level.one("main")):
        assert words in shown.text
        assert "Its other levels are not known here." in shown.text
        assert shown.all("span", **{"class": "ladder"}) == []
    whole = open_page(client, "/frameworks/eqf").one("main")
    assert whole.all("span", **{"class": "ladder"})
    assert "listed here" not in whole.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/crosswalks/nzqcf/bcf", "it is compared with eqf"),
        ("/crosswalks/nowhere/eqf", "the frameworks are"),
        ("/crosswalks/nzqcf/eqf/8-7", "its rows are 10-8, 9-7, 8-none"),
        ("/crosswalks/nzqcf/eqf/<b>", "its rows are"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    client: FlaskClient, address: str, words: str
) -> None:
    page = open_page(client, address, 404)

    assert words in page.one("main").text


def test_the_general_page_of_a_map_leads_on_to_its_own(client: FlaskClient) -> None:
    ctid = shipped_crosswalk().map_between("nzqcf", "eqf")

    response = client.get(f"/records/{ctid}", headers=BROWSER)

    assert (response.status_code, response.headers["Location"]) == (301, "/crosswalks/nzqcf/eqf")


def test_frameworks_and_levels_show_their_iri_and_formats(client: FlaskClient) -> None:
    for address, name in (
        ("/frameworks/eqf", "framework:eqf"),
        ("/frameworks/eqf/levels/5", "level:eqf:5"),
    ):
        ctid = derive_ctid(name)
        section = open_page(client, address).one("section", aria_labelledby="data-title")

        assert f"https://registry.test/resources/{ctid}" in section.text
        assert {f"/resources/{ctid}.{suffix}" for suffix in ("jsonld", "ttl", "rdf", "nt")} <= (
            links(section)
        )
