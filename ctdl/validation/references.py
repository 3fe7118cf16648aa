"""References: local names lead to a node of the document, short addresses have a known prefix."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ctdl.contexts import COERCIONS, KNOWN_CONTEXTS
from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity

# Schemes of real addresses that have no "//"; anything else before a colon looks like a prefix.
_SCHEMES: Final = frozenset({"urn", "mailto", "tel", "did", "doi", "info", "tag", "isbn", "geo"})
_SHORT: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*):(?!//)")
_PREFIXES: Final = frozenset(
    prefix
    for context in KNOWN_CONTEXTS.values()
    for prefix, namespace in context.items()
    if isinstance(namespace, str)
)


def check_references(described: Described) -> Iterator[Finding]:
    """Local names nobody describes, and addresses that begin with an undeclared prefix."""
    for entity in described.entities:
        for name in entity.properties():
            if COERCIONS.get(name) == "@id":
                for value in entity.values(name):
                    yield from _check(described, entity, name, value)


def _check(described: Described, entity: Entity, name: str, value: Any) -> Iterator[Finding]:
    iri = value.get("@id") if isinstance(value, dict) else value
    if not isinstance(iri, str):
        return
    if iri.startswith("_:"):
        if iri not in described.by_id:
            yield finding(
                "REF_UNRESOLVED_BNODE",
                f"{name} refers to {iri}, which the document does not describe; add the node to "
                "@graph or remove the reference.",
                entity=entity.label,
                property=name,
            )
        return
    short = _SHORT.match(iri)
    if short and short.group(1).lower() not in _SCHEMES and short.group(1) not in _PREFIXES:
        yield finding(
            "PREFIX_UNDECLARED",
            f"{name} is {iri[:80]!r}, but the prefix {short.group(1)!r} is not declared; write the "
            "whole address.",
            entity=entity.label,
            property=name,
        )
