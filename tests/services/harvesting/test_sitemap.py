"""A site is followed by its sitemap: what its pages state in schema.org, and what is gone."""

import gzip
import json
from collections.abc import Callable

import pytest

from app.services import harvesting, publishing
from app.services.harvesting import HarvestReport
from app.services.polite_web import NotFetched, PoliteWeb
from app.services.registry import Registry
from app.store import log
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.mapping.identity import ctid_of
from tests.services.harvesting.neighbours import follower
from tests.services.small_site import Page, Site, clock, site, web
from tests.support.documents import a_credential
from tests.support.documents import ctid_of as ctid_in_document

__all__ = ["clock", "follower", "site", "web"]

HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
COURSE = {
    "@context": "https://schema.org",
    "@type": "Course",
    "name": "Bread",
    "description": "From starter to loaf.",
    "inLanguage": "en",
}


class Followed:
    """A site, and the registry that follows it."""

    def __init__(self, registry: Registry, site: Site, web: PoliteWeb) -> None:
        self.registry, self.site, self.web = registry, site, web

    @property
    def url(self) -> str:
        """Where its sitemap is."""
        return self.site.url("/sitemap.xml")

    def has(self, path: str, *described: object, **page: object) -> None:
        """Let a page describe this in JSON-LD."""
        blocks = "".join(
            f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in described
        )
        body = f"<!DOCTYPE html><html><head>{blocks}</head><body></body></html>".encode()
        self.site.pages[path] = Page(body=body, headers=HTML, **page)  # type: ignore[arg-type]

    def lists(self, *pages: tuple[str, str], path: str = "/sitemap.xml") -> None:
        """Let the sitemap list these pages, with since when they are as they are."""
        listed = "".join(
            f"<url><loc>{self.site.url(page)}</loc><lastmod>{at}</lastmod></url>"
            for page, at in pages
        ).replace("<lastmod></lastmod>", "")
        self.site.pages[path] = Page(body=_map("urlset", listed), headers=XML)

    def follow(self, *, restart: bool = False, dry_run: bool = False) -> HarvestReport:
        """Harvest it, found out by what answers there."""
        source = harvesting.source_of(self.registry, self.url, self.web)
        return harvesting.harvest(self.registry, source, restart=restart, dry_run=dry_run)

    def newest(self, path: str) -> LoggedChange:
        """What the log says of the record of a page."""
        return self.of(ctid_of(self.site.url(path)))[-1]

    def of(self, ctid: CTID) -> list[LoggedChange]:
        """The entries about a record."""
        return list(log.changes_of(self.registry.database, ctid))

    def asked(self) -> set[str]:
        """The pages that were asked for since the last time."""
        paths = {path for _, path in self.site.asked} - {"/robots.txt", "/sitemap.xml"}
        self.site.asked.clear()
        return paths


def _map(kind: str, inner: str) -> bytes:
    return f'<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{kind}>'.encode()


@pytest.fixture
def followed(follower: Registry, site: Site, web: PoliteWeb) -> Followed:
    """A site with a page about a course, and one about nothing."""
    made = Followed(follower, site, web)
    made.has("/bread", COURSE)
    made.has("/about")
    made.lists(("/bread", "2026-01-05"), ("/about", "2026-01-05"))
    return made


def test_a_page_becomes_a_record_of_what_it_states(followed: Followed) -> None:
    assert followed.follow().counts == {"published": 1, "no record": 1}

    change = followed.newest("/bread")
    address = followed.site.url("/bread")
    main = json.loads(change.document)["@graph"][0]
    assert main == {
        "@id": f"resources/{change.ctid}",
        "@type": "ceterms:Course",
        "ceterms:ctid": change.ctid,
        "ceterms:name": {"en": "Bread"},
        "ceterms:description": {"en": "From starter to loaf."},
        "ceterms:inLanguage": ["en"],
        "ceterms:sameAs": [address],
    }
    assert json.loads(change.provenance) == {
        "collected": True,
        "default": {"seen": "2026-01-05", "source": followed.url, "source_url": address},
    }


def test_only_pages_that_changed_are_read_again(followed: Followed) -> None:
    followed.has("/undated", {**COURSE, "name": "Cake"})
    followed.lists(("/bread", "2026-01-05"), ("/about", "2026-01-05"), ("/undated", ""))
    followed.follow()
    followed.asked()
    followed.has("/bread", {**COURSE, "name": "Better bread"})

    assert followed.follow().counts == {"unchanged": 1}
    assert followed.asked() == {"/undated"}
    # A new page may bear an old date.
    followed.has("/old", {**COURSE, "name": "Old bread"})
    followed.lists(("/bread", "2026-02-01"), ("/about", "2026-01-05"), ("/old", "1999-01-01"))
    assert followed.follow().counts == {"updated": 1, "published": 1, "withdrawn": 1}
    assert followed.asked() == {"/bread", "/old"}
    assert "Better bread" in followed.newest("/bread").document
    assert followed.follow(restart=True).counts == {"unchanged": 2, "no record": 1}


