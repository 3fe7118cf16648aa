"""Importing into a registry: what is published, what stays as it was, and who states it."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.services import importing, publishing, reading, views
from app.services.publishing import PublisherRef, RecordRejected
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import stored_document
from ctdl.findings import DocumentError
from ctdl.records import CredentialRecord
from tests.ctdl.mapping.sources import SAMPLES, imported, main_of, sample, sample_json

RICH = "open-badges-3-rich.json"
GRAPH = "ctdl-graph-rich.json"
GUILD = PublisherRef(CTID("ce-2d3e4f5a-6b7c-4d8e-9f0a-1b2c3d4e5f60"), "Guild")
#: What a file cannot say for itself, for the one sample that needs it.
WISHES: dict[str, dict[str, Any]] = {
    "elm-award.json": {"ctid": derive_ctid("test:award"), "kind": "ceterms:MicroCredential"}
}


def newest(registry: Registry, ctid: str) -> dict[str, Any]:
    with registry.database.reading() as connection:
        number = log.heads(connection, [CTID(ctid)])[CTID(ctid)].number
        change = log.change(connection, number)
    assert change is not None
    return stored_document(change.document).main


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_operator_can_publish_every_sample(registry: Registry, path: Path) -> None:
    done = importing.publish_import(registry, path.read_bytes(), **WISHES.get(path.name, {}))
    views.catch_up(registry)

    assert {each.kind for each in done.published} == {"published"}
    for each in done.published:
        assert reading.get_record(registry, each.ctid).number == each.number


def test_converting_saves_nothing(registry: Registry) -> None:
    made = importing.convert(registry, sample(RICH))

    assert [document.type for document in made.documents] == [
        "ceterms:CredentialOrganization",
        "ceterms:MicroCredential",
    ]
    with registry.database.reading() as connection:
        assert log.newest_number(connection) == 0


def test_the_records_say_where_they_come_from(registry: Registry) -> None:
    done = importing.publish_import(registry, sample(RICH))
    views.catch_up(registry)

    stored = reading.get_record(registry, done.published[-1].ctid)
    statement = stored.provenance.default
    assert statement.source == "Open Badges 3.0 Achievement"
    assert statement.source_url == sample_json(RICH)["id"]
    assert statement.asserted_by == "Tidewater Maritime College"
    assert statement.seen
    assert stored.provenance.collected


def test_an_organisation_that_is_here_is_left_as_it_is(registry: Registry) -> None:
    importing.publish_import(registry, sample(RICH))
    issuer = main_of(imported(RICH), "ceterms:CredentialOrganization")

    done = importing.publish_import(registry, sample("open-badges-3-award.json"))

    assert list(done.kept) == [issuer["ceterms:ctid"]]
    described = newest(registry, issuer["ceterms:ctid"])
    assert described["ceterms:email"] == ["registrar@tidewater.example.org"]


def test_importing_the_same_again_changes_nothing(registry: Registry) -> None:
    importing.publish_import(registry, sample(RICH))

    done = importing.publish_import(registry, sample(RICH))

    assert [each.kind for each in done.published] == ["unchanged"]


def test_a_publisher_must_complete_what_its_badge_cannot_say(registry: Registry) -> None:
    with pytest.raises(RecordRejected) as refused:
        importing.publish_import(registry, sample(RICH), GUILD)

    missing = {each.property for each in refused.value.findings if each.severity == "error"}
    assert "ceterms:credentialStatusType" in missing
    with registry.database.reading() as connection:
        assert log.newest_number(connection) == 0


def test_a_publisher_imports_its_own_complete_record(registry: Registry) -> None:
    done = importing.publish_import(registry, sample(GRAPH), GUILD)

    assert [each.kind for each in done.published] == ["published", "published"]
    with registry.database.reading() as connection:
        heads = log.heads(connection, [each.ctid for each in done.published])
    assert {head.publisher for head in heads.values()} == {GUILD.ctid}


def test_nothing_is_published_over_somebody_elses_record(registry: Registry) -> None:
    importing.publish_import(registry, sample(GRAPH), GUILD)
    changed = sample(GRAPH).replace(b"Repair of clocks", b"Repair of watches")

    with pytest.raises(publishing.BulkRejected, match="another|not by|keeps|kept"):
        importing.publish_import(registry, changed)


def test_a_publisher_owns_what_names_nobody(registry: Registry) -> None:
    made = importing.convert(registry, sample("open-badges-3-minimal.json"), GUILD)

    assert made.documents[0].main["ceterms:ownedBy"] == [f"resources/{GUILD.ctid}"]
    assert "IMPORT_STATED_BY_IMPORTER" in {note.code for note in made.notes}


def test_a_general_credential_is_refused_with_the_remedy(registry: Registry) -> None:
    source = sample_json("elm-minimal.json")
    del source["dcType"]

    with pytest.raises(RecordRejected, match="ceterms:MicroCredential"):
        importing.publish_import(registry, json.dumps(source))

    done = importing.publish_import(registry, json.dumps(source), kind="ceterms:Certificate")
    assert len(done.published) == 1


def test_an_own_record_that_was_written_out_comes_back_unchanged(registry: Registry) -> None:
    importing.publish_import(registry, sample(GRAPH), GUILD)
    views.catch_up(registry)
    clocks = CTID("ce-1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f")
    document = reading.get_record(registry, clocks).document
    badge = json.dumps(importing.export(document, "open-badges-3", base=registry.base))

    [again] = importing.convert(registry, badge).documents

    assert again.ctid == clocks
    assert f"resources/{clocks}" not in again.main.get("ceterms:sameAs", [])
    record = reading.get_record(registry, clocks).record
    assert isinstance(record, CredentialRecord)
    assert again.main["ceterms:name"] == {"en": "Repair of clocks"}


def test_what_is_no_known_format_is_refused(registry: Registry) -> None:
    with pytest.raises(DocumentError, match="Known formats"):
        importing.convert(registry, b'{"a": 1}')


def test_a_record_of_two_classes_is_converted(registry: Registry) -> None:
    content = sample_json("ctdl-legacy.json")
    content["@type"] = ["ceterms:Certificate", "ceterms:MicroCredential"]

    made = importing.convert(registry, json.dumps(content))

    assert [document.main["@type"] for document in made.documents] == [content["@type"]]
