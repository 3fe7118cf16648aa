"""Writers of vectors that are killed at random moments, and readers beside one, in processes."""

import random
from pathlib import Path

import numpy as np
import pytest

from search_index.vectors import VectorIndex
from tests.search_index.processes import (
    assert_read_whole_states,
    kill_soon,
    start,
    wait_until_reading,
)
from tests.search_index.vector_documents import a_vector, directions
from tests.search_index.vector_process import LAST_NUMBER, open_vectors, state_at


def assert_whole(index: VectorIndex) -> None:
    expected = state_at(index.number())
    assert dict(index.entries()) == {each.ctid: each.revision for each in expected}
    assert list(index.faults()) == []
    for each in expected:
        kept = index.vector(each.ctid)
        assert kept is not None
        assert float(np.dot(kept, each.vector)) > 0.999


@pytest.mark.parametrize("action", ["apply", "rebuild"])
def test_a_killed_writer_leaves_the_vectors_before_or_after_a_change(
    tmp_path: Path, action: str
) -> None:
    folder = tmp_path / "meaning"
    open_vectors(folder).rebuild(state_at(0), 0)
    chance = random.Random(20)

    for _ in range(8):
        acknowledged = kill_soon(
            start("vector_process", action, str(folder)), chance.uniform(0.0, 0.25)
        )
        survivor = open_vectors(folder)

        assert survivor.number() in {acknowledged, acknowledged + 1}
        assert_whole(survivor)


def test_vectors_can_be_written_after_a_kill_and_nothing_is_left_over(tmp_path: Path) -> None:
    folder = tmp_path / "meaning"
    open_vectors(folder).rebuild(state_at(0), 0)
    kill_soon(start("vector_process", "apply", str(folder)), 0.05)
    kill_soon(start("vector_process", "rebuild", str(folder)), 0.05)
    index = open_vectors(folder)

    index.apply([a_vector("Afterwards", directions(1)[0])], [], index.number() + 1)

    assert len(list(index.entries())) == len(state_at(0)) + 1
    assert {path.name.split("-")[0] for path in folder.iterdir()} <= {
        "segment", "current", "current.new", "write.lock",
    }  # fmt: skip
    assert len(list(folder.glob("segment-*"))) <= 2


def test_two_processes_read_whole_states_while_one_writes(tmp_path: Path) -> None:
    folder = tmp_path / "meaning"
    index = open_vectors(folder)
    index.rebuild(state_at(0), 0)
    readers = [start("vector_process", "read", str(folder)) for _ in range(2)]
    wait_until_reading(readers)

    for number in range(1, LAST_NUMBER + 1):
        if number % 10 == 0:
            index.rebuild(state_at(number), number)
        else:
            index.apply(state_at(number), [d.ctid for d in state_at(number - 1)[-1:]], number)
            index.tidy()

    assert_read_whole_states(readers)
