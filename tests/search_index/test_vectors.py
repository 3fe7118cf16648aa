"""The index of vectors: what is nearest, what changes, what is made again and what is refused."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from ctdl.ctid import CTID
from search_index.meaning import Vectors
from search_index.protocol import IndexBusy
from search_index.vector_store import snapshot
from search_index.vectors import VectorDocument, VectorIndex, VectorsDamaged, VectorsOutdated
from tests.search_index.documents import ctid_of
from tests.search_index.vector_documents import (
    DIMENSIONS,
    NamedEncoder,
    a_crowd_of_vectors,
    a_vector,
    directions,
)


@pytest.fixture
def vectors(tmp_path: Path) -> VectorIndex:
    """An empty index."""
    return opened(tmp_path / "meaning", create=True)


def opened(folder: Path, name: str = "test", recipe: str = "", create: bool = False) -> VectorIndex:
    index = VectorIndex(folder, NamedEncoder(name), recipe, write_timeout_seconds=0.2)
    if create:
        index.create()
    return index


def exactly_nearest(documents: list[VectorDocument], vector: Vectors, limit: int) -> list[CTID]:
    matrix = np.stack([each.vector for each in documents])
    order = np.argsort(-(matrix @ vector), kind="stable")[:limit]
    return [documents[place].ctid for place in order]


def test_a_new_index_is_empty_at_number_nought(vectors: VectorIndex) -> None:
    assert vectors.number() == 0
    assert list(vectors.entries()) == []
    assert vectors.nearest(directions(1)[0], 5) == ()
    assert vectors.vector(ctid_of("1")) is None
    assert dict(vectors.likeness(directions(1)[0], [ctid_of("1")])) == {}


def test_the_nearest_come_first_with_their_cosines(vectors: VectorIndex) -> None:
    documents = a_crowd_of_vectors(300)
    vectors.rebuild(documents, 7)
    question = directions(1, seed=9)[0]

    found = vectors.nearest(question, 10)

    assert [ctid for ctid, _ in found] == exactly_nearest(documents, question, 10)
    by_ctid = {each.ctid: each.vector for each in documents}
    for ctid, cosine in found:
        assert cosine == pytest.approx(float(by_ctid[ctid] @ question), abs=2e-3)
    assert vectors.number() == 7


def test_records_equally_near_are_ordered_by_ctid(vectors: VectorIndex) -> None:
    same = directions(1)[0]
    vectors.rebuild([a_vector(str(n), same) for n in range(40)], 1)

    found = [ctid for ctid, _ in vectors.nearest(same, 5)]

    assert found == sorted(ctid_of(str(n)) for n in range(40))[:5]


def test_nothing_is_near_a_record_or_a_question_without_meaning(vectors: VectorIndex) -> None:
    nought = np.zeros(DIMENSIONS, np.float32)
    vectors.rebuild([a_vector("silent", nought), a_vector("other", -directions(1)[0])], 1)

    assert [ctid for ctid, _ in vectors.nearest(directions(1)[0], 5)] == [ctid_of("other")]
    assert vectors.nearest(nought, 5) == ()
    assert len(list(vectors.entries())) == 2
    silent = vectors.vector(ctid_of("silent"))
    assert silent is not None
    assert not silent.any()


def test_a_large_index_finds_by_codes_what_an_exact_search_finds(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = a_crowd_of_vectors(6_000)
    vectors.rebuild(documents[:5_000], 1)
    vectors.apply(documents[5_000:], [], 2)
    questions = [each.vector + directions(1, seed=3)[0] / 2 for each in documents[::300]]
    exact = [vectors.nearest(question, 10) for question in questions]

    monkeypatch.setattr(snapshot, "EXACT", 100)
    by_codes = [vectors.nearest(question, 10) for question in questions]

    found = [len(set(some) & set(other)) for some, other in zip(exact, by_codes, strict=True)]
    assert sum(found) >= 0.98 * 10 * len(questions)


def test_equal_codes_without_number_cost_no_more_than_the_candidates(
    vectors: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "EXACT", 10)
    monkeypatch.setattr(snapshot, "CANDIDATES", 20)
    same = directions(1)[0]
    nought = np.zeros(DIMENSIONS, np.float32)
    vectors.rebuild([a_vector(str(n), same if n % 2 else nought) for n in range(2_000)], 1)

    found = vectors.nearest(same, 2)

    assert [cosine for _, cosine in found] == pytest.approx([1, 1], abs=1e-3)


def test_vectors_come_back_as_they_were_given(vectors: VectorIndex) -> None:
    documents = a_crowd_of_vectors(50)
    vectors.rebuild(documents, 1)

    for each in documents:
        kept = vectors.vector(each.ctid)
        assert kept is not None
        assert float(kept @ each.vector) == pytest.approx(1, abs=1e-5)
    assert list(vectors.entries()) == sorted((each.ctid, "first") for each in documents)


def test_likeness_is_told_of_those_that_have_a_vector(vectors: VectorIndex) -> None:
    documents = a_crowd_of_vectors(5)
    vectors.rebuild(documents, 1)
    asked = [documents[3].ctid, ctid_of("unknown"), documents[0].ctid, documents[3].ctid]

    found = vectors.likeness(documents[3].vector, asked)

    assert set(found) == {documents[3].ctid, documents[0].ctid}
    assert found[documents[3].ctid] == pytest.approx(1, abs=1e-3)
    assert dict(vectors.likeness(documents[3].vector, [])) == {}


def test_a_changed_record_is_found_by_its_new_vector_only(vectors: VectorIndex) -> None:
    before = directions(1)[0]
    after = -before
    vectors.rebuild([*a_crowd_of_vectors(200, seed=5), a_vector("one", before)], 1)

    vectors.apply([a_vector("one", after, "second")], [], 2)

    assert vectors.nearest(after, 1)[0][0] == ctid_of("one")
    assert vectors.nearest(before, 1)[0][0] != ctid_of("one")
    assert dict(vectors.entries())[ctid_of("one")] == "second"
    assert vectors.number() == 2


def test_a_removed_record_is_gone_and_can_come_back(vectors: VectorIndex) -> None:
    one = a_vector("one", directions(1)[0])
    vectors.rebuild([*a_crowd_of_vectors(200, seed=5), one], 1)

    vectors.apply([], [one.ctid, ctid_of("never there")], 2)

    assert vectors.vector(one.ctid) is None
    assert one.ctid not in dict(vectors.entries())
    assert one.ctid not in dict(vectors.nearest(one.vector, 300))
    vectors.apply([one], [], 3)
    assert vectors.nearest(one.vector, 1)[0][0] == one.ctid
    assert vectors.count() == 201


def test_a_change_of_nothing_moves_the_number(vectors: VectorIndex) -> None:
    vectors.rebuild(a_crowd_of_vectors(3), 1)

    vectors.apply([], [], 5)

    assert vectors.number() == 5
    assert vectors.count() == 3


def test_many_changes_in_any_order_leave_what_the_last_of_each_record_says(
    vectors: VectorIndex,
) -> None:
    chance = np.random.default_rng(11)
    expected: dict[CTID, str] = {}
    vectors.rebuild(a_crowd_of_vectors(300), 1)
    expected.update(dict.fromkeys((ctid_of(str(n)) for n in range(300)), "first"))
    pool = directions(400, seed=2)
    for number in range(2, 60):
        changed = chance.choice(400, size=chance.integers(0, 12), replace=False)
        kept, gone = changed[: len(changed) // 2], changed[len(changed) // 2 :]
        documents = [a_vector(str(n), pool[n], f"r{number}") for n in kept]
        vectors.apply(documents, [ctid_of(str(n)) for n in gone], number)
        expected.update(dict.fromkeys((each.ctid for each in documents), f"r{number}"))
        for n in gone:
            expected.pop(ctid_of(str(n)), None)
        if number % 20 == 0:
            vectors.tidy()

        assert dict(vectors.entries()) == expected
        assert vectors.count() == len(expected)


def test_pieces_stay_few_and_tidying_leaves_one(vectors: VectorIndex, tmp_path: Path) -> None:
    pool = directions(100, seed=4)
    vectors.rebuild(a_crowd_of_vectors(5_000), 1)
    for n in range(100):
        vectors.apply([a_vector(f"new {n}", pool[n])], [], n + 2)

    assert len(list((tmp_path / "meaning").glob("segment-*"))) <= 10

    vectors.apply([], [ctid_of(str(n)) for n in range(1_300)], 200)
    before = dict(vectors.entries())
    vectors.tidy()

    assert len(list((tmp_path / "meaning").glob("segment-*"))) == 1
    assert dict(vectors.entries()) == before
    assert vectors.number() == 200


def test_tidying_what_is_tidy_writes_nothing(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.rebuild(a_crowd_of_vectors(100), 1)
    before = sorted(path.name for path in (tmp_path / "meaning").glob("segment-*"))

    vectors.tidy()

    assert sorted(path.name for path in (tmp_path / "meaning").glob("segment-*")) == before


def test_another_reader_sees_a_change_at_once(vectors: VectorIndex, tmp_path: Path) -> None:
    reader = opened(tmp_path / "meaning")
    one, other = directions(2)
    vectors.rebuild([a_vector("one", one)], 1)
    assert [ctid for ctid, _ in reader.nearest(one, 3)] == [ctid_of("one")]

    vectors.apply([a_vector("other", other)], [], 2)

    assert {ctid for ctid, _ in reader.nearest(one, 3)} == {ctid_of("one"), ctid_of("other")}
    vectors.rebuild([a_vector("other", other)], 3)
    assert [ctid for ctid, _ in reader.nearest(one, 3)] == [ctid_of("other")]
    assert reader.number() == 3


def test_threads_that_read_while_another_writes_see_whole_states(vectors: VectorIndex) -> None:
    pool = directions(30, seed=8)
    vectors.rebuild([a_vector(str(n), pool[n], "r1") for n in range(30)], 1)
    stop = threading.Event()
    mixed: list[set[str]] = []

    def read() -> None:
        while not stop.is_set():
            revisions = {revision for _, revision in vectors.entries()}
            if len(revisions) != 1:
                mixed.append(revisions)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(2, 60):
        documents = [a_vector(str(n), pool[n], f"r{number}") for n in range(30)]
        vectors.apply(documents, [], number)
    stop.set()
    for each in readers:
        each.join()

    assert mixed == []


def test_vectors_of_another_encoder_count_as_none_and_are_made_again(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(10), 4)
    other = opened(tmp_path / "meaning", name="another")

    assert other.number() == 0
    with pytest.raises(VectorsOutdated, match="registry rebuild meaning"):
        other.nearest(directions(1)[0], 3)
    with pytest.raises(VectorsOutdated, match="made with 'test', not with 'another'"):
        other.apply(a_crowd_of_vectors(1), [], 5)
    other.rebuild(a_crowd_of_vectors(3), 5)
    assert (other.number(), other.count(), vectors.number()) == (5, 3, 0)


def test_vectors_made_by_another_recipe_count_as_none(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.rebuild(a_crowd_of_vectors(10), 4)

    assert opened(tmp_path / "meaning", recipe="new").number() == 0


def test_making_an_index_that_is_there_changes_nothing(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(10), 4)

    assert opened(tmp_path / "meaning", create=True).number() == 4


def test_a_lost_folder_is_noticed_and_a_rebuild_heals_it(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(10), 4)
    shutil.rmtree(tmp_path / "meaning")

    with pytest.raises(VectorsDamaged, match="registry rebuild meaning"):
        vectors.number()
    with pytest.raises(VectorsDamaged):
        vectors.nearest(directions(1)[0], 3)
    vectors.rebuild(a_crowd_of_vectors(12, seed=2), 4)
    assert vectors.count() == 12


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.write_bytes(b"x" * 5_000), "is not a file of vectors"),
        (lambda path: path.write_bytes(path.read_bytes()[:-64]), "not as long"),
    ],
)
def test_a_damaged_segment_is_named(
    vectors: VectorIndex, tmp_path: Path, damage: object, what: str
) -> None:
    vectors.rebuild(a_crowd_of_vectors(100), 4)
    [segment] = (tmp_path / "meaning").glob("segment-*")
    damage(segment)  # type: ignore[operator]

    with pytest.raises(VectorsDamaged, match=what):
        opened(tmp_path / "meaning").nearest(directions(1)[0], 3)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"segments": 3}', "\udc80", '{"segments": ["../../etc/passwd"]}']
)
def test_a_pointer_that_cannot_be_understood_is_damage(
    vectors: VectorIndex, tmp_path: Path, text: str
) -> None:
    (tmp_path / "meaning" / "current").write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(VectorsDamaged):
        vectors.number()


def test_an_altered_byte_is_found_when_the_files_are_read_through(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(100), 4)
    [segment] = (tmp_path / "meaning").glob("segment-*")
    assert list(vectors.faults()) == []

    content = bytearray(segment.read_bytes())
    content[2_000] ^= 1
    segment.write_bytes(content)

    assert list(opened(tmp_path / "meaning").faults()) == [f"{segment.name} has been altered"]


def test_what_a_writer_that_died_has_left_is_removed(vectors: VectorIndex, tmp_path: Path) -> None:
    vectors.rebuild(a_crowd_of_vectors(10), 1)
    (tmp_path / "meaning" / "segment-0123456789abcdef").write_bytes(b"half")

    vectors.apply(a_crowd_of_vectors(1, seed=2), [], 2)

    assert not (tmp_path / "meaning" / "segment-0123456789abcdef").exists()


def test_a_second_writer_waits_and_then_gives_up(vectors: VectorIndex, tmp_path: Path) -> None:
    other = opened(tmp_path / "meaning")

    def documents() -> object:
        with pytest.raises(IndexBusy, match="try later"):
            other.apply(a_crowd_of_vectors(1), [], 2)
        yield a_vector("one", directions(1)[0])

    vectors.rebuild(documents(), 3)  # type: ignore[arg-type]

    assert vectors.number() == 3


@pytest.mark.parametrize(
    "wrong", [np.zeros(3, np.float32), np.full(DIMENSIONS, np.nan, np.float32)]
)
def test_what_is_no_vector_is_refused_and_nothing_changes(
    vectors: VectorIndex, wrong: Vectors
) -> None:
    vectors.rebuild(a_crowd_of_vectors(5), 1)

    with pytest.raises(ValueError, match="64 finite numbers"):
        vectors.apply([a_vector("wrong", wrong)], [], 2)
    with pytest.raises(ValueError, match="64 finite numbers"):
        vectors.nearest(wrong, 3)
    with pytest.raises(ValueError, match="both put and removed"):
        vectors.apply(a_crowd_of_vectors(1), [ctid_of("0")], 2)
    assert (vectors.number(), vectors.count()) == (1, 5)


def test_an_altered_segment_is_never_asked_and_counts_as_damage_from_then_on(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(100), 4)
    [segment] = (tmp_path / "meaning").glob("segment-*")
    content = bytearray(segment.read_bytes())
    content[2_000] ^= 1
    segment.write_bytes(content)
    reader = opened(tmp_path / "meaning")
    assert reader.number() == 4

    for ask in (lambda: reader.nearest(directions(1)[0], 3), reader.tidy, reader.number):
        with pytest.raises(VectorsDamaged, match=f"{segment.name} has been altered"):
            ask()
    reader.rebuild(a_crowd_of_vectors(7), 5)
    assert (reader.number(), reader.count()) == (5, 7)


def test_an_altered_segment_is_not_gathered_with_others(
    vectors: VectorIndex, tmp_path: Path
) -> None:
    vectors.rebuild(a_crowd_of_vectors(2), 1)
    [segment] = (tmp_path / "meaning").glob("segment-*")
    content = bytearray(segment.read_bytes())
    content[-70] ^= 1
    segment.write_bytes(content)

    with pytest.raises(VectorsDamaged, match="altered"):
        opened(tmp_path / "meaning").apply(a_crowd_of_vectors(2, seed=2), [], 2)
