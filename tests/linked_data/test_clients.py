"""Programs that others wrote, each reading the running site in its own way."""

import json
from typing import Any

import extruct
import feedparser
import pytest
from signposting import LinkRel, find_signposting_http
from usp.tree import sitemap_tree_for_homepage

from tests.support.awkward import AWKWARD, WITHDRAWN
from tests.support.html_pages import fetch
from tests.support.samples import find_samples
from tests.support.servers import LiveServer

SAMPLES = find_samples()


def markup(server: LiveServer, path: str) -> dict[str, Any]:
    """The one block of schema.org of a page, as `extruct` finds it."""
    page = fetch(f"{server.address}{path}").body.decode()
    [found] = extruct.extract(page, base_url=f"{server.address}{path}", syntaxes=["json-ld"])[
        "json-ld"
    ]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "WebSite"),
        ("/search?q=data+analysis", "ItemList"),
        ("/credentials/{levelled}", "EducationalOccupationalCredential"),
        ("/credentials/{course}", "Course"),
        ("/credentials/{awkward}", "EducationalOccupationalCredential"),
        ("/organizations/{organization}", "EducationalOrganization"),
        ("/organizations/{qa_body}", "Organization"),
        ("/frameworks/eqf", "DefinedTermSet"),
        ("/frameworks/eqf/levels/5", "DefinedTerm"),
        ("/records/{concept_scheme}", "DefinedTermSet"),
    ],
)
def test_extruct_finds_one_block_of_schema_org_on_a_page(
    live_server: LiveServer, path: str, kind: str
) -> None:
    found = markup(live_server, path.format(**SAMPLES))

    assert found["@type"] == kind
    assert found["@context"] == "https://schema.org"
    if kind != "ItemList":
        assert found["name"]
        assert found["@id"].startswith(f"{live_server.address}/")


def test_extruct_reads_a_hostile_name_whole(live_server: LiveServer) -> None:
    found = markup(live_server, f"/credentials/{AWKWARD}")

    assert "</script><script>alert" in json.dumps(found["name"])


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/{levelled}",
        "/fr/credentials/{course}",
        "/organizations/{organization}",
        "/frameworks/eqf",
        "/records/{concept_scheme}",
    ],
)
def test_signposting_leads_from_a_page_to_its_data(live_server: LiveServer, path: str) -> None:
    found = find_signposting_http(f"{live_server.address}{path.format(**SAMPLES)}")

    assert str(found.citeAs.target).startswith(f"{live_server.address}/resources/ce-")
    assert {each.type for each in found.describedBy} >= {"text/turtle", "application/ld+json"}
    assert "https://schema.org/AboutPage" in {str(each.target) for each in found.types}
    assert found.collection is not None
    for each in found.signposts:
        if each.rel is LinkRel.describedby:
            assert fetch(str(each.target)).status == 200


def test_the_sitemap_parser_finds_every_live_page_and_no_withdrawn_one(
    live_server: LiveServer,
) -> None:
    # It begins with robots.txt, as crawlers do.
    tree = sitemap_tree_for_homepage(f"{live_server.address}/", use_known_paths=False)
    pages = {page.url: page for page in tree.all_pages()}

    assert f"{live_server.address}/credentials/{AWKWARD}" in pages
    assert f"{live_server.address}/fr/credentials/{SAMPLES['course']}" in pages
    assert not any(WITHDRAWN in address for address in pages)
    assert len(pages) > 10_000
    assert pages[f"{live_server.address}/credentials/{AWKWARD}"].last_modified is not None


def test_feedparser_follows_the_archive_to_its_beginning(live_server: LiveServer) -> None:
    path: str | None = f"{live_server.address}/changes.atom"
    entries: set[str] = set()
    documents = 0
    while path and documents < 4:
        found = feedparser.parse(fetch(path).body)
        assert not found.bozo
        documents += 1
        entries |= {each.id for each in found.entries}
        path = next((each.href for each in found.feed.links if each.rel == "prev-archive"), None)

    assert documents == 4
    assert f"{live_server.address}/resources/{AWKWARD}" in entries
    assert len(entries) > 300
