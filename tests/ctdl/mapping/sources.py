"""The samples of each format, and short ways to ask what became of them."""

import json
from pathlib import Path
from typing import Any

from ctdl.documents import Document, parse_document
from ctdl.findings import Finding
from ctdl.mapping import Imported, import_document

SAMPLES = Path(__file__).parent / "samples"
BASE = "https://registry.test/"

Node = dict[str, Any]


def sample(name: str) -> bytes:
    """The text of a sample."""
    return (SAMPLES / name).read_bytes()


def sample_json(name: str) -> Any:
    """The JSON of a sample."""
    return json.loads(sample(name))


def imported(source: Any, **wishes: Any) -> Imported:
    """What an import makes of a sample's name, a text, or a value to write as JSON."""
    if isinstance(source, str) and len(source) < 60 and (SAMPLES / source).is_file():
        return import_document(sample(source), **wishes)
    data = source if isinstance(source, str | bytes) else json.dumps(source)
    return import_document(data, **wishes)


def main_of(made: Imported, kind: str | None = None) -> Node:
    """The main node of the document of the class `kind`, or of the last one."""
    mains: list[Node] = [document["@graph"][0] for document in made.documents]
    return next(node for node in reversed(mains) if kind in (None, node["@type"]))


def documents(made: Imported) -> list[Document]:
    """The documents as a registry reads them."""
    return [parse_document(document, base=BASE) for document in made.documents]


def note_about(made: Imported, property: str) -> Finding:
    """The one note about a term of the source."""
    [found] = [note for note in made.notes if note.property == property]
    return found


def left_out(made: Imported) -> set[str | None]:
    """The terms that were not carried over."""
    return {note.property for note in made.notes if note.code == "IMPORT_NOT_CARRIED"}


def codes(made: Imported) -> set[str]:
    """The codes of all notes."""
    return {note.code for note in made.notes}
