"""Repositories and registries that answer badly: what is wrong is said, and nothing is lost."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.services import harvesting
from app.services.harvesting import HarvestReport, SourceFailed
from app.services.polite_web import NotFetched, PoliteWeb
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import derive_ctid
from tests.services.harvesting.neighbours import follower
from tests.services.small_site import Page, Site, clock, site, web
from tests.support.documents import a_credential, ctid_of

__all__ = ["clock", "follower", "site", "web"]

IDENTIFY = "/oai?verb=Identify"
FIRST = "/oai?verb=ListRecords&metadataPrefix=ctdl_rdf"
NEXT = "/oai?verb=ListRecords&resumptionToken="
XML = {"Content-Type": "text/xml"}
BASE = "https://a.example/"
LIST = "/envelopes?page={page}&per_page=100&include_deleted=true&provisional=exclude"
LIST += "&sort_by=updated_at&sort_order=desc"


def ctid(name: str) -> str:
    return derive_ctid(f"test:{name}")


class Sources:
    """A site that answers as an OAI-PMH repository and as a Credential Registry, and who asks."""

    def __init__(self, registry: Registry, site: Site, web: PoliteWeb) -> None:
        self.registry, self.site, self.web = registry, site, web
        self.identifies("YYYY-MM-DDThh:mm:ssZ")

    def identifies(self, granularity: str) -> None:
        self.oai(IDENTIFY, f"<Identify><granularity>{granularity}</granularity></Identify>")

    def oai(self, path: str, inner: str, *, at: str = "2026-01-10T00:00:00Z") -> None:
        """Let an address answer so."""
        body = f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{at}'
        body += f"</responseDate><request/>{inner}</OAI-PMH>"
        self.site.pages[path] = Page(body=body.encode(), headers=XML)

    def records(self, path: str, *names: str, token: str | None = None, **answer: str) -> None:
        """Let an address answer with a page of records."""
        tail = "" if token is None else f"<resumptionToken>{token}</resumptionToken>"
        listed = "".join(record(each) for each in names)
        self.oai(path, f"<ListRecords>{listed}{tail}</ListRecords>", **answer)

    def envelopes(self, page: int, *listed: dict[str, Any], since: str = "") -> None:
        """Let a page of the list of envelopes be so."""
        path = LIST.format(page=page) + (f"&from={since.replace(':', '%3A')}" if since else "")
        self.site.pages[path] = Page(body=json.dumps(listed).encode())

    def follow(self, path: str = "/oai") -> HarvestReport:
        """Harvest one of them."""
        kind = {"/oai": "oai", "/envelopes": "registry"}[path]
        source = harvesting.source_of(self.registry, self.site.url(path), self.web, kind)
        return harvesting.harvest(self.registry, source)

    def live(self) -> set[str]:
        """The records that were taken over."""
        live: set[str] = set()
        for each in log.changes_after(self.registry.database, 0, 1000):
            (live.discard if each.is_withdrawal else live.add)(each.ctid)
        return live

    def asked(self) -> list[str]:
        """The addresses that were asked for since the last time."""
        paths = [path for _, path in self.site.asked if path not in (IDENTIFY, "/robots.txt")]
        self.site.asked.clear()
        return paths


@pytest.fixture
def sources(follower: Registry, site: Site, web: PoliteWeb) -> Sources:
    return Sources(follower, site, web)


def record(name: str, *, status: str = "", inner: str = "") -> str:
    """A record as a repository that names things in its own way gives it."""
    header = f"<identifier>oai:a.example:{ctid(name)}</identifier>"
    header += "<datestamp>2026-01-05</datestamp>"
    rdf = f"""<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:ceterms="https://purl.org/ctdl/terms/">
        <ceterms:Certificate rdf:about="https://a.example/resources/{ctid(name)}">
          <ceterms:ctid>{ctid(name)}</ceterms:ctid>
          <ceterms:name xml:lang="en">{name}{inner}</ceterms:name>
        </ceterms:Certificate></rdf:RDF></metadata>"""
    deleted = f' status="{status}"' if status else ""
    return f"<record><header{deleted}>{header}</header>{'' if status else rdf}</record>"


def envelope(name: str, at: str = "2026-01-05T00:00:00.000Z", **stated: Any) -> dict[str, Any]:
    document = a_credential(name)
    key = ctid_of(document)
    document = json.loads(json.dumps(document).replace("resources/ce", f"{BASE}resources/ce"))
    return {
        "envelope_ceterms_ctid": key,
        "decoded_resource": document,
        "node_headers": {"deleted_at": None, "updated_at": at},
        **stated,
    }


def test_what_a_repository_says_in_its_own_names_is_followed(sources: Sources) -> None:
    sources.records(FIRST, "a", "b", token="2")
    sources.records(f"{NEXT}2", "c", token="")
    assert sources.follow().counts == {"published": 3}
    again = f"{FIRST}&from=2026-01-10T00%3A00%3A00Z"
    sources.oai(again, f"<ListRecords>{record('b', status='deleted')}</ListRecords>")

    assert sources.follow().counts == {"withdrawn": 1}

    assert sources.live() == {ctid("a"), ctid("c")}
    sources.oai(again, '<error code="noRecordsMatch">Nothing.</error>')
    assert not sources.follow().counts


def test_a_repository_that_counts_in_days_is_asked_from_a_day(sources: Sources) -> None:
    sources.identifies("YYYY-MM-DD")
    sources.records(FIRST, "a")
    sources.records(f"{FIRST}&from=2026-01-10", "a", "b")
    sources.follow()

    assert sources.follow().counts == {"published": 1, "unchanged": 1}


def test_a_clock_that_runs_ahead_does_not_make_deaf(sources: Sources) -> None:
    sources.records(FIRST, "a", at="2999-01-01T00:00:00Z")
    sources.follow()
    sources.asked()

    with pytest.raises(NotFetched, match="404"):
        sources.follow()

    [asked] = sources.asked()
    assert re.search(rf"&from={datetime.now(UTC).date()}T", asked)


def test_a_token_that_was_forgotten_begins_the_list_again(sources: Sources) -> None:
    sources.records(FIRST, "a", token="2")
    sources.site.pages[f"{NEXT}2"] = Page(body=b"<html>Down for maintenance</html>", headers=XML)
    with pytest.raises(SourceFailed, match="answers with <html>, not with <OAI-PMH>"):
        sources.follow()
    assert sources.live() == {ctid("a")}
    sources.asked()
    sources.oai(f"{NEXT}2", '<error code="badResumptionToken">Expired.</error>')
    sources.records(FIRST, "a", token="3")
    sources.records(f"{NEXT}3", "b", token="")

    assert sources.follow().counts == {"published": 1, "unchanged": 1}

    assert sources.asked() == [f"{NEXT}2", FIRST, f"{NEXT}3"]


def test_tokens_that_are_forgotten_again_and_again_end_the_run(sources: Sources) -> None:
    sources.records(FIRST, "a", token="2")
    sources.oai(f"{NEXT}2", '<error code="badResumptionToken">Expired.</error>')

    with pytest.raises(SourceFailed, match="answers badResumptionToken: Expired"):
        sources.follow()


@pytest.mark.parametrize(("second", "token"), [("a", "3"), ("b", "2")])
def test_a_list_that_leads_in_a_circle_is_noticed(
    sources: Sources, second: str, token: str
) -> None:
    sources.records(FIRST, "a", token="2")
    sources.records(f"{NEXT}2", second, token=token)

    with pytest.raises(SourceFailed, match="leads in a circle"):
        sources.follow()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ('<error code="cannotDisseminateFormat">No.</error>', "Only repositories with the format"),
        ('<error code="badArgument">No.</error>', "answers badArgument: No"),
        ("<ListRecords>", "no well-formed XML"),
        ("<ListRecords><record><header/></record></ListRecords>", "is not an instant"),
    ],
)
def test_what_is_wrong_with_a_repository_is_said(sources: Sources, answer: str, says: str) -> None:
    sources.oai(FIRST, answer)

    with pytest.raises(SourceFailed, match=says):
        sources.follow()


def test_a_record_with_faults_stops_no_other(sources: Sources) -> None:
    listed = (
        record("a")
        .replace("oai:a.example:ce", "oai:a.example:xy")
        .replace(
            "</rdf:RDF>",
            '<rdf:Description rdf:about="urn:x"><ceterms:ctid>'
            f"{ctid('x')}</ceterms:ctid></rdf:Description></rdf:RDF>",
        )
    )
    listed += "<record><header><identifier>b</identifier><datestamp>2026-01-05</datestamp>"
    listed += f"</header></record>{record('c')}"
    sources.oai(FIRST, f"<ListRecords>{listed}</ListRecords>")

    report = sources.follow()

    assert report.counts == {"published": 1, "refused": 2}
    assert "does not tell which of 2 resources" in report.not_taken[0].message
    assert "has no metadata" in report.not_taken[1].message


def test_entities_are_not_read(sources: Sources) -> None:
    sources.records(FIRST, "a")
    page = sources.site.pages[FIRST]
    page.body = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + page.body.replace(
        b">a<", b">a &e;<"
    )

    assert sources.follow().counts == {"refused": 1}


def test_envelopes_are_read_until_there_are_no_more(sources: Sources) -> None:
    sources.envelopes(1, envelope("a"), envelope("b", deleted_at="2026-01-04"))
    sources.envelopes(2)

    assert sources.follow("/envelopes").counts == {"published": 1, "unknown": 1}

    since = "2026-01-05T00:00:00.000Z"
    # This registry leaves `from` unread, so the page has what was known as well.
    later = envelope("c", "2026-01-06T00:00:00Z")
    sources.envelopes(1, later, envelope("a"), envelope("d", "2026-01-01T00:00:00Z"), since=since)
    assert sources.follow("/envelopes").counts == {"published": 1, "unchanged": 1}


def test_a_registry_that_gives_the_same_page_again_is_told_so(sources: Sources) -> None:
    sources.envelopes(1, envelope("a"))
    sources.envelopes(2, envelope("a"))

    with pytest.raises(SourceFailed, match="gives the same page again"):
        sources.follow("/envelopes")


def test_a_registry_that_sorts_otherwise_is_read_from_its_beginning(sources: Sources) -> None:
    sources.envelopes(1, envelope("a", "2026-01-01"), envelope("b", "2026-01-02"))
    sources.site.pages[LIST.format(page=2)] = Page(body=b"<html>Down</html>")
    with pytest.raises(SourceFailed, match="that is no JSON"):
        sources.follow("/envelopes")
    sources.asked()
    sources.envelopes(2, envelope("c", "2026-01-03"))

    assert sources.follow("/envelopes").counts == {"published": 1, "unchanged": 2}

    assert sources.asked() == [LIST.format(page=1), LIST.format(page=2)]


def test_an_instant_in_the_future_does_not_make_deaf_to_envelopes(sources: Sources) -> None:
    sources.envelopes(1, envelope("a", "2999-01-01"))
    sources.envelopes(2)
    sources.follow("/envelopes")
    sources.asked()

    with pytest.raises(NotFetched, match="404"):
        sources.follow("/envelopes")

    earlier = datetime.now(UTC) - timedelta(seconds=10)
    assert f"from={earlier.date()}T" in sources.asked()[0]


def test_old_forms_are_read_and_an_envelope_with_faults_stops_no_other(sources: Sources) -> None:
    old = envelope("old")
    main = old["decoded_resource"]["@graph"][0]
    old["decoded_resource"] = {**main, "ceterms:name": "Old", "@context": "http://a.example/own"}
    broken = envelope("broken", decoded_resource={"@graph": 1}, resource="no.jws")
    nameless = envelope("nameless", envelope_ceterms_ctid=None, envelope_id="\x1b[2J\0\ud800")
    sources.envelopes(1, old, broken, nameless, envelope("a"))
    sources.envelopes(2)

    report = sources.follow("/envelopes")

    assert report.counts == {"published": 2, "refused": 2}
    assert "\ufffd[2J\ufffd\ufffd" in [each.identifier for each in report.not_taken]
    assert ctid_of(a_credential("old")) in sources.live()


def test_what_answers_tells_its_protocol(sources: Sources) -> None:
    sources.oai("/oai", '<error code="badVerb">No verb.</error>')
    sources.site.pages["/envelopes"] = Page(body=json.dumps([envelope("a")]).encode())

    for path, kind in (("/oai", "oai"), ("/envelopes", "registry")):
        url = sources.site.url(path)
        assert harvesting.source_of(sources.registry, url, sources.web).kind == kind
