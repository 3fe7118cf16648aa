"""A peer as it is really served: its own server on a free loopback port, asked over HTTP."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.peers.questions import Question
from benchmarks.serving import PROJECT, STOP_SECONDS, children, free_port, wait_for_port


@dataclass(frozen=True)
class Served:
    """A server that runs: `ask` gives how many records a question finds, its answer read whole."""

    ask: Callable[[Question], int]
    process: int

    def processor_seconds(self) -> float:
        """What its processes have used of the processor so far."""
        running = [self.process, *children(self.process)]
        return sum(_processor_seconds(each) for each in running)


_ANSWER_SECONDS = 300


@contextmanager
def asking(
    command: Callable[[int], Sequence[str]], environment: Mapping[str, str], folder: Path = PROJECT
) -> Iterator[tuple[Callable[[str], bytes], int]]:
    """A way to get addresses from the server that the command for a port starts; its process."""
    port = free_port()
    process = subprocess.Popen(
        command(port),
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port("127.0.0.1", port, process)
        yield partial(get, "127.0.0.1", port), process.pid
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def get(host: str, port: int, address: str) -> bytes:
    """The answer to a GET over a connection of its own, so that no server can drop it between."""
    connection = HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", address, headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} was answered with {response.status}: {body[:300]!r}")
    return body


def _processor_seconds(process: int) -> float:
    # After the name in brackets, which may hold anything: user and system time are 12th and 13th.
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
