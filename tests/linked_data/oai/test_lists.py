"""Lists in parts: nothing twice, nothing lost, withdrawn records among them."""

from datetime import datetime, timedelta

import pytest
from lxml import etree
from rdflib import Graph
from rdflib.compare import isomorphic

from app.services import publishing, views
from ctdl.documents import parse_document
from tests.linked_data.oai.harvesting import (
    MANY,
    NAMES,
    WITHDRAWN,
    Answered,
    Harvester,
    credential,
    document,
    open_harvester,
    provider,
)
from tests.support.documents import an_organization

EVERYTHING = {credential(number) for number in range(MANY)} | {provider(each) for each in range(3)}
GONE = {credential(number) for number in range(MANY - WITHDRAWN, MANY)}


@pytest.mark.parametrize("prefix", ["oai_dc", "ctdl_rdf"])
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_list_in_parts_has_every_record_once(
    harvester: Harvester, verb: str, prefix: str
) -> None:
    pages = list(harvester.all(verb, metadataPrefix=prefix))

    ids = [each for page in pages for each in page.ids]
    assert len(pages) == 3
    assert len(ids) == len(set(ids))
    assert set(ids) == EVERYTHING
    assert set().union(*(page.deleted for page in pages)) == GONE


def test_the_parts_say_how_many_there_are_and_the_last_has_an_empty_token(
    harvester: Harvester,
) -> None:
    pages = list(harvester.all("ListIdentifiers", metadataPrefix="oai_dc"))

    told = [(page.attribute("resumptionToken", "cursor"), page.token != "") for page in pages]
    sizes = {page.attribute("resumptionToken", "completeListSize") for page in pages}
    assert told == [("0", True), ("100", True), ("200", False)]
    assert sizes == {str(len(EVERYTHING))}


def test_a_list_of_one_page_has_no_token(harvester: Harvester) -> None:
    page = harvester.ask("ListRecords", metadataPrefix="oai_dc", set=f"provider:{provider(1)}")

    assert (len(page.ids), page.token) == (77, None)


