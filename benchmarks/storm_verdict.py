"""After a storm: whether the log holds what was acknowledged, once each, and nothing else."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.config import Settings
from app.services.registry import open_registry
from app.store import log
from app.store.log import LoggedChange
from app.store.rdf import KEPT_GENERATIONS
from benchmarks.serving import PROJECT, REGISTRY, environment_of
from benchmarks.storm_publishers import Sent

COMMANDS = (("check",), ("log", "verify"))
"""What has to succeed afterwards; none of them may mend anything first."""


def faults(settings: Settings, before: int, sent: Sequence[Sent]) -> list[str]:
    """Everything that is not as it was acknowledged; entries up to `before` are not ours."""
    return [
        *log_faults(settings, before, sent),
        *_failed_commands(settings),
        *_leftovers(settings.home),
    ]


def log_faults(settings: Settings, before: int, sent: Sequence[Sent]) -> list[str]:
    """Where the entries after `before` are not those that were acknowledged, once each."""
    entries = list(_entries_after(settings, before))
    return [*_gaps(entries, before), *_differences(entries, sent)]


def _entries_after(settings: Settings, number: int) -> Iterator[LoggedChange]:
    registry = open_registry(settings)
    while batch := log.changes_after(registry.database, number):
        yield from batch
        number = batch[-1].number
    registry.close()


def _gaps(entries: Sequence[LoggedChange], before: int) -> Iterator[str]:
    for expected, entry in enumerate(entries, start=before + 1):
        if entry.number != expected:
            yield f"change {expected} is missing: the next is {entry.number}"
            return


def _differences(entries: Iterable[LoggedChange], sent: Sequence[Sent]) -> Iterator[str]:
    logged = {entry.number: (entry.ctid, _words_of(entry)) for entry in entries}
    for content, times in Counter(logged.values()).items():
        if times != 1:
            yield f"{content} is in the log {times} times"
    for each in sent:
        if logged.get(each.number) != (each.ctid, each.words):
            yield f"change {each.number} is {logged.get(each.number)}, acknowledged as {each}"
    unsent = set(logged.values()) - {(each.ctid, each.words) for each in sent}
    for content in sorted(unsent):
        yield f"{content} is in the log, and nobody was told"


def _words_of(entry: LoggedChange) -> str:
    document = json.loads(entry.document)
    [main] = [node for node in document["@graph"] if node.get("ceterms:ctid") == entry.ctid]
    words: str = main["ceterms:description"]["en"]
    return words


def _failed_commands(settings: Settings) -> Iterator[str]:
    for command in COMMANDS:
        finished = subprocess.run(
            [*REGISTRY, *command],
            cwd=PROJECT,
            env=environment_of(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            said = (finished.stdout + finished.stderr)[-1000:]
            yield f"registry {' '.join(command)} ends with {finished.returncode}: {said}"


def _leftovers(home: Path) -> Iterator[str]:
    """What killed writers left behind and nobody has removed since."""
    generations = list((home / "rdf" / "generations").glob("*"))
    if len(generations) > KEPT_GENERATIONS:
        yield f"{len(generations)} generations of the RDF store, not {KEPT_GENERATIONS}"
    yield from (f"{each} is half a generation" for each in generations if each.suffix)
    folders = list((home / "search").glob("generation-*"))
    if len(folders) != 1:
        yield f"{len(folders)} generations of the search index"
    for folder in folders:
        yield from (f"{each} was left by a writer" for each in folder.iterdir() if each.is_dir())
