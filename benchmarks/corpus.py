"""Larger corpora: the shipped records again and again, each time under another real title."""

import csv
import gzip
import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from ctdl.ctid import CTID, derive_ctid

TITLES = Path(__file__).with_name("course_titles.tsv.gz")
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
DATA = Path(__file__).resolve().parents[1] / "registry_data"
_SEARCHED = "credentials/"
_OWN_PART = ("ceterms:hasPart", "ceterms:isPartOf", "ceterms:isPreparationFor")


def files_of(size: str, folder: Path) -> list[Path]:
    """The files to load for a registry of this size: `shipped`, or so many credentials."""
    if size == "shipped":
        return [DATA]
    write_corpus(folder / "credentials.jsonl", int(size))
    return [*context_files(), folder / "credentials.jsonl"]


def context_files() -> list[Path]:
    """The shipped files that are not multiplied: frameworks, vocabularies, organisations."""
    return [
        DATA / entry["path"] for entry in _manifest() if not entry["path"].startswith(_SEARCHED)
    ]


def write_corpus(path: Path, size: int) -> None:
    """Write `size` distinct credential records that `registry load` reads."""
    with path.open("w", encoding="utf-8") as file:
        for line in islice(_multiplied(), size):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def credentials(start: int) -> Iterator[dict[str, Any]]:
    """The records, with their provenance, that a corpus of `start` credentials does not hold."""
    return islice(_multiplied(), start, None)


def small_credential(owner: CTID, key: str, description: str) -> dict[str, Any]:
    """The document of a credential that states what must be stated, and no more."""
    ctid = derive_ctid(f"benchmark:{key}")
    main = {
        "@id": f"resources/{ctid}",
        "@type": "ceterms:MicroCredential",
        "ceterms:ctid": ctid,
        "ceterms:name": {"en": f"Course {key}"},
        "ceterms:description": {"en": description},
        "ceterms:subjectWebpage": "https://provider.example/course",
        "ceterms:inLanguage": ["en"],
        "ceterms:credentialStatusType": {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": "credentialStat:Active",
        },
        "ceterms:ownedBy": [f"resources/{owner}"],
    }
    return {"@context": CONTEXT, "@id": f"graph/{ctid}", "@graph": [main]}


def titles() -> list[str]:
    """Real course titles, each once."""
    with gzip.open(TITLES, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(dict.fromkeys(row["title"] for row in rows if row["title"]))


def _multiplied() -> Iterator[dict[str, Any]]:
    known = titles()
    for number, line in enumerate(cycle(_shipped())):
        place, round_ = number % len(known), number // len(known)
        edition = f" ({round_ + 1})" if round_ else ""
        yield _renamed(line, number, known[place] + edition)


def _shipped() -> list[str]:
    paths = (DATA / entry["path"] for entry in _manifest() if entry["path"].startswith(_SEARCHED))
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def _renamed(line: str, number: int, title: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(line)
    document = record["document"]
    old, new = document["@id"].removeprefix("graph/"), derive_ctid(f"benchmark:{number}")
    document = json.loads(json.dumps(document).replace(old, new))
    for node in document["@graph"]:
        if node.get("ceterms:ctid") == new:
            node["ceterms:name"] = {"en": title}
            for relation in _OWN_PART:
                node.pop(relation, None)
    return {"document": document, "provenance": record["provenance"]}


def _manifest() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    return entries