def test_where_the_last_page_is_full_no_empty_one_follows(
    harvester: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = len(harvester.ids())
    for size in (number, next(each for each in range(number // 2, 0, -1) if number % each == 0)):
        monkeypatch.setattr("app.services.harvest.PAGE", size)

        pages = list(harvester.all("ListIdentifiers", metadataPrefix="oai_dc"))

        assert len(pages) == number // size
        assert all(page.ids for page in pages)


def test_tombstones_have_no_metadata_and_keep_their_sets(harvester: Harvester) -> None:
    gone = credential(MANY - 1)
    iri = f"https://registry.test/resources/{gone}"
    found = harvester.ask("GetRecord", identifier=iri, metadataPrefix="oai_dc")

    assert found.deleted == {gone}
    assert found.texts("metadata") == []
    assert f"provider:{provider((MANY - 1) % 3)}" in found.texts("setSpec")
    assert "country:NZ" in found.texts("setSpec")
    assert gone in harvester.ids(set="country:NZ")


def test_names_arrive_whole(harvester: Harvester) -> None:
    for number, name in NAMES.items():
        iri = f"https://registry.test/resources/{credential(number)}"
        for prefix in ("oai_dc", "ctdl_rdf"):
            found = harvester.ask("GetRecord", identifier=iri, metadataPrefix=prefix)
            told = [each.text for each in found.root.iter() if isinstance(each.tag, str)]
            assert name in told


def test_the_lossless_format_holds_every_statement(harvester: Harvester) -> None:
    ctid = credential(5)
    iri = f"https://registry.test/resources/{ctid}"
    found = harvester.ask("GetRecord", identifier=iri, metadataPrefix="ctdl_rdf")
    metadata = next(iter(found.root.iter("{http://www.openarchives.org/OAI/2.0/}metadata")))
    harvested = Graph().parse(data=etree.tostring(metadata[0]), format="xml")
    served = harvester.client.get(f"/graph/{ctid}.ttl").data.decode()
    assert isomorphic(harvested, Graph().parse(data=served, format="turtle"))
    assert len(harvested) > 5


def test_from_and_until_count_both_ends(harvester: Harvester) -> None:
    stamps: dict[str, str] = {}
    for page in harvester.all("ListIdentifiers", metadataPrefix="oai_dc"):
        stamps.update(zip(page.ids, page.texts("datestamp"), strict=True))
    some = sorted(set(stamps.values()))
    first, last = some[0], some[-1]

    for since, until in ((first, first), (last, last), (first, last)):
        wanted = {each for each, at in stamps.items() if since <= at <= until}
        assert set(harvester.ids(from_=since, until=until)) == wanted
    assert set(harvester.ids(from_=first[:10], until=last[:10])) == EVERYTHING


def test_what_is_stamped_before_the_first_is_nothing(harvester: Harvester) -> None:
    earliest = harvester.ask("Identify").texts("earliestDatestamp")[0]
    stamps = harvester.ask("ListIdentifiers", metadataPrefix="oai_dc").texts("datestamp")
    before = datetime.fromisoformat(earliest) - timedelta(seconds=1)

    assert min(stamps) >= earliest
    found = harvester.ask(
        "ListRecords", metadataPrefix="oai_dc", until=f"{before:%Y-%m-%dT%H:%M:%SZ}"
    )
    assert found.error == "noRecordsMatch"


def test_what_is_written_during_a_harvest_loses_nothing(busy: Harvester) -> None:
    first = busy.ask("ListIdentifiers", metadataPrefix="oai_dc")
    assert first.token
    given, waiting = set(first.ids), sorted(EVERYTHING - set(first.ids))
    changed = next(number for number in range(MANY) if credential(number) in waiting)
    again = next(number for number in range(MANY) if credential(number) in given)
    added = parse_document(document(MANY + 1))
    for each in (document(changed, "Renamed"), document(again, "Renamed as well"), added.body):
        publishing.publish(busy.registry, each)
    publishing.withdraw(busy.registry, credential(changed + 1), reason="Over.")
    publishing.restore(busy.registry, credential(MANY - 1))
    views.catch_up(busy.registry)

    # Another process, after a restart, with the token that was given before.
    other = open_harvester(busy.registry.settings)
    pages: list[Answered] = [first]
    token: str | None = first.token
    while token:
        pages.append(other.ask("ListIdentifiers", resumptionToken=token))
        token = pages[-1].token
    other.registry.close()

    seen = [each for page in pages for each in page.ids]
    assert set(seen) == EVERYTHING | {added.ctid}
    assert {each for each in seen if seen.count(each) > 1} == {credential(again)}
    state = {ctid: ctid in page.deleted for page in pages for ctid in page.ids}
    gone = {ctid for ctid, deleted in state.items() if deleted}
    assert gone == (GONE | {credential(changed + 1)}) - {credential(MANY - 1)}


def test_a_record_is_stamped_anew_when_its_provider_changes(busy: Harvester) -> None:
    iri = f"https://registry.test/resources/{credential(1)}"
    before = busy.ask("GetRecord", identifier=iri, metadataPrefix="oai_dc")
    sequence = busy.ids()
    publishing.publish(busy.registry, an_organization("Renamed College", provider(1)))
    views.catch_up(busy.registry)

    after = busy.ask("GetRecord", identifier=iri, metadataPrefix="oai_dc")
    assert "College 1" in before.text
    assert "Renamed College" in after.text
    assert sequence.index(credential(1)) < sequence.index(credential(2))
    moved = busy.ids()
    assert moved.index(credential(1)) > moved.index(credential(2))
    assert set(moved) == EVERYTHING
    wrong = [each for each in views.check(busy.registry) if not each.is_right]
    assert wrong == []


def test_a_new_index_of_the_log_gives_the_same_order(busy: Harvester) -> None:
    publishing.publish(busy.registry, an_organization("Renamed College", provider(2)))
    views.catch_up(busy.registry)
    before = busy.ids()

    views.rebuild(busy.registry, ["harvest"])

    assert busy.ids() == before
