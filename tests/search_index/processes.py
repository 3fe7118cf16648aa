"""Processes that write an index until they are killed: started, killed, and what they do."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from search_index.protocol import SearchIndex
from search_index.vectors import VectorIndex

REPOSITORY = Path(__file__).parents[2]


def start(module: str, *arguments: str) -> "subprocess.Popen[str]":
    """A process that runs the module beside this one."""
    command = [sys.executable, "-m", f"tests.search_index.{module}", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)


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


def wait_until_reading(readers: Iterable["subprocess.Popen[str]"]) -> None:
    """Return when each of these processes has said that it reads."""
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"


def assert_read_whole_states(readers: Sequence["subprocess.Popen[str]"]) -> None:
    """Wait for their end: all must have seen states, and no mixed one."""
    outputs = [reader.communicate()[0] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], outputs
    assert all(int(output) >= 1 for output in outputs)


def say(text: str) -> None:
    """Tell the process that started this one."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(
    index: SearchIndex | VectorIndex,
    action: str,
    state_at: Callable[[int], list[Any]],
    after: Callable[[int], None] = lambda _: None,
) -> None:
    """Go on from the number reached for ever, telling each number once it is committed."""
    number = index.number()
    while True:
        gone = [state_at(number)[-1].ctid]
        number += 1
        if action == "rebuild":
            index.rebuild(state_at(number), number)
        else:
            index.apply(state_at(number), gone, number)
            after(number)
        say(f"{number}")
