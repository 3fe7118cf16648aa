"""Provenance: who stated the facts of a document, where, and when they were seen (PROV-O).

It travels beside a document: one default statement, and exceptions by property path.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ctdl.errors import RegistryError

PROV: Final = "http://www.w3.org/ns/prov#"
_FIELDS: Final = ("source", "source_url", "asserted_by", "seen", "licence", "note")


class ProvenanceError(RegistryError):
    """A provenance entry does not have the expected form."""


@dataclass(frozen=True)
class Statement:
    """Who stated something, where, when it was seen, and under which licence."""

    source: str | None = None
    source_url: str | None = None
    asserted_by: str | None = None
    seen: str | None = None
    licence: str | None = None
    note: str | None = None

    def to_json(self) -> dict[str, str]:
        """The stated parts as a JSON object."""
        parts = ((name, getattr(self, name)) for name in _FIELDS)
        return {name: value for name, value in parts if value is not None}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> "Statement":
        """The statement in `entry`, or ProvenanceError for unknown or non-text parts."""
        for name, value in entry.items():
            if name not in _FIELDS:
                raise ProvenanceError(
                    f"Unknown provenance part {name!r}; known parts are {', '.join(_FIELDS)}."
                )
            if value is not None and not isinstance(value, str):
                raise ProvenanceError(f"Provenance part {name!r} is {value!r}; write a text.")
        return cls(**entry)

    def over(self, other: "Statement") -> "Statement":
        """This statement with what it leaves open taken from `other`."""
        return Statement(**(other.to_json() | self.to_json()))


@dataclass(frozen=True)
class Provenance:
    """The provenance of a whole document.

    `collected` marks facts about others gathered by the registry's operators: what the minimum data
    policy asks for and no source states is then a warning, because nothing may be invented.
    """

    default: Statement = field(default_factory=Statement)
    properties: Mapping[str, Statement] = field(default_factory=dict)
    collected: bool = False

    def of(self, path: str) -> Statement:
        """The statement behind the value at `path` (CURIEs joined by "/"); longest prefix wins."""
        parts = path.split("/")
        for length in range(len(parts), 0, -1):
            found = self.properties.get("/".join(parts[:length]))
            if found is not None:
                return found.over(self.default)
        return self.default

    def to_json(self) -> dict[str, Any]:
        """The JSON form kept beside the document."""
        entry: dict[str, Any] = {"default": self.default.to_json()}
        if self.properties:
            entry["properties"] = {
                path: statement.to_json() for path, statement in self.properties.items()
            }
        if self.collected:
            entry["collected"] = True
        return entry

    @classmethod
    def from_json(cls, entry: Mapping[str, Any] | None) -> "Provenance":
        """The provenance in `entry`; nothing gives the empty one."""
        entry = entry or {}
        unknown = entry.keys() - {"default", "properties", "collected"}
        if unknown:
            raise ProvenanceError(f"Unknown provenance entry {sorted(unknown)[0]!r}.")
        properties = _mapping(entry.get("properties"), "properties")
        return cls(
            default=Statement.from_json(_mapping(entry.get("default"), "default")),
            properties={
                path: Statement.from_json(_mapping(statement, path))
                for path, statement in properties.items()
            },
            collected=entry.get("collected") is True,
        )

    @classmethod
    def of_publisher(cls, name: str, seen: str | None = None) -> "Provenance":
        """The provenance of a document its own publisher hands in."""
        return cls(default=Statement(source=name, asserted_by=name, seen=seen))

    def to_prov(self, record_iri: str) -> dict[str, Any]:
        """The provenance of the record at `record_iri` as PROV-O in JSON-LD.

        Each exception is an entity of its own, `<record>#prov-<n>`, that names the property path.
        """
        nodes = [_prov_node(record_iri, self.default)]
        for number, path in enumerate(self.properties, start=1):
            node = _prov_node(f"{record_iri}#prov-{number}", self.of(path))
            node["prov:specializationOf"] = {"@id": record_iri}
            node["dct:title"] = path
            nodes.append(node)
        context = {"prov": PROV, "dct": "http://purl.org/dc/terms/"}
        return {"@context": context, "@graph": nodes}


def _prov_node(iri: str, statement: Statement) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": iri, "@type": "prov:Entity"}
    if statement.source_url or statement.source:
        source: dict[str, Any] = {"@type": "prov:Entity"}
        if statement.source_url:
            source["@id"] = statement.source_url
        if statement.source:
            source["dct:title"] = statement.source
        if statement.licence:
            source["dct:rights"] = statement.licence
        node["prov:wasDerivedFrom"] = source
    if statement.asserted_by:
        agent = {"@type": "prov:Agent", "dct:title": statement.asserted_by}
        node["prov:wasAttributedTo"] = agent
    if statement.seen:
        node["prov:generatedAtTime"] = statement.seen
    if statement.note:
        node["dct:description"] = statement.note
    return node


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ProvenanceError(f"Provenance entry {name!r} is {value!r}; write an object.")
    return value
