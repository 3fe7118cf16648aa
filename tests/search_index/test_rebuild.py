"""Rebuilding beside the old index, and what a missing or damaged one says."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from search_index import Engine, create_index, open_index
from search_index.generations import Generations
from search_index.protocol import (
    IndexBusy,
    IndexDamaged,
    SearchDocument,
    SearchIndex,
    SearchIndexError,
    SearchQuery,
)
from search_index.tantivy_engine import preparing
from search_index.whoosh_engine import writing
from tests.search_index.contents import SEGMENT_FILES, TABLES_OF_CONTENTS
from tests.search_index.documents import a_crowd, a_document, ctid_of


def generations_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("generation-*"))


def paths(folder: Path, pattern: str) -> list[Path]:
    """The files of the index whose names match, at least one."""
    found = [path for path in folder.rglob("*") if re.fullmatch(pattern, path.name)]
    assert found
    return found


def use_or_find_damaged(index: SearchIndex) -> None:
    """Search in every way; a file that cannot be read may only ever show as IndexDamaged."""
    with suppress(IndexDamaged):
        for text in ("", "data", "science welding", '"machine learning"', "welsding"):
            index.search(SearchQuery(text, facets=("level",)))


def use_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even a small rebuild done by two processes, whichever the engine."""
    for module in (writing, preparing):
        monkeypatch.setattr(module, "_WORTH_PROCESSES", 50)
        monkeypatch.setattr(module, "_PROCESSES", 2)


def test_rebuilt_index_holds_the_given_records_and_number_only(
    engine: Engine, tmp_path: Path
) -> None:
    index = create_index(tmp_path / "search", engine)
    index.apply([a_document("Old")], [], 1)

    index.rebuild([a_document("New")], 9)

    assert list(index.entries()) == [(ctid_of("New"), "first")]
    assert index.number() == 9
    assert generations_in(tmp_path / "search") == ["generation-000002"]


def test_reader_is_undisturbed_until_the_rebuild_is_whole(engine: Engine, tmp_path: Path) -> None:
    index, reader = (
        create_index(tmp_path / "search", engine),
        open_index(tmp_path / "search", engine),
    )
    index.apply([a_document("Old")], [], 1)
    seen: list[tuple[int, int]] = []

    def documents() -> Iterator[SearchDocument]:
        for document in a_crowd(20):
            seen.append((reader.number(), reader.search(SearchQuery("old")).total))
            yield document

    index.rebuild(documents(), 2)

    assert seen == [(1, 1)] * 20
    assert reader.search(SearchQuery()).total == 20


def test_failed_rebuild_leaves_the_old_index_and_the_next_one_cleans_up(
    engine: Engine, tmp_path: Path
) -> None:
    index = create_index(tmp_path / "search", engine)
    index.apply([a_document("Old")], [], 1)

    with pytest.raises(SearchIndexError, match="twice"):
        index.rebuild([a_document("Twin"), a_document("Twin")], 2)
    kept = list(index.entries())
    index.rebuild([a_document("New")], 3)

    assert kept == [(ctid_of("Old"), "first")]
    assert generations_in(tmp_path / "search") == ["generation-000003"]


def test_large_rebuild_by_several_processes_is_the_same_index(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd = a_crowd(500)
    alone, together = (
        create_index(tmp_path / "alone", engine),
        create_index(tmp_path / "together", engine),
    )
    alone.rebuild(crowd, 4)
    use_processes(monkeypatch)

    together.rebuild(crowd, 4)

    query = SearchQuery("data science", facets=("level", "type"), limit=500)
    assert together.search(query) == alone.search(query)
    assert list(together.entries()) == list(alone.entries())
    assert together.number() == 4


def test_failure_while_processes_write_stops_them_and_changes_nothing(
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = create_index(tmp_path / "search", engine)
    use_processes(monkeypatch)
    crowd = a_crowd(300)

    with pytest.raises(SearchIndexError, match="twice"):
        index.rebuild([*crowd, crowd[0]], 4)

    assert index.number() == 0


def test_index_can_be_changed_after_a_rebuild(engine: Engine, tmp_path: Path) -> None:
    index = open_index(tmp_path / "search", engine)
    index.rebuild(a_crowd(10), 1)

    index.apply([a_document("One more")], [a_crowd(1)[0].ctid], 2)

    assert index.search(SearchQuery()).total == 10
    assert index.search(SearchQuery("more")).total == 1


def test_second_writer_waits_and_then_is_told_that_the_index_is_busy(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "search"
    create_index(folder, engine)
    impatient = open_index(folder, engine, write_timeout_seconds=0.0)

    with (
        Generations(folder, lambda _: None).writing(0.0),
        pytest.raises(IndexBusy, match="Another process"),
    ):
        impatient.apply([a_document("One")], [], 1)


def test_missing_index_says_how_to_make_it_and_is_made_by_a_rebuild(
    engine: Engine, tmp_path: Path
) -> None:
    index = open_index(tmp_path / "nowhere", engine)

    with pytest.raises(IndexDamaged, match="registry rebuild search"):
        index.number()
    with pytest.raises(IndexDamaged, match="registry rebuild search"):
        index.search(SearchQuery("x"))
    index.rebuild([], 3)

    assert index.number() == 3


def test_folder_removed_under_a_reader_is_noticed(engine: Engine, tmp_path: Path) -> None:
    index = create_index(tmp_path / "search", engine)
    index.apply([a_document("One")], [], 1)
    index.search(SearchQuery("one"))

    (tmp_path / "search" / "current").unlink()

    with pytest.raises(IndexDamaged):
        index.search(SearchQuery("one"))


@pytest.mark.parametrize("pointer", ["", "generation-999999", "../elsewhere", "\udcff", "x" * 300])
def test_broken_pointer_is_damage(engine: Engine, tmp_path: Path, pointer: str) -> None:
    create_index(tmp_path / "search", engine)
    (tmp_path / "search" / "current").write_bytes(pointer.encode("utf-8", "surrogateescape"))

    with pytest.raises(IndexDamaged, match="registry rebuild search"):
        open_index(tmp_path / "search", engine).number()


@pytest.mark.parametrize("files", [TABLES_OF_CONTENTS, SEGMENT_FILES], ids=["contents", "segments"])
@pytest.mark.parametrize("remains", [0, 10, 200, 0.5, 0.97])
def test_cut_off_file_is_damage_and_a_rebuild_mends_it(
    engine: Engine,
    tmp_path: Path,
    files: Mapping[Engine, str],
    remains: float,
) -> None:
    folder = tmp_path / "search"
    create_index(folder, engine).apply(a_crowd(60), [], 1)
    for path in paths(folder, files[engine]):
        whole = path.read_bytes()
        cut = int(remains * len(whole)) if remains < 1 else int(remains)
        path.write_bytes(whole[:cut])
    index = open_index(folder, engine)

    use_or_find_damaged(index)
    index.rebuild(a_crowd(60), 1)

    assert index.search(SearchQuery()).total == 60


@pytest.mark.parametrize("seed", range(6))
def test_overwritten_bytes_never_cause_another_error(
    engine: Engine, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "search"
    create_index(folder, engine).apply(a_crowd(60), [], 1)
    for segment in paths(folder, SEGMENT_FILES[engine]):
        content = bytearray(segment.read_bytes())
        start = len(content) * seed // 6
        content[start : start + 400] = bytes(len(content[start : start + 400]))
        segment.write_bytes(content)
    index = open_index(folder, engine)

    use_or_find_damaged(index)
    index.rebuild(a_crowd(60), 1)

    assert index.search(SearchQuery()).total == 60
