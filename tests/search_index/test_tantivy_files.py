"""tantivy's files: damage is seen before they are used, and pieces are gathered."""

import json
import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from search_index import create_index, open_index
from search_index.protocol import IndexDamaged, SearchIndex, SearchQuery
from search_index.tantivy_engine import files, schema
from tests.search_index.documents import a_crowd, a_document, ctid_of


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return create_index(tmp_path / "search", "tantivy")


def generation_of(folder: Path) -> Path:
    [generation] = (folder / "search").glob("generation-*")
    return generation


def segments_in(folder: Path) -> int:
    contents = json.loads((generation_of(folder) / "meta.json").read_text())
    return len(contents["segments"])


@pytest.mark.parametrize("suffix", ["term", "idx", "pos", "fast", "fieldnorm", "store"])
def test_one_changed_bit_in_any_file_is_damage(
    index: SearchIndex, tmp_path: Path, suffix: str
) -> None:
    index.rebuild(a_crowd(60), 1)
    [path] = generation_of(tmp_path).glob(f"*.{suffix}")
    content = bytearray(path.read_bytes())
    content[random.Random(suffix).randrange(len(content) - 200)] ^= 1
    path.write_bytes(content)

    with pytest.raises(IndexDamaged, match=rf"\.{suffix} is not as it was written"):
        open_index(tmp_path / "search", "tantivy").search(SearchQuery("data"))


def test_file_that_is_gone_is_damage(index: SearchIndex, tmp_path: Path) -> None:
    index.rebuild(a_crowd(60), 1)
    [path] = generation_of(tmp_path).glob("*.term")
    path.unlink()

    with pytest.raises(IndexDamaged, match="registry rebuild search"):
        open_index(tmp_path / "search", "tantivy").number()


