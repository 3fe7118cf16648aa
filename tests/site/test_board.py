"""The pages of the operator's board: counts that lead to their lists, filters, files, languages."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import link_checks, publishing, views
from app.services.board import LISTS
from app.services.polite_web import Answer, PoliteWeb
from app.services.registry import Registry
from tests.site.pages import open_page
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

FORMULA = '=HYPERLINK("https://evil.example")'


def count_in(text: str) -> int:
    """The number that a text begins with."""
    return int(text.split()[0].replace(",", ""))


def test_each_count_leads_to_a_list_of_that_many(client: FlaskClient) -> None:
    page = open_page(client, "/board")
    links = [each for each in page.one("main").all("a") if "/board/" in each.attributes["href"]]

    assert len(links) == len(LISTS)
    for link in links:
        shown = open_page(client, link.attributes["href"])
        counted = count_in(link.all("span")[-1].text)
        assert count_in(shown.one("p", role="status").text) == counted


def test_the_board_is_linked_from_every_page_and_kept_out_of_search_engines(
    client: FlaskClient,
) -> None:
    home, page = open_page(client, "/"), open_page(client, "/board")

    assert home.one("footer").all("a", href="/board")
    assert page.one("meta", name="robots").attributes["content"] == "noindex"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_on_a_page_in_both_languages(client: FlaskClient, name: str) -> None:
    english, french = open_page(client, f"/board/{name}"), open_page(client, f"/fr/board/{name}")

    assert english.one("h1").text != french.one("h1").text


def test_filters_stay_in_the_form_and_in_the_links(client: FlaskClient) -> None:
    page = open_page(client, "/board/no-outcomes?provider=massey&type=ceterms:Course")

    assert page.one("input", name="provider").attributes["value"] == "massey"
    chosen = page.one("select", name="type").all("option", selected="")
    assert [each.attributes["value"] for each in chosen] == ["ceterms:Course"]
    address = page.one("a", rel="next").attributes["href"]
    assert "provider=massey" in address
    following = open_page(client, address)
    assert (
        following.one("p", role="status").text.split(",")[0]
        == (page.one("p", role="status").text.split(",")[0])
    )


def test_a_filter_that_nothing_passes_offers_the_whole_list(client: FlaskClient) -> None:
    page = open_page(client, "/board/no-level?publisher=ce-nobody&country=XX")

    assert "Nothing is on this list." in page.one("main").text
    assert page.one("main").all("a", href="/board/no-level")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/board/no-such-list", 404),
        ("/board/no-such-list.csv", 404),
        ("/board/no-level?page=9999", 404),
        ("/board/no-level?page=x", 400),
        ("/board/no-level?provider=%25&country=%27&type=%22&kind=%3B&publisher=%00", 400),
        ("/board/no-level?provider=%25%5F%5C&country=%27&type=%22&kind=%3B", 200),
    ],
)
def test_odd_addresses_are_answered_clearly(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("name", LISTS)
def test_the_file_has_every_entry_of_the_page_in_its_order(client: FlaskClient, name: str) -> None:
    page = open_page(client, f"/board/{name}")
    answer = client.get(f"/board/{name}.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.content_type == "text/csv; charset=utf-8"
    assert len(rows) == count_in(page.one("p", role="status").text)
    linked = [
        each.one("a").attributes["href"] for each in page.all("h2", **{"class": "entry-title"})
    ]
    column = "subject_ctid" if name == "conflicts" else "ctid"
    assert [row[column] for row in rows[: len(linked)]] == [
        address.rpartition("/")[2] for address in linked
    ]


def test_the_file_is_narrowed_like_the_page(client: FlaskClient) -> None:
    query = "provider=massey&type=ceterms:Course"

    rows = list(csv.reader(io.StringIO(client.get(f"/board/no-outcomes.csv?{query}").text)))
    page = open_page(client, f"/board/no-outcomes?{query}")

    assert len(rows) - 1 == count_in(page.one("p", role="status").text)


@pytest.fixture
def own_client(registry: Registry) -> Iterator[FlaskClient]:
    """A client of the web application over the test's own registry."""
    application = create_app(registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def test_no_cell_is_run_as_a_formula_and_no_name_as_markup(
    registry: Registry, own_client: FlaskClient
) -> None:
    hostile = "<script>alert(1)</script>"
    document = a_credential("hostile", name={"en": FORMULA}, isPartOf=[f"resources/{PROVIDER}"])
    publishing.publish(registry, an_organization(hostile))
    publishing.publish(registry, document)
    views.catch_up(registry)

    table = own_client.get(f"/board/no-level.csv?provider={PROVIDER}").text
    page = own_client.get(f"/board/no-level?provider={PROVIDER}").text

    [row] = csv.DictReader(io.StringIO(table))
    assert row["name"] == f"'{FORMULA}"
    assert row["ctid"] == ctid_of(document)
    assert hostile not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class GoneWeb(PoliteWeb):
    """A web on which every page is gone."""

    def ask(self, url: str) -> Answer:
        """404."""
        return Answer("gone", 404, url)


def test_a_record_says_when_its_link_was_checked_and_warns_when_it_is_dead(
    registry: Registry, own_client: FlaskClient
) -> None:
    document = a_credential("page", subjectWebpage="https://provider.example/a-page")
    publishing.publish(registry, document)
    views.catch_up(registry)
    address = f"/credentials/{ctid_of(document)}"
    before = open_page(own_client, address)

    link_checks.check_links(registry, GoneWeb("Checker/1"))

    after = open_page(own_client, address)
    assert before.all("p", **{"class": "notice notice-past"}) == []
    assert "did not work" in after.one("p", **{"class": "notice notice-past"}).text
    listed = open_page(own_client, f"/board/dead-links?provider={PROVIDER}")
    assert "https://provider.example/a-page" in listed.one("ul", **{"class": "entries"}).text
