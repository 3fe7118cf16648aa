"""The files that are shipped: JSON Lines per source, and the manifest that lists them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry_data.convert.json_ld import Node

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Shipped:
    """One record as it is shipped: the CTDL document and who stated it."""

    document: Node
    provenance: dict[str, Any]

    @property
    def main(self) -> Node:
        """The node the document is about."""
        main: Node = self.document["@graph"][0]
        return main


@dataclass(frozen=True)
class DataFile:
    """One file of records with what the manifest says about it."""

    path: str
    title: str
    origin: str
    licence: str
    retrieved: str
    records: tuple[Shipped, ...]

    def content(self) -> bytes:
        """The bytes of the file: one record a line, keys in reading order."""
        lines = (
            json.dumps(
                {"document": record.document, "provenance": record.provenance},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            for record in self.records
        )
        return "".join(line + "\n" for line in lines).encode()


@dataclass(frozen=True)
class MadeFile:
    """A file made from fact tables that holds no records, so it is not loaded."""

    path: str
    title: str
    origin: str
    licence: str
    retrieved: str
    made: bytes
    records: tuple[Shipped, ...] = ()

    def content(self) -> bytes:
        """The bytes of the file."""
        return self.made


def contents(files: Iterable[DataFile | MadeFile]) -> dict[str, bytes]:
    """Every file to ship by its path under registry_data, the manifest last."""
    written: dict[str, bytes] = {}
    entries = []
    for file in files:
        written[file.path] = file.content()
        entries.append(_entry(file, written[file.path]))
    manifest = json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    return {**written, MANIFEST: manifest.encode()}


def differences(home: Path, expected: dict[str, bytes]) -> list[str]:
    """The paths whose shipped bytes are not the expected ones, or that should not be there."""
    changed = [
        path
        for path, content in expected.items()
        if not (home / path).is_file() or (home / path).read_bytes() != content
    ]
    return changed + [path for path in _shipped_paths(home) if path not in expected]


def write(home: Path, expected: dict[str, bytes]) -> None:
    """Make the shipped files be exactly the expected ones."""
    for path in _shipped_paths(home):
        if path not in expected:
            (home / path).unlink()
    for path, content in expected.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_bytes(content)


def _entry(file: DataFile | MadeFile, content: bytes) -> dict[str, Any]:
    return {
        "path": file.path,
        "title": file.title,
        "origin": file.origin,
        "licence": file.licence,
        "retrieved": file.retrieved,
        "records": len(file.records),
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def _shipped_paths(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*.jsonl"))
