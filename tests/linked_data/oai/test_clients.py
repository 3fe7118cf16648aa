"""Harvesters that others wrote, each asking the running site for all of it, page after page."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import oaipmh.client
import oaipmh.metadata
import pytest
from oaipmh_scythe import Scythe
from oaipmh_scythe.models import Record
from sickle import Sickle

from tests.support.awkward import AWKWARD, WITHDRAWN
from tests.support.servers import LiveServer


@dataclass(frozen=True)
class State:
    """What the log of the site says: the records that are live, and those that are withdrawn."""

    live: frozenset[str]
    withdrawn: frozenset[str]


@pytest.fixture(scope="module")
def state(live_server: LiveServer) -> State:
    """The state of the log, read out of the database itself."""
    newest = "SELECT record, kind FROM change GROUP BY record HAVING number = max(number)"
    with sqlite3.connect(live_server.settings.home / "registry.db") as database:
        found = dict(database.execute(newest).fetchall())
    withdrawn = frozenset(ctid for ctid, kind in found.items() if kind == "withdrawn")
    return State(frozenset(found) - withdrawn, withdrawn)


def ctid(identifier: str) -> str:
    return identifier.rpartition("/")[2]


def test_sickle_harvests_every_record_and_sees_what_is_withdrawn(
    live_server: LiveServer, state: State
) -> None:
    harvester = Sickle(f"{live_server.address}/oai")

    live: set[str] = set()
    withdrawn: set[str] = set()
    for record in harvester.ListRecords(metadataPrefix="oai_dc", ignore_deleted=False):
        kind = withdrawn if record.deleted else live
        assert ctid(record.header.identifier) not in live | withdrawn
        kind.add(ctid(record.header.identifier))
        if not record.deleted:
            assert record.metadata["title"]
            assert record.header.identifier in record.metadata["identifier"]

    assert (frozenset(live), frozenset(withdrawn)) == (state.live, state.withdrawn)
    assert AWKWARD in live
    assert WITHDRAWN in withdrawn


def test_sickle_asks_only_for_what_changed(live_server: LiveServer, state: State) -> None:
    harvester = Sickle(f"{live_server.address}/oai")
    headers = list(harvester.ListIdentifiers(metadataPrefix="ctdl_rdf"))
    stamps = sorted({header.datestamp for header in headers})
    since = stamps[len(stamps) // 2]

    later = harvester.ListIdentifiers(**{"metadataPrefix": "ctdl_rdf", "from": since})

    wanted = {header.identifier for header in headers if header.datestamp >= since}
    assert 0 < len(wanted) < len(headers)
    assert {header.identifier for header in later} == wanted


def test_scythe_harvests_the_lossless_format(live_server: LiveServer, state: State) -> None:
    with Scythe(f"{live_server.address}/oai") as harvester:
        found = [
            (ctid(str(record.header.identifier)), record.deleted)
            for record in harvester.list_records(metadata_prefix="ctdl_rdf")
            if isinstance(record, Record)
        ]

    assert {each for each, deleted in found if not deleted} == state.live
    assert {each for each, deleted in found if deleted} == state.withdrawn
    assert len(found) == len(dict(found))


def test_the_client_of_oaipmh_harvests_a_set(live_server: LiveServer, state: State) -> None:
    registry = oaipmh.metadata.MetadataRegistry()
    registry.registerReader("oai_dc", oaipmh.metadata.oai_dc_reader)
    harvester = oaipmh.client.Client(f"{live_server.address}/oai", registry)

    def harvested(**wanted: str) -> Iterator[str]:
        for header, metadata, _ in harvester.listRecords(metadataPrefix="oai_dc", **wanted):
            assert header.isDeleted() or metadata.getField("title")
            yield ctid(header.identifier())

    courses = set(harvested(set="type:ceterms:Course"))
    certificates = set(harvested(set="type:ceterms:Certificate"))
    assert len(courses) > 200
    assert not courses & certificates
    assert courses | certificates <= state.live | state.withdrawn
    assert len(list(harvester.listSets())) > 500
