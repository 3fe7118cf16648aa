"""Loading files of records: in batches, with progress, surviving what is wrong with one of them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.services.publishing import (
    OPERATOR,
    NotTheOwner,
    Published,
    PublisherRef,
    RecordRejected,
    RecordWasWithdrawn,
    Submission,
    prepare,
    record,
)
from app.services.registry import Registry
from ctdl.ctid import CTIDError
from ctdl.documents import DocumentError
from ctdl.errors import RegistryError
from ctdl.findings import Finding
from ctdl.provenance import Provenance

BATCH = 500
SUFFIXES = (".jsonl", ".ndjson", ".json", ".jsonld")
MANIFEST = "manifest.json"


class NothingToLoad(RegistryError):
    """There are no record files at a path."""


@dataclass(frozen=True)
class Item:
    """One record found in a file: where it stands and what it says."""

    path: Path
    line: int
    text: str


@dataclass(frozen=True)
class Problem:
    """A record that was not loaded, and why."""

    path: str
    line: int
    findings: tuple[Finding, ...]
    message: str


@dataclass
class LoadReport:
    """What a load has done so far."""

    read: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every record found was taken or was there already."""
        return not self.problems

    def count(self, kind: str) -> None:
        """Count one record of this outcome."""
        self.counts[kind] = self.counts.get(kind, 0) + 1


Tell = Callable[[LoadReport, str], None]


def load(
    registry: Registry,
    paths: Sequence[Path],
    publisher: PublisherRef = OPERATOR,
    tell: Tell = lambda _report, _file: None,
) -> LoadReport:
    """Publish every record in these files or folders; what is wrong with one stops no other.

    Each batch is committed by itself, so a load that was cut off goes on where it stopped.
    """
    report = LoadReport()
    batch: list[tuple[Item, Submission]] = []
    for path in record_files(paths):
        for item in _items(path, report):
            report.read += 1
            submission = _prepared(registry, item, publisher, report)
            if submission is not None:
                batch.append((item, submission))
            if len(batch) >= BATCH:
                _commit(registry, batch, publisher, report)
                tell(report, path.name)
                batch = []
    _commit(registry, batch, publisher, report)
    tell(report, "")
    return report


def record_files(paths: Sequence[Path]) -> list[Path]:
    """The record files at these paths; a folder with a manifest gives those that it lists."""
    found: list[Path] = []
    for path in paths:
        if (path / MANIFEST).is_file():
            found.extend(_listed(path))
        elif path.is_dir():
            found.extend(sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES))
        elif path.is_file():
            found.append(path)
        else:
            raise NothingToLoad(f"There is no file or folder {path}.")
    if not found:
        shown = ", ".join(str(path) for path in paths)
        raise NothingToLoad(f"No record files ({', '.join(SUFFIXES)}) at {shown}.")
    return found


def count_items(paths: Sequence[Path]) -> int:
    """How many records there are to read, for a progress bar."""
    total = 0
    for path in record_files(paths):
        if path.suffix in (".jsonl", ".ndjson"):
            with path.open("rb") as file:
                total += sum(1 for line in file if line.strip())
        else:
            total += 1
    return total


def fingerprint(paths: Sequence[Path]) -> str:
    """A digest of the files' content, to know whether they have been loaded before."""
    digest = hashlib.sha256()
    for path in record_files(paths):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_loaded(registry: Registry, paths: Sequence[Path]) -> bool:
    """Whether exactly these files were loaded completely by the last `remember_load`."""
    mark = registry.settings.home / "loaded"
    return mark.is_file() and mark.read_text() == fingerprint(paths)


def remember_load(registry: Registry, paths: Sequence[Path]) -> None:
    """Note that these files are loaded."""
    (registry.settings.home / "loaded").write_text(fingerprint(paths))


def _listed(folder: Path) -> list[Path]:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    entries = manifest["files"] if isinstance(manifest, dict) else manifest
    return [folder / entry["path"] for entry in entries if entry.get("records")]


def _items(path: Path, report: LoadReport) -> Iterator[Item]:
    try:
        if path.suffix in (".jsonl", ".ndjson"):
            with path.open(encoding="utf-8") as file:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield Item(path, number, line)
        else:
            yield Item(path, 1, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        report.problems.append(Problem(str(path), 0, (), f"The file cannot be read: {error}."))


def _prepared(
    registry: Registry, item: Item, publisher: PublisherRef, report: LoadReport
) -> Submission | None:
    try:
        data, provenance = _unwrapped(item.text)
        submission = prepare(data, publisher, base=registry.base, provenance=provenance)
    except DocumentError as error:
        report.problems.append(_problem(item, tuple(error.findings), str(error)))
    except (CTIDError, ValueError) as error:
        report.problems.append(_problem(item, (), f"It is not a record: {error}."))
    else:
        if submission.is_acceptable:
            return submission
        rejected = RecordRejected(submission.findings)
        report.problems.append(_problem(item, submission.findings, str(rejected)))
    return None


def _unwrapped(text: str) -> tuple[str | dict[str, Any], Provenance | None]:
    """The document and its provenance when a line holds both, else the text itself."""
    if '"document"' not in text[:4096]:
        return text, None
    data = json.loads(text)
    if isinstance(data, dict) and isinstance(data.get("document"), dict):
        stated = data.get("provenance")
        provenance = Provenance.from_json(stated) if isinstance(stated, dict) else None
        return data["document"], provenance
    return text, None


def _commit(
    registry: Registry,
    batch: list[tuple[Item, Submission]],
    publisher: PublisherRef,
    report: LoadReport,
) -> None:
    if not batch:
        return
    outcomes = record(registry, [submission for _, submission in batch], publisher)
    for (item, _), outcome in zip(batch, outcomes, strict=True):
        match outcome:
            case Published(kind=kind):
                report.count(kind)
            case NotTheOwner() | RecordWasWithdrawn():
                # Somebody has claimed or withdrawn it since: their word stands.
                report.count("left as they are")
            case RecordRejected(findings=findings):
                report.problems.append(_problem(item, findings, str(outcome)))
            case _:
                report.problems.append(_problem(item, (), str(outcome)))


def _problem(item: Item, findings: tuple[Finding, ...], message: str) -> Problem:
    return Problem(str(item.path), item.line, findings, message)
