"""Writers that are killed at random moments, and readers beside a writer, in real processes."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from search_index import create_index, open_index
from search_index.protocol import SearchIndex, SearchQuery
from tests.search_index.documents import a_document, ctid_of
from tests.search_index.writer_process import state_at

PROCESS = [sys.executable, "-m", "tests.search_index.writer_process"]
REPOSITORY = Path(__file__).parents[2]


def start(action: str, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*PROCESS, action, str(folder)], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    )


def kill_soon(process: "subprocess.Popen[str]", seconds: float) -> int:
    """Kill -9 some time after the first commit; the last number the process has acknowledged."""
    assert process.stdout is not None
    acknowledged = int(process.stdout.readline())
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    rest, _ = process.communicate()
    return max([acknowledged, *(int(line) for line in rest.split("\n") if line.strip())])


def assert_whole(index: SearchIndex) -> None:
    number = index.number()
    expected = {document.ctid: document.revision for document in state_at(number)}
    assert dict(index.entries()) == expected
    assert index.search(SearchQuery("course")).total == len(expected)


@pytest.mark.parametrize("action", ["apply", "rebuild"])
def test_killed_writer_leaves_the_index_before_or_after_a_change(
    tmp_path: Path, action: str
) -> None:
    folder = tmp_path / "search"
    create_index(folder).rebuild(state_at(0), 0)
    chance = random.Random(20)

    for _ in range(8):
        acknowledged = kill_soon(start(action, folder), chance.uniform(0.0, 0.25))
        survivor = open_index(folder)

        assert survivor.number() in {acknowledged, acknowledged + 1}
        assert_whole(survivor)


def test_index_can_be_written_after_a_kill_and_is_tidied(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    create_index(folder).rebuild(state_at(0), 0)
    kill_soon(start("apply", folder), 0.05)
    kill_soon(start("rebuild", folder), 0.05)
    index = open_index(folder)

    index.apply([a_document("Afterwards")], [], index.number() + 1)

    [generation] = folder.glob("generation-*")
    files = {path.suffix for path in generation.iterdir()}
    assert (ctid_of("Afterwards"), "first") in set(index.entries())
    assert files <= {".seg", ".toc", ""}


def test_two_processes_read_whole_states_while_one_writes(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    index = create_index(folder)
    index.rebuild(state_at(0), 0)
    readers = [start("read", folder) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"

    for number in range(1, 31):
        if number % 10 == 0:
            index.rebuild(state_at(number), number)
        else:
            index.apply(state_at(number), [d.ctid for d in state_at(number - 1)[-1:]], number)

    outputs = [reader.communicate()[0] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], outputs
    assert all(int(output) >= 1 for output in outputs)
