"""Levels in the frameworks a reader chose: shown under the stated ones, kept from page to page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.services import searching
from app.services.registry import Registry
from app.services.searching import SearchRequest
from ctdl.ctid import CTID
from tests.site.pages import Element, open_page, schema_org

CHOICE = "levels_in=nfq-ie&levels_in=scqf"
CHOSEN = ["nfq-ie", "scqf"]


@pytest.fixture(scope="module")
def at_seven(loaded_registry: Registry) -> CTID:
    """A record of New Zealand at level 7, which one report compares with two Irish levels."""
    request = SearchRequest(filters={"level": ("nzqcf:7",), "country": ("NZ",)})
    return searching.search(loaded_registry, request).hits[0].summary.ctid


@pytest.fixture(scope="module")
def provider(loaded_registry: Registry, at_seven: CTID) -> CTID:
    """Who offers it."""
    request = SearchRequest(filters={"level": ("nzqcf:7",), "country": ("NZ",)})
    summary = searching.search(loaded_registry, request).hits[0].summary
    assert summary.provider is not None
    assert summary.provider.ctid is not None
    return summary.provider.ctid


def there(page: Element) -> list[str]:
    """What the page says of levels in chosen frameworks."""
    return [each.text for each in page.all("span", **{"class": "elsewhere"})]


def chooser(page: Element) -> Element:
    """The part of the page in which a reader chooses."""
    return page.one("details", id="levels-in")


def chosen_in(address: str) -> list[str]:
    """The frameworks that an address carries."""
    return parse_qs(urlsplit(address).query).get("levels_in", [])


def test_a_card_shows_the_stated_level_first_and_the_chosen_ones_under_it(
    client: FlaskClient,
) -> None:
    page = open_page(client, f"/search?level=nzqcf:7&country=NZ&{CHOICE}")

    [level, *_] = page.all("article")[0].all("dd")
    assert level.text.startswith("Level 7 New Zealand Qualifications and Credentials Framework")
    [irish, scottish] = [each.text for each in level.all("span", **{"class": "elsewhere"})]
    assert irish == "NFQ (IE) 7–8 approx., per comparison report, 2019 – NZQCF Level 7"
    assert scottish == "about SCQF 9–10 indicative, via EQF 6 – NZQCF Level 7"


def test_a_level_that_no_framework_knows_is_said_and_no_value_to_tick(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/search?level=foo", 400)

    said = "“foo” is no value of “level”. A value is written like eqf:5."
    assert said in page.one("main").text
    assert "eqf:5" in {
        each.attributes["value"]
        for each in open_page(client, "/search?level=eqf:5").all("input", name="level", checked="")
    }


def test_what_says_so_is_one_link_away(client: FlaskClient) -> None:
    page = open_page(client, f"/search?level=nzqcf:7&country=NZ&{CHOICE}")

    link = page.all("a", **{"class": "evidence"})[0].attributes["href"]
    level = open_page(client, link)

    assert urlsplit(link).path == "/frameworks/nzqcf/levels/7"
    assert level.all("h2", id=urlsplit(link).fragment)
    assert "2019" in level.one("main").text


def test_nothing_is_added_to_a_list_where_nothing_is_chosen(client: FlaskClient) -> None:
    assert there(open_page(client, "/search?level=nzqcf:7")) == []


def test_a_credential_shows_the_eqf_unless_something_else_is_chosen(
    client: FlaskClient, at_seven: CTID
) -> None:
    plain = there(open_page(client, f"/credentials/{at_seven}"))
    chosen = there(open_page(client, f"/credentials/{at_seven}?levels_in=nfq-ie"))

    said = "comparable to EQF 6 approx., per comparison report, 2016 – NZQCF Level 7"
    assert set(plain) == {said}
    assert {each.partition(" approx.")[0] for each in chosen} == {"covers NFQ (IE) 7–8"}


@pytest.mark.parametrize(
    ("level", "framework", "said"),
    [
        ("nzqcf:8", "eqf", "no comparable level in EQF comparison report, 2016 – NZQCF Level 8"),
        ("nzqcf:8", "scqf", "nothing here compares it with SCQF"),
    ],
)
def test_no_comparable_level_is_another_answer_than_no_comparison(
    client: FlaskClient, level: str, framework: str, said: str
) -> None:
    page = open_page(client, f"/search?level={level}&country=NZ&levels_in={framework}")

    assert set(there(page)) == {said}


def test_pages_of_organizations_comparisons_and_frameworks_show_the_chosen_levels(
    client: FlaskClient, at_seven: CTID, provider: CTID
) -> None:
    for address in (f"/organizations/{provider}", f"/compare?id={at_seven}", "/frameworks/nzqcf"):
        sign = "&" if "?" in address else "?"
        page = open_page(client, f"{address}{sign}{CHOICE}")
        assert "NFQ (IE)" in " ".join(
            [*there(page), *(each.text for each in page.all("div", **{"class": "normalised"}))]
        ), address
        assert chooser(page).one("summary").text == "Show levels in: NFQ (IE), SCQF"


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=nursing&level=eqf:6&sort=hours",
        "/frameworks/nzqcf",
        "/frameworks/nzqcf/levels/7",
        "/organizations",
        "/",
    ],
)
def test_links_between_pages_that_show_levels_keep_the_choice(
    client: FlaskClient, address: str
) -> None:
    page = open_page(client, f"{address}{'&' if '?' in address else '?'}{CHOICE}")

    leading = {
        link.attributes["href"]
        for link in page.all("a")
        if urlsplit(link.attributes.get("href", "")).path.startswith(
            ("/credentials/", "/organizations/", "/frameworks", "/search", "/pathways", "/compare")
        )
        and link.text != "Only as stated"
        # A feed tells of changes of levels as they are stated.
        and link.attributes.get("type") != "application/atom+xml"
    }
    assert len(leading) > 3
    assert [each for each in leading if chosen_in(each) != CHOSEN] == []


def test_every_form_that_searches_or_filters_keeps_the_choice(
    client: FlaskClient, at_seven: CTID
) -> None:
    for address in ("/?", "/search?", "/organizations?", f"/compare?id={at_seven}&", "/help?"):
        page = open_page(client, f"{address}{CHOICE}")
        for form in page.all("form"):
            named = [each for each in form.all("input") if each.attributes["name"] == "levels_in"]
            kept = [
                each.attributes["value"]
                for each in named
                if each.attributes["type"] == "hidden" or "checked" in each.attributes
            ]
            assert sorted(kept) == CHOSEN, (address, form.attributes)


def test_choosing_keeps_the_question_the_filters_and_the_page(client: FlaskClient) -> None:
    page = open_page(client, f"/search?q=data&mode=online&mode=blended&sort=name&page=2&{CHOICE}")

    form = chooser(page).one("form")

    kept = [
        (each.attributes["name"], each.attributes["value"])
        for each in form.all("input", type="hidden")
    ]
    assert form.attributes["action"] == "/search"
    assert kept == [
        ("q", "data"),
        ("mode", "online"),
        ("mode", "blended"),
        ("sort", "name"),
        ("page", "2"),
    ]
    only = next(link for link in form.all("a") if link.text == "Only as stated")
    assert "levels_in" not in only.attributes["href"]
    assert parse_qs(urlsplit(only.attributes["href"]).query)["mode"] == ["online", "blended"]


def test_every_framework_can_be_chosen_by_its_short_and_full_name(client: FlaskClient) -> None:
    options = chooser(open_page(client, "/search")).all("label")

    words = [each.text for each in options]
    assert len(words) >= 18
    assert words[0].startswith("EQF European Qualifications Framework")
    assert any(each.startswith("NFQ (IE) National Framework of") for each in words)


def test_five_frameworks_are_cut_to_four_and_unknown_ones_are_left_out(client: FlaskClient) -> None:
    many = "&".join(f"levels_in={each}" for each in ("nowhere", "eqf", "aqf", "oqf", "mqf", "rqf"))

    page = open_page(client, f"/search?level=nzqcf:7&{many}")

    ticked = [each for each in chooser(page).all("input") if "checked" in each.attributes]
    assert sorted(each.attributes["value"] for each in ticked) == ["aqf", "eqf", "mqf", "oqf"]
    assert "first four" in page.one("p", role="alert").text


def test_the_choice_is_not_part_of_the_canonical_address_nor_of_what_machines_read(
    client: FlaskClient, at_seven: CTID
) -> None:
    page = open_page(client, f"/credentials/{at_seven}?{CHOICE}")

    assert page.one("link", rel="canonical").attributes["href"].endswith(str(at_seven))
    assert "levels_in" not in str(schema_org(page))


def test_the_choice_is_kept_in_the_address_and_in_no_cookie(client: FlaskClient) -> None:
    answer = client.get(f"/search?{CHOICE}")

    assert "Set-Cookie" not in answer.headers


def test_the_other_language_keeps_the_choice(client: FlaskClient) -> None:
    page = open_page(client, f"/search?level=nzqcf:7&country=NZ&{CHOICE}")

    other = page.one("a", **{"class": "language"}).attributes["href"]
    french = open_page(client, other)

    assert chosen_in(other) == CHOSEN
    assert "rapport de comparaison, 2019" in there(french)[0]
    assert french.one("main").all("strong")[0].text == "NFQ (IE) 7–8"


def test_a_result_found_by_a_comparison_says_so_and_links_to_it(client: FlaskClient) -> None:
    page = open_page(client, "/search?level=eqf:5&country=NZ")

    for article in page.all("article"):
        [reason] = [each for each in article.all("p") if each.text.startswith("Found by its level")]
        assert "is part of what is covered by EQF Level 5" in reason.text
        path = urlsplit(reason.one("a").attributes["href"]).path
        assert path.startswith("/frameworks/nzqcf/levels/")


def test_levels_can_be_ticked_in_the_eqf_and_others_stand_behind_by_framework(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/search?q=health")

    facet = level_facet(page)
    values = [box.attributes["value"] for box in facet.all("input")]
    eqf = [value for value in values if value.startswith("eqf:")]
    assert eqf == sorted(eqf) == values[: len(eqf)]
    assert "comparable, never equal" in facet.all("p")[0].text
    groups = facet.one("details").all("fieldset")
    assert {"New Zealand Qualifications and Credentials Framework"} <= {
        each.one("legend").text for each in groups
    }


def test_a_ticked_level_of_another_framework_stays_in_view(client: FlaskClient) -> None:
    facet = level_facet(open_page(client, "/search?level=nfq-ie:8&levels_in=scqf"))

    hidden = {box.attributes["value"] for box in facet.one("details").all("input")}
    [ticked] = [box for box in facet.all("input") if "checked" in box.attributes]
    assert ticked.attributes["value"] == "nfq-ie:8"
    assert "nfq-ie:8" not in hidden


def test_a_level_that_no_framework_has_is_said_to_be_unknown(client: FlaskClient) -> None:
    page = open_page(client, "/search?level=eqf:55", 400)

    said = "“eqf:55” is no value of “level”. Its values are: eqf:1, eqf:2, eqf:3"
    assert said in page.one("main").text


def level_facet(page: Element) -> Element:
    """The boxes for levels."""
    return next(each for each in page.all("fieldset") if each.all("legend")[0].text == "Level")
