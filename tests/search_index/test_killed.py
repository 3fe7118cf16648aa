"""Writers that are killed at random moments, and readers beside a writer, in real processes."""

import random
from pathlib import Path

import pytest

from search_index import Engine, create_index, open_index
from search_index.protocol import SearchIndex, SearchQuery
from tests.search_index.contents import left_behind
from tests.search_index.documents import a_document, ctid_of
from tests.search_index.processes import (
    assert_read_whole_states,
    kill_soon,
    start,
    wait_until_reading,
)
from tests.search_index.writer_process import state_at


def assert_whole(index: SearchIndex) -> None:
    number = index.number()
    expected = {document.ctid: document.revision for document in state_at(number)}
    assert dict(index.entries()) == expected
    assert index.search(SearchQuery("course")).total == len(expected)


@pytest.mark.parametrize("action", ["apply", "rebuild"])
def test_killed_writer_leaves_the_index_before_or_after_a_change(
    engine: Engine, tmp_path: Path, action: str
) -> None:
    folder = tmp_path / "search"
    create_index(folder, engine).rebuild(state_at(0), 0)
    chance = random.Random(20)

    for _ in range(8):
        acknowledged = kill_soon(
            start("writer_process", action, engine, str(folder)), chance.uniform(0.0, 0.25)
        )
        survivor = open_index(folder, engine)

        assert survivor.number() in {acknowledged, acknowledged + 1}
        assert_whole(survivor)


def test_index_can_be_written_after_a_kill_and_is_tidied(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    create_index(folder, engine).rebuild(state_at(0), 0)
    kill_soon(start("writer_process", "apply", engine, str(folder)), 0.05)
    kill_soon(start("writer_process", "rebuild", engine, str(folder)), 0.05)
    index = open_index(folder, engine)

    index.apply([a_document("Afterwards")], [], index.number() + 1)

    [generation] = folder.glob("generation-*")
    assert (ctid_of("Afterwards"), "first") in set(index.entries())
    assert left_behind(engine, generation) == set()


def test_two_processes_read_whole_states_while_one_writes(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    index = create_index(folder, engine)
    index.rebuild(state_at(0), 0)
    readers = [start("writer_process", "read", engine, str(folder)) for _ in range(2)]
    wait_until_reading(readers)

    for number in range(1, 31):
        if number % 10 == 0:
            index.rebuild(state_at(number), number)
        else:
            index.apply(state_at(number), [d.ctid for d in state_at(number - 1)[-1:]], number)

    assert_read_whole_states(readers)
