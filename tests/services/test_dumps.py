"""Dumps: every live record once, the same bytes each time, all of it or nothing to be seen."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from app.config import Settings
from app.services import dumps, publishing, views
from app.services.dumps import JSON_LINES, KEPT, N_QUADS
from app.services.registry import Registry, open_registry, set_up
from app.services.views.harvest import HarvestView
from app.store import sorted_lines
from app.store.dumps import Dump, NoSuchDump
from ctdl.ctid import derive_ctid
from tests.support.documents import a_credential, a_document, an_organization, ctid_of

BASE = "https://registry.test"

CETERMS = "https://purl.org/ctdl/terms/"


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    opened = set_up(Settings(home=tmp_path / "home", base_url=BASE))
    yield opened
    opened.close()


def written(registry: Registry) -> Dump:
    made = dumps.write_dump(registry)
    assert made is not None
    return made


def content(registry: Registry, dump: Dump, suffix: str) -> bytes:
    return gzip.decompress(dumps.get_file(registry, dump.name, suffix)[2].read_bytes())


def records(registry: Registry, dump: Dump) -> dict[str, Any]:
    lines = content(registry, dump, JSON_LINES).splitlines()
    found = {each["ctid"]: each for each in map(json.loads, lines)}
    assert len(found) == len(lines) == dump.records
    return found


def statements(registry: Registry, dump: Dump) -> list[ox.Quad]:
    return list(ox.parse(content(registry, dump, N_QUADS), format=ox.RdfFormat.N_QUADS))


def test_a_dump_holds_what_is_live_and_nothing_else(registry: Registry) -> None:
    kept, changed, gone, back = (a_credential(each) for each in ("kept", "old", "gone", "back"))
    for each in (an_organization(), kept, changed, gone, back):
        publishing.publish(registry, each)
    publishing.publish(registry, a_credential("old", name={"en": "New name"}))
    publishing.withdraw(registry, ctid_of(gone), reason="Given up.")
    publishing.withdraw(registry, ctid_of(back), reason="By mistake.")
    publishing.publish(registry, back, restore=True)

    dump = written(registry)

    found = records(registry, dump)
    assert dump.records == 4
    assert ctid_of(gone) not in found
    assert found[ctid_of(back)]["kind"] == "restored"
    graph = found[ctid_of(changed)]["document"]["@graph"]
    assert graph[0]["ceterms:name"] == {"en": "New name"}
    text = content(registry, dump, N_QUADS).decode()
    assert "New name" in text
    assert ctid_of(gone) not in text
    assert dump.number == 9
    assert dump.entities >= 4
    assert dump.classes[f"{CETERMS}CredentialOrganization"] == 1
    assert dump.classes[f"{CETERMS}MicroCredential"] == 3
    views.catch_up(registry)
    live = {ctid for ctid, _ in HarvestView(registry).entries()}
    assert set(found) == live


def test_both_files_and_the_rdf_store_say_the_same(registry: Registry) -> None:
    for key in ("one", "two"):
        publishing.publish(registry, a_credential(key))
    views.catch_up(registry)

    dump = written(registry)

    store = registry.rdf.store()
    assert store is not None
    # Not what the view notes for itself, and each statement without the copy that queries ask.
    others = (ox.DefaultGraph(), ox.NamedNode("urn:credential-registry:view"))
    in_store = {each for each in store if each.graph_name not in others}
    assert set(statements(registry, dump)) == in_store
    triples = {(each.subject, each.predicate, each.object) for each in in_store}
    assert dump.triples == len(triples)
    as_json = [
        json.dumps(each["document"]).replace(f"{BASE}/contexts/ctdl/2026-08-06.json", CONTEXT)
        for each in records(registry, dump).values()
    ]
    assert all(CONTEXT in each for each in as_json)


CONTEXT = "https://credreg.net/ctdl/schema/context/json"


def test_what_two_documents_state_counts_once(registry: Registry) -> None:
    for key in ("one", "two"):
        document = a_document(
            derive_ctid(f"test:shared {key}"), "ceterms:MicroCredential", {"name": {"en": key}}
        )
        shared = {"@id": "https://elsewhere.example/x", "@type": "skos:Concept"}
        document["@graph"][0]["ceterms:sameAs"] = ["https://elsewhere.example/x"]
        document["@graph"].append(shared)
        publishing.publish(registry, document, provenance=_collected())

    dump = written(registry)

    found = statements(registry, dump)
    assert len(found) == len(set(found)) > dump.triples
    assert dump.triples == len({(each.subject, each.predicate, each.object) for each in found})


def _collected() -> Any:
    from ctdl.provenance import Provenance

    return Provenance(collected=True)


def test_lines_are_in_the_order_of_their_bytes_however_little_is_sorted_at_once(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        publishing.publish(registry, a_credential(f"course {number}", name={"fr": "Été à Noël"}))
    once = content(registry, written(registry), N_QUADS)
    _remove(registry)
    monkeypatch.setattr(sorted_lines.LineSorter.__init__, "__defaults__", (500,))

    dump = written(registry)

    lines = content(registry, dump, N_QUADS).splitlines()
    assert lines == sorted(lines)
    assert content(registry, dump, N_QUADS) == once
    assert {each.name for each in _folder(registry, dump).iterdir()} == {
        "manifest.json",
        N_QUADS,
        JSON_LINES,
    }


def test_the_same_entry_gives_the_same_bytes_in_another_home(
    registry: Registry, tmp_path: Path
) -> None:
    publishing.publish(registry, a_credential())
    first = written(registry)
    _remove(registry)

    again = open_registry(registry.settings)
    second = written(again)
    again.close()

    assert first == second
    for file in second.files:
        data = dumps.get_file(registry, second.name, file.suffix)[2].read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)


def test_a_line_of_json_is_the_entry_with_its_document_and_who_stated_it(
    registry: Registry,
) -> None:
    publishing.publish(registry, a_credential(), provenance=_collected())

    [line] = records(registry, written(registry)).values()

    assert list(line) == [
        *("number", "ctid", "kind", "type", "at", "iri", "sha256", "publisher", "signature"),
        *("provenance", "document"),
    ]
    assert line["iri"] == line["document"]["@graph"][0]["@id"]
    assert line["document"]["@context"] == f"{BASE}/contexts/ctdl/2026-08-06.json"
    assert line["provenance"]["collected"] is True


def test_nothing_is_written_while_nothing_changes(registry: Registry) -> None:
    assert dumps.write_dump(registry) is None
    publishing.publish(registry, a_credential())
    first = written(registry)
    at = _folder(registry, first).stat().st_mtime_ns

    assert written(registry) == first
    assert _folder(registry, first).stat().st_mtime_ns == at


def test_the_oldest_go_and_what_is_open_can_be_read_to_its_end(registry: Registry) -> None:
    names = []
    for number in range(KEPT + 2):
        publishing.publish(registry, a_credential(f"course {number}"))
        names.append(written(registry).name)
        if number == 0:
            file = dumps.get_file(registry, names[0], N_QUADS)[2].open("rb")

    assert [each.name for each in dumps.list_dumps(registry)] == names[: -KEPT - 1 : -1]
    with file:
        assert gzip.decompress(file.read()).startswith(b"<https://registry.test/")
    with pytest.raises(NoSuchDump, match="there are latest, "):
        dumps.get_dump(registry, names[0])


def test_what_is_not_finished_is_never_seen(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing.publish(registry, a_credential("one"))
    first = written(registry)
    publishing.publish(registry, a_credential("two"))
    seen = []

    def cut_off(_descriptor: int) -> None:
        seen.append(dumps.list_dumps(registry))
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", cut_off)
    with pytest.raises(OSError, match="No space"):
        dumps.write_dump(registry)
    monkeypatch.undo()

    assert seen == [[first]]
    assert dumps.list_dumps(registry) == [first]
    assert [each.name for each in _folder(registry, first).parent.iterdir()] == [first.name]
    assert written(registry).records == 2


@pytest.mark.parametrize("suffix", ["manifest.json", N_QUADS])
def test_a_damaged_dump_is_passed_over_and_made_again(registry: Registry, suffix: str) -> None:
    publishing.publish(registry, a_credential())
    first = written(registry)
    (_folder(registry, first) / suffix).write_bytes(b"{}")

    assert dumps.list_dumps(registry) == []
    with pytest.raises(NoSuchDump, match="no dump yet"):
        dumps.get_dump(registry, "latest")
    assert written(registry) == first
    assert dumps.list_dumps(registry) == [first]


def test_a_registry_that_moved_gives_out_no_dump_with_old_addresses(registry: Registry) -> None:
    publishing.publish(registry, a_credential())
    first = written(registry)
    moved = open_registry(replace(registry.settings, base_url="https://moved.test"))

    assert dumps.list_dumps(moved) == []
    second = written(moved)

    assert second.name == first.name
    assert b"registry.test" not in content(moved, second, N_QUADS)
    assert dumps.list_dumps(registry) == []
    moved.close()


def _folder(registry: Registry, dump: Dump) -> Path:
    return dumps.get_file(registry, dump.name, N_QUADS)[2].parent


def _remove(registry: Registry) -> None:
    for path in (registry.settings.home / "dumps").rglob("*"):
        if path.is_file():
            path.unlink()