def test_pages_that_are_gone_are_withdrawn_and_come_back(followed: Followed) -> None:
    followed.has("/cake", {**COURSE, "name": "Cake"})
    both = (("/bread", "2026-01-05"), ("/cake", "2026-01-05"))
    followed.lists(*both)
    followed.follow()
    followed.lists(both[0])
    followed.site.pages["/bread"] = Page(410)

    assert followed.follow().counts == {"withdrawn": 1}
    followed.lists(("/bread", "2026-03-01"))
    assert followed.follow().counts == {"withdrawn": 1}

    assert followed.newest("/cake").reason == (
        f"Its page is not in the sitemap {followed.url} any more."
    )
    assert followed.newest("/bread").reason == "Its page answers with status 410."
    followed.has("/bread", COURSE)
    followed.lists(*both)
    assert followed.follow().counts == {"restored": 2}


def test_nothing_counts_as_gone_while_a_part_of_the_sitemap_is_not_read(
    followed: Followed,
) -> None:
    followed.has("/cake", {**COURSE, "name": "Cake"})
    parts = "".join(
        f"<sitemap><loc>{followed.site.url(path)}</loc></sitemap>"
        for path in ("/one.xml", "/two.xml.gz", "/sitemap.xml")
    )
    followed.site.pages["/sitemap.xml"] = Page(body=_map("sitemapindex", parts), headers=XML)
    followed.lists(("/bread", "2026-01-05"), path="/one.xml")
    followed.lists(("/cake", "2026-01-05"), path="/two.xml.gz")
    part = followed.site.pages["/two.xml.gz"]
    part.body = gzip.compress(part.body)
    assert followed.follow().counts == {"published": 2}
    whole, part.status, part.body = part.body, 500, b""
    followed.has("/bread", {**COURSE, "name": "Better bread"})
    followed.lists(("/bread", "2026-02-01"), path="/one.xml")

    with pytest.raises(NotFetched, match="two.xml.gz was not read with status 500"):
        followed.follow()

    assert "Better bread" in followed.newest("/bread").document
    assert followed.newest("/cake").kind == "published"
    part.status, part.body = 200, whole
    assert not followed.follow().counts


def test_a_page_that_states_nothing_any_more_is_no_deletion(followed: Followed) -> None:
    followed.follow()
    followed.has("/bread")
    followed.lists(("/bread", "2026-02-01"))

    report = followed.follow()

    assert report.counts == {"refused": 1}
    assert "what it described stays" in report.not_taken[0].message
    assert followed.newest("/bread").kind == "published"
    followed.lists(("/about", "2026-01-05"))
    assert followed.follow().counts == {"withdrawn": 1}


def test_a_page_in_two_languages_and_a_list_of_courses_make_one_record_each(
    followed: Followed,
) -> None:
    address = followed.site.url("/bread")
    stated = {**COURSE, "@id": f"{address}#course"}
    followed.has("/bread", {**stated, "url": address})
    followed.has("/fr/pain", {**stated, "name": "Pain", "url": followed.site.url("/fr/pain")})
    followed.has("/courses", {**stated, "name": "Bread, 6 weeks", "url": address})
    pages = [(path, "2026-01-05") for path in ("/courses", "/bread", "/fr/pain")]
    followed.lists(*pages)

    assert followed.follow().counts == {"published": 1, "no record": 2}
    ctid = ctid_of(f"{address}#course")
    assert '"Bread"' in followed.of(ctid)[-1].document
    # The one that is left has the record then.
    followed.lists(pages[2])
    assert followed.follow().counts == {"updated": 1}
    assert '"Pain"' in followed.of(ctid)[-1].document


def test_what_a_course_leads_to_and_who_offers_it_come_with_it(followed: Followed) -> None:
    school = {"@type": "Organization", "@id": "https://school.example/#us", "name": "Crumb School"}
    award = {
        "@type": "EducationalOccupationalCredential",
        "@id": followed.site.url("/bread#baker"),
        "name": "Baker",
        "credentialCategory": "Certificate",
        "provider": school,
    }
    followed.has("/bread", {**COURSE, "provider": school, "educationalCredentialAwarded": award})
    followed.has("/cake", {**COURSE, "name": "Cake", "provider": {**school, "name": "Crumbs"}})
    followed.lists(("/bread", "2026-01-05"), ("/cake", "2026-01-05"))

    assert followed.follow().counts == {"published": 4}
    baker, crumb = ctid_of(str(award["@id"])), ctid_of(str(school["@id"]))
    assert "Crumb School" in followed.of(crumb)[-1].document
    followed.has("/bread", {**COURSE, "provider": school})
    followed.lists(("/bread", "2026-02-05"), ("/cake", "2026-01-05"))
    assert followed.follow().counts == {"updated": 1, "unchanged": 1, "withdrawn": 1}
    assert followed.of(baker)[-1].kind == "withdrawn"
    followed.lists(("/about", "2026-01-05"))
    # The organisation stays: others may refer to it.
    assert followed.follow().counts == {"withdrawn": 2, "no record": 1}
    assert followed.of(crumb)[-1].kind == "published"


