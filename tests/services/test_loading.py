"""Loading: in any order, in batches, past what is wrong, and as often as one likes."""

import json
from pathlib import Path

import pytest

from app.services import loading, publishing, reading
from app.services.registry import Registry
from app.store import log
from tests.support.documents import a_credential, an_organization, ctid_of


def test_one_bad_record_stops_neither_its_file_nor_the_next(
    registry: Registry, tmp_path: Path
) -> None:
    _lines(tmp_path / "a.jsonl", a_credential("one"), "{not JSON", a_credential("two"))
    _lines(tmp_path / "b.jsonl", a_credential("three"))

    report = loading.load(registry, [tmp_path])

    assert report.counts == {"published": 3}
    [problem] = report.problems
    assert (Path(problem.path).name, problem.line) == ("a.jsonl", 2)
    assert not report.is_complete


def test_a_file_that_is_not_text_is_named_and_left_out(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\x00\x01\n")
    _lines(tmp_path / "b.jsonl", a_credential())

    report = loading.load(registry, [tmp_path])

    assert report.counts == {"published": 1}
    assert [Path(problem.path).name for problem in report.problems] == ["a.jsonl"]


def test_loading_again_writes_nothing(registry: Registry, tmp_path: Path) -> None:
    _lines(tmp_path / "a.jsonl", a_credential("one"), an_organization())
    loading.load(registry, [tmp_path])

    report = loading.load(registry, [tmp_path])

    assert report.counts == {"unchanged": 2}
    assert log.latest_number(registry.database) == 2


def test_a_record_withdrawn_since_is_left_withdrawn(registry: Registry, tmp_path: Path) -> None:
    document = a_credential()
    _lines(tmp_path / "a.jsonl", document)
    loading.load(registry, [tmp_path])
    publishing.withdraw(registry, ctid_of(document), reason="not offered any more")

    report = loading.load(registry, [tmp_path])

    assert report.counts == {"left as they are": 1}
    with pytest.raises(reading.RecordWithdrawn):
        reading.get_record(registry, ctid_of(document))


def test_provenance_beside_a_document_is_kept_with_its_revision(
    registry: Registry, tmp_path: Path
) -> None:
    document = a_credential()
    stated = {
        "default": {"source": "a register", "seen": "2026-06"},
        "properties": {"ceterms:name": {"source": "a web page"}},
        "collected": True,
    }
    line = json.dumps({"document": document, "provenance": stated})
    (tmp_path / "a.jsonl").write_text(line)

    loading.load(registry, [tmp_path])

    provenance = reading.get_record(registry, ctid_of(document)).provenance
    assert provenance.of("ceterms:name").source == "a web page"
    assert provenance.of("ceterms:description").source == "a register"
    assert provenance.of("ceterms:name").seen == "2026-06"


def test_files_are_known_to_be_loaded_until_one_of_them_changes(
    registry: Registry, tmp_path: Path
) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    _lines(folder / "a.jsonl", a_credential())
    loading.load(registry, [folder])
    loading.remember_load(registry, [folder])

    assert loading.is_loaded(registry, [folder])
    _lines(folder / "a.jsonl", a_credential("another"))
    assert not loading.is_loaded(registry, [folder])


def test_a_path_without_records_is_an_error(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(loading.NothingToLoad):
        loading.load(registry, [tmp_path / "nowhere"])


def _lines(path: Path, *records: dict[str, object] | str) -> None:
    texts = (each if isinstance(each, str) else json.dumps(each) for each in records)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