def test_only_new_files_are_read_whole_after_a_change(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.rebuild(a_crowd(60), 1)
    index.number()
    read: list[str] = []
    is_whole = files._is_whole

    def noted(path: Path) -> bool:
        read.append(path.name)
        return is_whole(path)

    monkeypatch.setattr(files, "_is_whole", noted)

    index.apply([a_document("One more")], [], 2)
    index.number()

    # The new segment, and what the new commit has removed from the old one: its change number.
    assert len([name for name in read if not name.endswith(".del")]) == 6
    assert len([name for name in read if name.endswith(".del")]) == 1


def test_index_in_another_format_is_made_anew(
    index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.apply([a_document("One")], [], 1)
    monkeypatch.setattr(files, "FORMAT", "another")
    later = open_index(tmp_path / "search", "tantivy")

    with pytest.raises(IndexDamaged, match="another version"):
        later.number()
    later.rebuild([a_document("Two")], 2)

    assert later.number() == 2


def test_small_commits_are_merged_while_they_are_made(index: SearchIndex, tmp_path: Path) -> None:
    crowd = a_crowd(60)
    for number, document in enumerate(crowd, start=1):
        index.apply([document], [], number)

    assert segments_in(tmp_path) <= 8
    assert {ctid for ctid, _ in index.entries()} == {document.ctid for document in crowd}


def test_counts_of_words_leave_out_what_was_removed(index: SearchIndex) -> None:
    crowd = a_crowd(90)
    index.rebuild(crowd, 1)
    before = index.search(SearchQuery("introduction"))
    removed = [hit.ctid for hit in before.hits[:3]]

    index.apply([], removed, 2)

    after = index.search(SearchQuery("introduction"))
    assert after.words == {"introduction": before.words["introduction"] - 3}
    assert after.total == before.total - 3


def test_facets_with_very_many_values_in_a_record_are_counted_exactly(index: SearchIndex) -> None:
    levels = tuple(f"eqf:{n}" for n in range(schema.MOST_IN_A_SET + 4))
    index.apply(
        [
            a_document("Many", facets={"level": levels}),
            a_document("Few", facets={"level": ("eqf:2", "eqf:3")}),
            a_document("None"),
        ],
        [],
        1,
    )
    also = {"level": {"nqf:1": ("eqf:2", "eqf:3"), "eqf:2": ("eqf:3",), "nqf:9": ("eqf:99",)}}

    results = index.search(SearchQuery(facets=("level",), also=also))

    counts = dict(results.facets["level"])
    assert (counts["nqf:1"], counts["eqf:2"], counts["eqf:3"], counts["eqf:9"]) == (2, 2, 2, 1)
    assert "nqf:9" not in counts


@pytest.mark.parametrize("name", ["a.b", "größe", "with space", "_x", 'quo"te', "", "x\x00y"])
def test_facets_and_currencies_of_any_name_are_kept_apart(index: SearchIndex, name: str) -> None:
    named = a_document("One", facets={name: ("yes",), "other": ("no",)}, costs={name: 5.0})
    index.apply([named, a_document("Two", costs={"EUR": 3.0})], [], 1)

    results = index.search(SearchQuery(filters={name: ("yes",)}, facets=(name,)))
    by_price = index.search(SearchQuery(sort="cost", currency=name))

    assert [hit.ctid for hit in results.hits] == [ctid_of("One")]
    assert dict(results.facets[name]) == {"yes": 1}
    assert [hit.ctid for hit in by_price.hits] == [ctid_of("One"), ctid_of("Two")]


@pytest.mark.parametrize("bound", [float("inf"), float("-inf"), float("nan"), 1e300, -1.0, 0.0])
def test_bounds_of_any_size_are_answered(index: SearchIndex, bound: float) -> None:
    crowd = a_crowd(80)
    index.rebuild(crowd, 1)

    for currency in ("EUR", None, "E U R", "]"):
        results = index.search(SearchQuery(max_cost=bound, currency=currency, max_hours=bound))

        expected = [
            d
            for d in crowd
            if d.numbers.get("hours", float("nan")) <= bound
            and any(p <= bound for c, p in d.costs.items() if currency in (None, c) or p == 0)
        ]
        assert results.total == len(expected)


def test_a_long_run_of_equal_scores_is_paged_by_ctid(index: SearchIndex) -> None:
    same = [replace(a_document(f"Course {n}"), names=("Course",)) for n in range(400)]
    index.apply(same[:250], [], 1)
    index.apply(same[250:], [], 2)

    paged = [
        hit.ctid
        for offset in range(0, 400, 20)
        for hit in index.search(SearchQuery("course", offset=offset)).hits
    ]

    assert paged == sorted(document.ctid for document in same)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """As on a disk that has so much room left in it."""
    allowed, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, most))


@pytest.mark.parametrize("size", [100, 3_000, 9_000])
def test_a_change_without_room_on_the_disk_leaves_the_index_as_it_was(
    index: SearchIndex, size: int
) -> None:
    index.apply(a_crowd(50), [], 1)
    before = index.search(SearchQuery("data", facets=("level",)))
    large = a_document("Large", description=" ".join(f"word{n}" for n in range(5_000)))

    with files_no_larger_than(size), pytest.raises(OSError, match=r"large|room|write"):
        index.apply([large], [before.hits[0].ctid], 2)

    assert index.search(SearchQuery("data", facets=("level",))) == before
    index.apply([large], [], 2)
    assert index.search(SearchQuery("word4999")).total == 1


def test_deletions_that_a_killed_writer_left_are_in_nobodys_way(
    index: SearchIndex, tmp_path: Path
) -> None:
    crowd = a_crowd(20)
    index.rebuild(crowd, 1)
    shutil.copytree(tmp_path / "search", tmp_path / "killed" / "search")
    open_index(tmp_path / "killed" / "search", "tantivy").apply([], [crowd[3].ctid], 2)
    [left] = generation_of(tmp_path / "killed").glob("*.del")
    (generation_of(tmp_path) / left.name).write_bytes(left.read_bytes()[:10])

    index.apply([], [crowd[3].ctid], 2)

    assert index.number() == 2
    assert {ctid for ctid, _ in index.entries()} == {each.ctid for each in crowd} - {crowd[3].ctid}
