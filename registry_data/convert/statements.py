"""Who stated a fact, where and when: the provenance that stands beside each document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry_data.convert.json_ld import Node
from registry_data.convert.tables import Row, rules

EDITORS = "Registry editors (mapped)"
COMPILED = "Registry editors (compiled from the named sources)"
COMPUTED = "Registry editors (computed)"
READ_FROM_LINK = "Registry editors (read from the link)"
COMPOSED = "Registry editors (composed from the stated facts)"

_COMPOSED_PROPERTIES = ("ceterms:description", "ceasn:description")
_ADDRESS = re.compile(r"https?://[^\s;)]+")
_PAGE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^\s;,)]+")
_REPOSITORY = re.compile(r"([A-Za-z0-9-]+/[A-Za-z0-9_.-]+) ")
_DATE_IN_ADDRESS = re.compile(r"/(20[0-2]\d)/([01]\d)(?:/([0-3]\d))?/")
_DATE = re.compile(r"\b(20[0-2]\d(?:-[01]\d(?:-[0-3]\d)?)?)\b(?![-/]\d)")


@dataclass(frozen=True)
class Statement:
    """One answer to "says who?"; `seen` is as precise as the source allows."""

    source: str
    asserted_by: str
    seen: str = ""
    licence: str = ""
    source_url: str = ""
    note: str = ""

    def to_json(self) -> dict[str, str]:
        """The statement without the things nobody said."""
        pairs = {
            "source": self.source,
            "source_url": self.source_url,
            "asserted_by": self.asserted_by,
            "seen": self.seen,
            "licence": self.licence,
            "note": self.note,
        }
        return {name: value for name, value in pairs.items() if value}

    def noting(self, *notes: str) -> "Statement":
        """The same statement with more to its note."""
        return replace(self, note="; ".join(note for note in (self.note, *notes) if note))

    def by_editors(self, note: str, who: str = EDITORS) -> "Statement":
        """What we made of this source: derived from it, but stated by the registry's editors."""
        return replace(self, asserted_by=who, note=note)


@dataclass(frozen=True)
class Source:
    """How one kind of source is treated: who speaks in it, and what its records are to us."""

    collection: str
    role: str
    title_language: str
    statement: Statement


def source_of(row: Row) -> Source:
    """The treatment of the source that `row` names; a source without a rule speaks for itself."""
    stated = row["source"]
    rule = next((rule for rule in rules("sources") if stated.startswith(rule["match"])), None)
    if rule is None:
        raise LookupError(f"No rule for the source {stated!r} in tables/sources.csv.")
    statement = Statement(
        source=stated,
        asserted_by=rule["asserted_by"].format_map(row) or _host(stated),
        seen=rule["seen"] or _latest_date(stated),
        licence=rule["licence"] or "none stated; facts only",
        source_url=_address(stated),
        note=rule["note"],
    )
    return Source(rule["collection"], rule["role"], rule["title_language"] or "und", statement)


def provenance(
    document: Node, default: Statement, properties: Mapping[str, Statement] | None = None
) -> dict[str, Any]:
    """The provenance of one document, marked as collected from third parties by the operators.

    Descriptions are sentences of the editors, whoever stated the facts in them.
    """
    main = document["@graph"][0]
    composed = default.by_editors("", COMPOSED)
    exceptions = {
        **{path: composed for path in _COMPOSED_PROPERTIES if path in main},
        **(properties or {}),
    }
    return {
        "default": default.to_json(),
        "properties": {path: stated.to_json() for path, stated in exceptions.items()},
        "collected": True,
    }


def _host(stated: str) -> str:
    address = _address(stated)
    if address:
        return address.split("/")[2].removeprefix("www.").rstrip(".")
    found = re.match(r"[a-z0-9.-]+\.[a-z]{2,}\b", stated)
    return found.group() if found else stated


def _address(stated: str) -> str:
    """Where the source can be looked up: the page it names, or the repository on GitHub."""
    if found := _ADDRESS.search(stated):
        return found.group()
    if found := _PAGE.match(stated):
        return f"https://{found.group()}"
    if found := _REPOSITORY.match(stated):
        return f"https://github.com/{found.group(1)}"
    return ""


def _latest_date(stated: str) -> str:
    """The latest date the source names, else the one that news sites put into their addresses."""
    named = max(_DATE.findall(re.sub(_ADDRESS, "", stated)), default="")
    in_address = _DATE_IN_ADDRESS.search(stated)
    return named or ("-".join(filter(None, in_address.groups())) if in_address else "")
