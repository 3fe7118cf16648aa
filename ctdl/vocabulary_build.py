"""Makes `ctdl/data/vocabulary.json` and `policy.json` from the published term and policy lists.

Run `python -m ctdl.vocabulary_build FOLDER`; FOLDER holds ctdl-terms.csv and
minimum-data-policy.csv. Only facts about terms are kept, no definition texts.
"""

import argparse
import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
_ORDER: Final = {"RequiresProperty": "required", "RecommendsProperty": "recommended"}

# The policy list is a snapshot of 2023 with known slips, set right here (each with its reason).
_MISPLACED: Final = {
    # Rows of PathwaySet that the list also gives for Pathway.
    "ceterms:Pathway": {"ceterms:hasPathway"},
    # Rows of the framework given for its competencies, and of the scheme for its concepts.
    "ceasn:Competency": {
        "ceasn:name",
        "ceasn:description",
        "ceasn:inLanguage",
        "ceasn:publisher",
    },
    "skos:Concept": {
        "ceasn:name",
        "ceasn:description",
        "ceasn:inLanguage",
        "ceasn:publicationStatusType",
        "skos:hasTopConcept",
    },
}
_REMOVED_CLASSES: Final = {"ceterms:SelectionComponent"}


def main() -> None:
    """Write both files; the same folder gives the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the published lists")
    parser.add_argument("--into", type=Path, default=DATA, help="where to write (the package)")
    arguments = parser.parse_args()
    build(arguments.folder, arguments.into)


def build(folder: Path, into: Path) -> None:
    """Make both files from the lists in `folder`."""
    _write(into / "vocabulary.json", vocabulary_facts(_rows(folder / "ctdl-terms.csv")))
    _write(into / "policy.json", policy_facts(_rows(folder / "minimum-data-policy.csv")))


def vocabulary_facts(rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    """Classes, properties, concept schemes and concepts with their relations, by CURIE."""
    facts: dict[str, dict[str, Any]] = {
        kind: {} for kind in ("classes", "properties", "schemes", "concepts")
    }
    for row in rows:
        kind = row["type"].partition(":")[2]
        if kind == "Class":
            _merge(facts["classes"], row, superclasses=row["subOf"])
        elif kind == "Property":
            _merge(facts["properties"], row, domain=row["domain"], range=row["range"])
            entry = facts["properties"][row["term"]]
            for name, column in (
                ("coercion", "context_coercion"),
                ("inverse", "inverseOf"),
                ("scheme", "targetScheme"),
            ):
                if row[column]:
                    entry[name] = row[column]
        elif kind == "ConceptScheme":
            _merge(facts["schemes"], row)
        else:
            _merge(facts["concepts"], row)
            facts["concepts"][row["term"]]["scheme"] = row["inScheme"]
    _drop_implied(facts["properties"], facts["classes"])
    return {kind: dict(sorted(entries.items())) for kind, entries in facts.items()}


def policy_facts(rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    """For each class the required and recommended properties; a group needs at least one."""
    policy: dict[str, dict[str, list[list[str]]]] = {}
    for row in rows:
        level = _ORDER.get(row["level"])
        group = [name.strip() for name in row["properties"].split(" OR ")]
        group = [name for name in group if _is_property(name)]
        wrong = _MISPLACED.get(row["class"], set())
        if level is None or row["class"] in _REMOVED_CLASSES or wrong & set(group):
            continue
        groups = policy.setdefault(row["class"], {"required": [], "recommended": []})[level]
        if group and group not in groups:
            groups.append(group)
    return {name: policy[name] for name in sorted(policy)}


def _is_property(name: str) -> bool:
    # The list names a class as its own property where it means "state the class".
    return name.partition(":")[2][:1].islower()


def _merge(entries: dict[str, Any], row: dict[str, str], **lists: str) -> None:
    entry = entries.setdefault(row["term"], {"label": row["label"], "status": row["status"]})
    for name, text in lists.items():
        entry[name] = sorted({*entry.get(name, []), *text.split()})


def _drop_implied(properties: dict[str, Any], classes: dict[str, Any]) -> None:
    """Leave out of each domain and range the classes whose superclass is in it already."""
    for entry in properties.values():
        for name in ("domain", "range"):
            members = set(entry[name])
            entry[name] = [
                member for member in entry[name] if not _ancestors(member, classes) & members
            ]


def _ancestors(name: str, classes: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = list(classes.get(name, {}).get("superclasses", []))
    while waiting:
        ancestor = waiting.pop()
        if ancestor not in found:
            found.add(ancestor)
            waiting += classes.get(ancestor, {}).get("superclasses", [])
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, facts: dict[str, Any]) -> None:
    """One term a line, so that a difference can be read."""
    parts = []
    for name, entry in facts.items():
        if path.name == "policy.json":
            parts.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}")
        else:
            lines = [
                f"  {json.dumps(term)}: {json.dumps(value, ensure_ascii=False)}"
                for term, value in entry.items()
            ]
            parts.append(f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
