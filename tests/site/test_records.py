"""Pages of single records: credentials, organizations, levels, pathways and the rest."""

from flask.testing import FlaskClient

from app.services.registry import Registry
from tests.site.pages import ctids, open_page, schema_org


def test_credential_page_shows_every_fact_and_its_data(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    ctid = ctids(loaded_registry, "family = 'credential' AND summary LIKE '%nfq-ie%'")[0]

    page = open_page(client, f"/credentials/{ctid}")

    facts = page.one("section", aria_labelledby="facts-title")
    assert len(facts.all("dt")) >= 21
    assert "Not stated" in facts.text
    assert schema_org(page)["identifier"] == ctid
    formats = {
        link.attributes["type"]
        for link in page.all("link", rel="alternate")
        if "type" in link.attributes
    }
    assert formats == {
        "application/ld+json",
        "text/turtle",
        "application/rdf+xml",
        "application/n-triples",
        "application/atom+xml",
    }


def test_every_stated_fact_has_its_source_beside_it(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    for ctid in ctids(loaded_registry, "family = 'credential'"):
        page = open_page(client, f"/credentials/{ctid}")

        rows = page.one("section", aria_labelledby="facts-title").all("div", **{"class": "fact"})
        for row in rows:
            is_stated = row.all("dd")[0].text != "Not stated"
            assert is_stated == bool(row.all("details", **{"class": "source"})), row.text


def test_record_of_another_class_leads_on_to_its_own_page(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    organization = ctids(loaded_registry, "family = 'organization'")[0]

    for page in ("credentials", "records"):
        answer = client.get(f"/{page}/{organization}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/organizations/{organization}"


def test_every_kind_of_record_has_a_page(client: FlaskClient, loaded_registry: Registry) -> None:
    for family in ("alignment-map", "transfer-value", "action", "concept-scheme", "other"):
        for ctid in ctids(loaded_registry, f"family = '{family}'")[:2]:
            answer = client.get(f"/records/{ctid}", follow_redirects=True)
            assert answer.status_code == 200, ctid


def test_agency_lists_whom_it_vouches_for_in_pages(
    client: FlaskClient, loaded_registry: Registry
) -> None:
    where = "family = 'organization' AND name_key LIKE 'office of qualifications%'"
    ctid = ctids(loaded_registry, where)[0]

    first = open_page(client, f"/organizations/{ctid}")
    second = open_page(client, f"/organizations/{ctid}?page=2")

    rows = first.one("section", id="vouches-for").one("tbody").all("tr")
    assert len(rows) == 50
    assert rows[0].text != second.one("section", id="vouches-for").one("tbody").all("tr")[0].text
    assert client.get(f"/organizations/{ctid}?page=999").status_code == 404


def test_level_shows_counterparts_with_basis_and_never_as_equal(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks/nzqcf/levels/7")

    table = page.one("section", aria_labelledby="counterparts-title").all("table")[0]
    assert {"Basis", "Source", "Year"} <= {head.text for head in table.all("th", scope="col")}
    assert "comparison report" in table.text
    assert "equals" not in page.one("main").text


def test_level_without_counterpart_says_which_document_says_so(client: FlaskClient) -> None:
    page = open_page(client, "/frameworks/rqf/levels/E1")

    section = page.one("section", aria_labelledby="counterparts-title")
    assert "has no comparable level" in " ".join(each.text for each in section.all("table"))


def test_unknown_level_is_not_found(client: FlaskClient) -> None:
    open_page(client, "/frameworks/eqf/levels/99", 404)


def test_pathway_is_drawn_and_listed(client: FlaskClient, loaded_registry: Registry) -> None:
    where = "family = 'credential' AND name_key LIKE 'cmi level 5 award in management%'"
    ctid = ctids(loaded_registry, where)[0]

    page = open_page(client, f"/pathways/{ctid}")

    drawn = {link.attributes["href"] for link in page.one("svg", role="group").all("a")}
    listed = {
        link.attributes["href"]
        for tree in page.all("ol", **{"class": "tree"})
        for link in tree.all("a")
    }
    suggested = {
        link.attributes["href"]
        for some in page.all("ul", class_="entries stacks-suggested")
        for link in some.all("a")
    }
    assert listed
    assert drawn == listed | suggested | {f"/credentials/{ctid}"}


def test_long_list_of_organizations_is_shown_a_letter_at_a_time(client: FlaskClient) -> None:
    first = open_page(client, "/organizations")
    later = open_page(client, "/organizations?letter=T")

    assert [heading.text for heading in first.one("main").all("h2")] == ["A"]
    assert [heading.text for heading in later.one("main").all("h2")] == ["T"]
    assert "Tallinn University" in later.one("main").text
    assert later.one("main").one("a", aria_current="page").text == "T"


def test_organizations_can_be_narrowed_to_a_country(client: FlaskClient) -> None:
    estonia = open_page(client, "/organizations?country=EE")

    assert "Tallinn University" in estonia.one("main").text
    assert len(estonia.one("main").all("h2")) > 5
    chosen = [each for each in estonia.all("option") if "selected" in each.attributes]
    assert [each.text for each in chosen] == ["Estonia"]
