"""Whoosh's segments: few enough to search fast, never merged for long while a publisher waits."""

from pathlib import Path

import pytest

from search_index import create_index
from search_index.protocol import SearchIndex, SearchQuery
from search_index.whoosh_engine import generations, merging
from tests.search_index.documents import a_crowd, a_document


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return create_index(tmp_path / "search", "whoosh")


def test_tidying_gathers_what_publishers_leave_in_pieces(
    index: SearchIndex,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "_MOST_IN_PASSING", 20)
    crowd = a_crowd(120)
    for start in range(0, 120, 10):
        index.apply(crowd[start : start + 10], [], start + 10)
    scattered = _segment_files(tmp_path)
    before = index.search(SearchQuery("data science", facets=("level", "country")))

    index.tidy()

    gathered = _segment_files(tmp_path)
    assert len(gathered) < len(scattered)
    assert index.number() == 120
    assert index.search(SearchQuery("data science", facets=("level", "country"))) == before
    index.tidy()
    assert _segment_files(tmp_path) == gathered


def test_pieces_nobody_tidies_are_gathered_in_the_end(
    index: SearchIndex,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "_MOST_IN_PASSING", 20)
    crowd = a_crowd(100)
    most = 0
    for number in range(100):
        index.apply([crowd[number]], [], number + 1)
        most = max(most, len(_segment_files(tmp_path)))

    assert most <= merging._OVERDUE_SEGMENTS + 8
    assert {ctid for ctid, _ in index.entries()} == {document.ctid for document in crowd}


def _segment_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.seg"))


def test_a_commit_writes_out_its_own_files_and_no_older_ones(
    index: SearchIndex,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index.apply([a_document("One")], [], 1)
    before = set(_segment_files(tmp_path))
    written_out: list[str] = []
    monkeypatch.setattr(
        generations, "sync", lambda path: written_out.append(path.name.partition(".toc.")[0])
    )

    index.apply([a_document("Two")], [], 2)

    new = set(_segment_files(tmp_path)) - before
    assert len(new) == 1
    assert new < set(written_out)
    assert not before & set(written_out)
    # The table of contents after what it names, and the folder after both.
    assert written_out[-1].startswith("generation-")
    assert any(name.startswith("_MAIN_") for name in written_out[:-1])
