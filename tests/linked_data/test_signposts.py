"""Signposts: what the page of a record and its data say to programs in their headers."""

import pytest
from flask.testing import FlaskClient
from signposting.linkheader import find_signposting_http_link

from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    EQF,
    ORGANIZATION,
    SCHEME,
    WITHDRAWN,
)


def signposts(client: FlaskClient, path: str) -> dict[str, set[tuple[str, str | None]]]:
    """Target and media type of each signpost, by relation, as the client `signposting` reads it."""
    response = client.get(path)
    assert response.status_code == 200, path
    found: dict[str, set[tuple[str, str | None]]] = {}
    for each in find_signposting_http_link(response.headers.getlist("Link"), BASE + path):
        found.setdefault(str(getattr(each.rel, "value", each.rel)), set()).add(
            (str(each.target), each.type)
        )
    return found


def targets(found: dict[str, set[tuple[str, str | None]]], rel: str) -> set[str]:
    return {target for target, _ in found.get(rel, ())}


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_page_says_what_to_cite_what_describes_it_and_whose_it_is(
    client: FlaskClient, prefix: str
) -> None:
    found = signposts(client, f"{prefix}/credentials/{CREDENTIAL}")
    iri = f"{BASE}/resources/{CREDENTIAL}"

    assert targets(found, "cite-as") == {iri}
    assert (f"{iri}.ttl", "text/turtle") in found["describedby"]
    assert (f"{iri}.jsonld", "application/ld+json") in found["describedby"]
    assert targets(found, "type") == {
        "https://schema.org/AboutPage",
        "https://schema.org/EducationalOccupationalCredential",
        "https://purl.org/ctdl/terms/MicroCredential",
    }
    assert targets(found, "license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert targets(found, "author") == {f"{BASE}/resources/{ORGANIZATION}"}
    assert targets(found, "collection") == {f"{BASE}/catalog"}


@pytest.mark.parametrize(
    "path",
    [
        f"/credentials/{COURSE}",
        f"/organizations/{ORGANIZATION}",
        f"/records/{SCHEME}",
        "/frameworks/eqf",
        "/frameworks/eqf/levels/5",
    ],
)
def test_every_signpost_within_the_registry_leads_somewhere(client: FlaskClient, path: str) -> None:
    found = signposts(client, path)

    assert {"cite-as", "describedby", "type", "collection"} <= found.keys()
    for rel in ("cite-as", "describedby", "collection", "author"):
        for target in targets(found, rel):
            answered = client.get(target.removeprefix(BASE), headers={"Accept": "*/*"})
            assert answered.status_code == 200, target


@pytest.mark.parametrize("path", [f"/resources/{EQF}.ttl", f"/graph/{EQF}.jsonld"])
def test_the_data_say_the_same_of_what_to_cite(client: FlaskClient, path: str) -> None:
    page, data = signposts(client, "/frameworks/eqf"), signposts(client, path)

    assert data["cite-as"] == page["cite-as"]
    assert data["collection"] == page["collection"]
    assert targets(data, "type") < targets(page, "type")


def test_other_pages_and_errors_have_no_signposts(client: FlaskClient) -> None:
    for path in (f"/credentials/{CREDENTIAL}/history", f"/credentials/{WITHDRAWN}", "/about"):
        assert "cite-as" not in client.get(path).headers.get("Link", "")