def test_what_somebody_else_keeps_here_is_a_conflict(followed: Followed) -> None:
    followed.follow(dry_run=True)
    ctid = ctid_of(followed.site.url("/bread"))
    ours = a_credential()
    document = json.dumps(ours).replace(ctid_in_document(ours), ctid)
    prepared = publishing.prepare(document, publishing.OPERATOR, base=followed.registry.base)
    publishing.record(followed.registry, [prepared], publishing.OPERATOR)

    assert followed.follow().counts["conflict"] == 1

    [listed] = harvesting.followed_sources(followed.registry)
    assert (listed.url, listed.kind) == (followed.url, "sitemap")
    [left] = listed.not_taken
    assert left.identifier == followed.site.url("/bread")
    assert "is kept by the publisher" in left.message


def test_a_site_that_goes_away_is_left_alone_and_nothing_is_lost(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [(f"/{number}", "2026-01-05") for number in range(12)]
    for number, (path, _) in enumerate(pages):
        followed.has(path, {**COURSE, "name": f"Bread {number}"})
        if 1 < number < 7:
            followed.site.pages[path].status = 500
    followed.lists(*pages)

    with pytest.raises(NotFetched, match="/4 was not read with status 500"):
        followed.follow()

    assert "/5" not in followed.asked()
    for path, _ in pages:
        followed.site.pages[path].status = 200
    assert followed.follow().counts == {"published": 10}
    assert followed.asked() == {path for path, _ in pages[2:]}


def test_a_source_is_harvested_by_one_run_at_a_time(followed: Followed) -> None:
    def again(_report: HarvestReport) -> None:
        with pytest.raises(harvesting.AlreadyHarvesting, match="let it end"):
            followed.follow()

    source = harvesting.source_of(followed.registry, followed.url, followed.web)

    assert harvesting.harvest(followed.registry, source, tell=again).counts["published"] == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html><body>Down for maintenance", "none of what can be followed"),
        (b'<?xml version="1.0"?><rss/>', "none of what can be followed"),
        (b'{"hello": "world"}', "none of what can be followed"),
    ],
)
def test_what_is_none_of_these_is_told_so(followed: Followed, body: bytes, says: str) -> None:
    followed.site.pages["/sitemap.xml"] = Page(body=body, headers=HTML)

    with pytest.raises(harvesting.SourceFailed, match=says):
        followed.follow()


def test_a_sitemap_speaks_for_its_own_host_only(followed: Followed) -> None:
    followed.site.pages["/sitemap.xml"].body = _map(
        "urlset", "<url><loc>http://10.0.0.1/admin</loc></url><url><loc>file:///etc</loc></url>"
    )

    assert followed.follow().counts == {"refused": 2}


def test_the_same_address_is_the_same_whatever_was_asked_of_it(
    follower: Registry, web: PoliteWeb
) -> None:
    make: Callable[..., harvesting.Source] = harvesting.source_of
    asked = "http://a.example/oai?verb=ListRecords&metadataPrefix=oai_dc"
    assert make(follower, asked, web, "oai").url == "http://a.example/oai"
    asked = "http://a.example/envelopes?page=4&owned_by=ce-1&include_deleted=true"
    assert make(follower, asked, web, "registry").url == "http://a.example/envelopes?owned_by=ce-1"
    with pytest.raises(harvesting.SourceFailed, match="is no address of a web page"):
        make(follower, "ftp://a.example/feed", web, "feed")


def test_pages_that_may_not_be_visited_are_not(followed: Followed) -> None:
    rules = b"User-agent: *\nDisallow: /bread\n"
    followed.site.pages["/robots.txt"] = Page(body=rules)
    followed.site.pages["/about"] = Page(302, "http://10.0.0.1/admin")

    report = followed.follow()

    assert report.counts == {"refused": 2}
    assert "robots.txt asks not to be visited" in report.not_taken[0].message
    assert "10.0.0.1 is not a public address" in report.not_taken[1].message
    assert followed.asked() == {"/about"}
