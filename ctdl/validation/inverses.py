"""Declared inverses: when both resources are in the document, they tell the same story."""

from collections.abc import Iterator

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import vocabulary


def check_inverses(described: Described) -> Iterator[Finding]:
    """Relations whose other side, stated in the same document, names somebody else."""
    for entity in described.entities:
        identifier = entity.node.get("@id")
        if identifier is None:
            continue
        for name in entity.properties():
            term = vocabulary().properties.get(name)
            if term is None or term.inverse is None:
                continue
            for value in entity.values(name):
                other = described.described(value)
                if other is not None and not _agrees(other, term.inverse, identifier):
                    yield finding(
                        "INVERSE_MISMATCH",
                        f"{name} leads to {other.node.get('@id')}, whose {term.inverse} names "
                        "somebody else; make both sides agree.",
                        entity=entity.label,
                        property=name,
                    )


def _agrees(other: Entity, inverse: str, identifier: str) -> bool:
    stated = [
        value.get("@id") if isinstance(value, dict) else value for value in other.values(inverse)
    ]
    # A side that says nothing does not disagree.
    return not stated or identifier in stated
