"""Applying changes: replacing, removing, and the number reached, all in one commit."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search_index import Engine, create_index, open_index
from search_index.protocol import SearchIndex, SearchIndexError, SearchQuery
from tests.search_index.documents import a_crowd, a_document, ctid_of


def test_replaced_record_is_found_by_its_new_words_only(index: SearchIndex) -> None:
    index.apply([a_document("Course", description="welding", facets={"mode": ("online",)})], [], 1)

    index.apply([a_document("Course", revision="second", description="nursing")], [], 2)

    assert index.search(SearchQuery("welding")).total == 0
    assert index.search(SearchQuery("nursing")).total == 1
    assert index.search(SearchQuery(facets=("mode",))).facets == {"mode": ()}
    assert list(index.entries()) == [(ctid_of("Course"), "second")]


def test_removed_record_is_gone_and_removing_it_again_does_no_harm(index: SearchIndex) -> None:
    index.apply([a_document("One"), a_document("Two")], [], 1)

    index.apply([], [ctid_of("One")], 2)
    index.apply([], [ctid_of("One"), ctid_of("never there")], 3)

    assert list(index.entries()) == [(ctid_of("Two"), "first")]
    assert index.number() == 3


def test_removed_record_can_come_back(index: SearchIndex) -> None:
    index.apply([a_document("One")], [], 1)
    index.apply([], [ctid_of("One")], 2)

    index.apply([a_document("One", revision="third")], [], 3)

    assert list(index.entries()) == [(ctid_of("One"), "third")]


def test_number_moves_without_any_document(index: SearchIndex) -> None:
    index.apply([], [], 17)

    assert index.number() == 17
    assert list(index.entries()) == []


def test_last_of_two_versions_in_one_apply_counts(index: SearchIndex) -> None:
    index.apply([a_document("One", revision="a"), a_document("One", revision="b")], [], 1)

    assert list(index.entries()) == [(ctid_of("One"), "b")]


def test_record_both_indexed_and_removed_is_refused(index: SearchIndex) -> None:
    with pytest.raises(SearchIndexError, match="both"):
        index.apply([a_document("One")], [ctid_of("One")], 1)

    assert index.number() == 0


def test_failure_on_the_way_changes_nothing(index: SearchIndex) -> None:
    index.apply([a_document("One")], [], 1)

    with pytest.raises(ValueError, match="isoformat"):
        index.apply([a_document("Two"), a_document("Three", changed_at="yesterday")], [], 2)

    assert index.number() == 1
    assert list(index.entries()) == [(ctid_of("One"), "first")]


def test_many_small_commits_and_an_optimize_keep_every_record(index: SearchIndex) -> None:
    crowd = a_crowd(90)
    for number, document in enumerate(crowd, start=1):
        index.apply([document], [crowd[number - 3].ctid] if number % 5 == 0 else [], number)
    expected = {d.ctid for d in crowd} - {crowd[n - 3].ctid for n in range(5, 91, 5)}
    before = index.search(SearchQuery("data science", facets=("level", "country")))

    index.optimize()

    assert {ctid for ctid, _ in index.entries()} == expected
    assert index.number() == 90
    assert index.search(SearchQuery("data science", facets=("level", "country"))) == before


def test_other_instance_on_the_folder_sees_each_commit(engine: Engine, tmp_path: Path) -> None:
    writer, reader = (
        create_index(tmp_path / "search", engine),
        open_index(tmp_path / "search", engine),
    )

    for number in range(1, 12):
        writer.apply([a_document(f"Course {number}")], [], number)

        assert reader.number() == number
        assert reader.search(SearchQuery("course")).total == number


def test_creating_again_keeps_what_is_there(engine: Engine, tmp_path: Path) -> None:
    create_index(tmp_path / "search", engine).apply([a_document("One")], [], 5)

    assert create_index(tmp_path / "search", engine).number() == 5


def test_threads_search_one_instance_while_it_is_written(engine: Engine, tmp_path: Path) -> None:
    index = create_index(tmp_path / "search", engine)
    index.apply(a_crowd(50), [], 1)

    def read(_: int) -> bool:
        results = index.search(SearchQuery("introduction data", facets=("type",), limit=500))
        [(_name, counts)] = results.facets.items()
        return results.total == len(results.hits) == sum(count for _, count in counts)

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(read, range(200))
        for number, document in enumerate(a_crowd(75)[50:], start=2):
            index.apply([document], [], number)

    assert all(answers)
    assert index.number() == 26


def test_following_many_commits_leaves_no_files_open(index: SearchIndex) -> None:
    index.apply([a_document("first")], [], 1)
    index.search(SearchQuery("first"))
    before = len(os.listdir("/proc/self/fd"))

    for number in range(2, 42):
        index.apply([a_document(f"Course {number}")], [], number)
        index.search(SearchQuery("course"))

    assert len(os.listdir("/proc/self/fd")) < before + 20
