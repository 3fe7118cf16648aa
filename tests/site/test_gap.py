"""The gap page: a plain form whose address is all that is said, and what stands on the answer."""

from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from app.services import reading
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.site.pages import open_page


def ctid_called(registry: Registry, title: str) -> CTID:
    rows = reading.listing(registry, "credential")
    return next(each.ctid for each in rows if each.name.get("en") == title)


def headings(client: FlaskClient, address: str) -> list[str]:
    return [each.text for each in open_page(client, address).one("main").all("h2")]


def test_an_empty_form_asks_for_the_aim_and_shows_nothing_else(client: FlaskClient) -> None:
    page = open_page(client, "/gap")

    form = page.one("form", id="gap-form")
    assert form.attributes.get("method", "get").lower() == "get"
    assert form.one("input", name="target").attributes["value"] == ""
    assert headings(client, "/gap") == []


def test_the_answer_says_that_it_is_an_estimate_and_what_is_known(client: FlaskClient) -> None:
    page = open_page(client, "/gap?target=data+analyst&skill=statistics").one("main")

    assert "30 skills are asked for; 1 covered by what you hold, 29 missing." in page.text
    assert "never a promise" in page.text
    assert "No fewer would do" in page.text
    assert "Covered by no record here" in page.text
    assert "ESCO classification of the European Commission" in page.text


def test_what_is_held_stays_ticked_and_shows_the_words_by_which_it_covers(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctid_called(loaded_registry, "Modern Big Data Analysis with SQL Specialization")

    page = open_page(client, f"/gap?target=data+analyst&held={ctid}")

    ticked = page.one("input", name="held").attributes
    assert ticked["value"] == ctid
    assert "checked" in ticked
    assert "by its words “Big Data Analysis”" in page.text


def test_a_credential_to_hold_is_found_and_added_without_scripts(client: FlaskClient) -> None:
    form = open_page(client, "/gap?target=data+analyst&find=excel").one("form", id="gap-form")

    buttons = form.all("button", name="held")
    assert buttons
    first = form.all("button")[0]
    assert "name" not in first.attributes  # pressing Enter must not add a record
    chosen = buttons[0].attributes["value"]
    page = open_page(client, f"/gap?target=data+analyst&find=excel&held={chosen}")
    assert page.one("input", name="held").attributes["value"] == chosen
    assert chosen not in [each.attributes["value"] for each in page.all("button", name="held")]


def test_words_that_may_mean_several_occupations_lead_to_each_and_to_the_search(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/gap?target=developper&skill=statistics").one("main")

    links = [each.attributes["href"] for each in page.all("a")]
    asked = [parse_qs(urlsplit(link).query) for link in links if link.startswith("/gap")]
    assert asked
    assert all(each["target"][0].startswith("occupation/") for each in asked)
    assert all(each["skill"] == ["statistics"] for each in asked)
    assert "/search?q=developper" in links


def test_an_occupation_of_which_nothing_is_known_says_so_and_offers_the_search(
    client: FlaskClient,
) -> None:
    page = open_page(client, "/gap?target=baker").one("main")

    assert "Nothing is known here of the skills this asks for." in page.text
    assert "/search?q=baker" in [each.attributes["href"] for each in page.all("a")]


def test_what_cannot_be_held_is_named_and_the_rest_is_answered(client: FlaskClient) -> None:
    unknown = "ce-00000000-0000-4000-8000-000000000000"

    page = open_page(client, f"/gap?target=data+analyst&held={unknown}&held=x&skill=zzyzzx")

    text = page.one("main").text
    assert f"There is no record with the identifier “{unknown}”." in text
    assert "“x” is not the identifier of a record" in text
    assert "“zzyzzx” is not the name of a skill" in text
    assert "30 skills are asked for" in text


def test_an_unknown_aim_and_too_much_are_problems_with_their_own_pages(client: FlaskClient) -> None:
    many = "&".join(f"skill={number}" for number in range(51))

    open_page(client, "/gap?target=ce-00000000-0000-4000-8000-000000000000", 404)
    open_page(client, "/gap?target=isced-f/06", 404)
    open_page(client, f"/gap?target=data+analyst&{many}", 400)


def test_the_page_of_a_credential_leads_here_both_ways_and_shows_what_is_like_it(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctid_called(loaded_registry, "Corporate Finance")

    page = open_page(client, f"/credentials/{ctid}")

    links = [each.attributes["href"] for each in page.all("a")]
    assert f"/gap?target={ctid}" in links
    assert f"/gap?held={ctid}" in links
    similar = page.one("section", id="similar")
    assert "Both are about" in similar.text
    assert "close in meaning" in similar.text


def test_the_french_page_is_in_french_and_marks_english_labels(client: FlaskClient) -> None:
    page = open_page(client, "/fr/gap?target=data+analyst")

    assert page.one("h1").text == "Ce qui manque pour un but"
    assert page.one("main").all("span", lang="en")


def test_the_two_forms_of_an_occupation_may_stand_in_two_lines(client: FlaskClient) -> None:
    page = open_page(client, "/fr/gap?target=d%C3%A9veloppeur+web")

    [aim] = page.all("h2", id="aim-title")
    assert aim.text == "développeur web/\N{ZERO WIDTH SPACE}développeuse web"
    assert (
        page.one("input", name="target").attributes["value"] == "développeur web/développeuse web"
    )
