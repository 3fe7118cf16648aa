"""The tree over the log gives the roots and proofs that RFC 6962 asks for.

The proofs are verified as RFC 9162 describes it (sections 2.1.3.2 and 2.1.4.2), written anew here:
nothing of the library that makes them takes part in judging them.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from app.store.database import Connection, Database
from app.store.models import LogLeaf
from app.store.tree import BLOCK, Head, LogTree, RunningRoot, SealsMissing, read_peaks, write_peaks

LEAVES = 5000
# The inputs and answers that the implementations of Certificate Transparency share.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
INPUTS.append("606162636465666768696a6b6c6d6e6f")
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
NEXT_TWO = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIFTH_AND_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = {
    (1, 1): [],
    (1, 8): [SECOND, NEXT_TWO, LAST_FOUR],
    (6, 8): [FIFTH, LAST_TWO, ROOTS[3]],
    (3, 3): [ROOTS[1]],
    (2, 5): [ROOTS[0], NEXT_TWO, FIFTH],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [SECOND, NEXT_TWO, LAST_FOUR],
    (6, 8): [FIFTH_AND_SIXTH, LAST_TWO, ROOTS[3]],
    (2, 5): [NEXT_TWO, FIFTH],
}

Opened = tuple[LogTree, Connection]
OpenTree = Callable[[Sequence[bytes]], Opened]


@pytest.fixture
def open_tree(new_database_url: str) -> Iterator[OpenTree]:
    """Gives a tree over these leaf hashes, and the connection to read it through."""
    database = Database(new_database_url)
    with database.writing() as connection:
        connection.execute(
            text("CREATE TABLE log_leaf (number BIGINT PRIMARY KEY, leaf TEXT, receipt TEXT)")
        )

        def opened(leaves: Sequence[bytes]) -> Opened:
            rows = [
                {"number": number, "leaf": leaf.hex(), "receipt": ""}
                for number, leaf in enumerate(leaves, start=1)
            ]
            connection.execute(insert(LogLeaf.__table__), rows)  # type: ignore[attr-defined]
            return LogTree(), connection

        yield opened
    database.close()


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return _node(_root(leaves[:half]), _root(leaves[half:]))


def _includes(leaf: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2; numbers count from one, indices from nought."""
    place, last, reached = number - 1, size - 1, leaf
    for each in path:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            reached = _node(each, reached)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            reached = _node(reached, each)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def _continues(first: int, second: int, path: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """RFC 9162, section 2.1.4.2."""
    if first == second:
        return not path and old == new
    if not path:
        return False
    steps = [old, *path] if first & (first - 1) == 0 else list(path)
    place, last = first - 1, second - 1
    while place % 2 == 1:
        place, last = place >> 1, last >> 1
    old_reached = new_reached = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            old_reached, new_reached = _node(each, old_reached), _node(each, new_reached)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            new_reached = _node(new_reached, each)
        place, last = place >> 1, last >> 1
    return last == 0 and old_reached == old and new_reached == new


KNOWN = [_leaf(bytes.fromhex(each)) for each in INPUTS]
MADE = [_leaf(str(number).encode()) for number in range(LEAVES)]


def test_roots_and_proofs_are_those_that_certificate_transparency_knows(
    open_tree: OpenTree,
) -> None:
    tree, connection = open_tree(KNOWN)

    assert [tree.root(connection, size).hex() for size in range(1, 9)] == ROOTS
    for (number, size), path in INCLUSION.items():
        assert [each.hex() for each in tree.inclusion(connection, number, size).path] == path
    for (first, second), path in CONSISTENCY.items():
        assert [each.hex() for each in tree.consistency(connection, first, second).path] == path


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_proofs_in_small_trees_of_every_size_hold_and_hold_for_nothing_else(
    open_tree: OpenTree,
) -> None:
    tree, connection = open_tree(MADE[:131])
    roots = [_root(MADE[:size]) for size in range(131)]
    chance = random.Random(20260101)

    for size in range(1, 131):
        assert tree.root(connection, size) == roots[size]
        numbers = {1, 2, size // 2, size - 1, size, *chance.choices(range(1, size + 1), k=4)}
        for number in range(1, size + 1) if size <= 20 else numbers:
            proof = tree.inclusion(connection, number, size)
            assert proof.roots == (roots[size],)
            assert _includes(MADE[number - 1], number, size, proof.path, roots[size])
            assert not _includes(MADE[number], number, size, proof.path, roots[size])
            proof = tree.consistency(connection, number, size)
            assert proof.roots == (roots[number], roots[size])
            assert _continues(number, size, proof.path, roots[number], roots[size])
            if number < size:
                assert not _continues(number, size, proof.path, roots[number - 1], roots[size])


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("grows", [True, False], ids=["small first", "large first"])
def test_proofs_in_larger_trees_hold_in_whatever_order_they_are_asked_for(
    open_tree: OpenTree, grows: bool
) -> None:
    tree, connection = open_tree(MADE)
    chance = random.Random(20260101)
    sizes = sorted({*chance.sample(range(131, LEAVES), 15), 1023, 1024, 1025, 4096, LEAVES})

    for size in sizes if grows else reversed(sizes):
        root = _root(MADE[:size])
        for number in (1, size, *(chance.randint(1, size) for _ in range(4))):
            included = tree.inclusion(connection, number, size)
            continued = tree.consistency(connection, number, size)
            assert _includes(MADE[number - 1], number, size, included.path, root)
            assert _continues(number, size, continued.path, _root(MADE[:number]), root)


def test_a_running_root_is_the_root_at_every_size() -> None:
    running = RunningRoot()

    assert running.root() == _root([])
    for size, leaf in enumerate(MADE[:300], start=1):
        running.add(leaf)
        assert running.root() == _root(MADE[:size])


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_a_new_process_starts_from_peaks_that_give_the_signed_root(open_tree: OpenTree) -> None:
    tree, connection = open_tree(MADE)
    root = tree.root(connection, LEAVES)
    head = Head(LEAVES, root.hex(), "", "")
    peaks = tree.peaks(connection, LEAVES)
    connection.execute(
        text("UPDATE log_leaf SET leaf = :other WHERE number <= :block"),
        {"other": "0" * 64, "block": BLOCK},
    )
    started, empty = LogTree(), LogTree()

    assert started.start_from(peaks, head)
    assert started.root(connection, LEAVES) == root
    assert empty.root(connection, LEAVES) != root


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spoil", ["a hash", "one less", "another root"])
def test_peaks_that_do_not_give_the_signed_root_are_left_alone(
    open_tree: OpenTree, spoil: str
) -> None:
    tree, connection = open_tree(MADE)
    root = tree.root(connection, LEAVES)
    peaks = tree.peaks(connection, LEAVES)
    head = Head(LEAVES, root.hex(), "", "")
    if spoil == "a hash":
        peaks[0] = bytes(32)
    elif spoil == "one less":
        peaks.pop()
    else:
        head = Head(LEAVES, "0" * 64, "", "")
    started = LogTree()

    assert not started.start_from(peaks, head)
    assert started.root(connection, LEAVES) == root


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", [1, 100, 1500])
@pytest.mark.parametrize(
    "damage", ["DELETE FROM log_leaf", "UPDATE log_leaf SET leaf = 'x'"], ids=["gone", "damaged"]
)
def test_a_tree_that_lost_leaves_is_said_to_be_damaged(
    open_tree: OpenTree, number: int, damage: str
) -> None:
    tree, connection = open_tree(MADE[:1600])
    connection.execute(text(f"{damage} WHERE number = :number"), {"number": number})

    with pytest.raises(SealsMissing, match="log verify"):
        tree.root(connection, 1600)
    with pytest.raises(SealsMissing, match="log verify"):
        tree.inclusion(connection, 2, 1600)


@pytest.mark.parametrize("new_database_url", ["sqlite"], indirect=True)
def test_a_tree_that_grows_step_by_step_has_the_root_of_one_that_was_there_at_once(
    open_tree: OpenTree,
) -> None:
    tree, connection = open_tree(MADE)
    sizes = [1, 2, 3, 900, 1023, 1024, 1025, 2048, 4999, 10, 5000, 7]

    assert [tree.root(connection, size) for size in sizes] == [_root(MADE[:each]) for each in sizes]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"size": 1}', '{"size": 1, "peaks": ["x"]}'])
def test_a_damaged_file_of_peaks_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tree.json"
    assert read_peaks(path) is None

    path.write_text(content)
    assert read_peaks(path) is None

    write_peaks(path, 3, [b"\x01" * 32, b"\x02" * 32])
    assert read_peaks(path) == (3, [b"\x01" * 32, b"\x02" * 32])


def test_peaks_that_cannot_be_written_hinder_nobody(tmp_path: Path) -> None:
    write_peaks(tmp_path / "nowhere" / "tree.json", 1, [bytes(32)])

    assert not (tmp_path / "nowhere").exists()
