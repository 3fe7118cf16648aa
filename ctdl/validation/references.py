"""References: local names lead to a node of the document, short addresses have a known prefix.

What the document alone cannot answer, whether an address leads to anything, is told apart.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from ctdl.contexts import COERCIONS, KNOWN_CONTEXTS
from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity, address_of
from ctdl.vocabulary import Property, vocabulary

# Schemes of real addresses that have no "//"; anything else before a colon looks like a prefix.
_SCHEMES: Final = frozenset({"urn", "mailto", "tel", "did", "doi", "info", "tag", "isbn", "geo"})
_SHORT: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*):(?!//)")
_PREFIXES: Final = frozenset(
    prefix
    for context in KNOWN_CONTEXTS.values()
    for prefix, namespace in context.items()
    if isinstance(namespace, str)
)
# Nothing is a part, a step, a version or a successor of itself.
_NEVER_ITSELF: Final = frozenset(
    {
        "asn:hasProgressionLevel",
        "ceasn:hasChild",
        "ceasn:isChildOf",
        "ceterms:advancedStandingFrom",
        "ceterms:department",
        "ceterms:hasChild",
        "ceterms:hasPart",
        "ceterms:isAdvancedStandingFor",
        "ceterms:isPartOf",
        "ceterms:isPreparationFor",
        "ceterms:isRecommendedFor",
        "ceterms:isRequiredFor",
        "ceterms:nextVersion",
        "ceterms:parentOrganization",
        "ceterms:precededBy",
        "ceterms:precedes",
        "ceterms:preparationFrom",
        "ceterms:prerequisite",
        "ceterms:previousVersion",
        "ceterms:subOrganization",
        "ceterms:subclassOf",
        "ceterms:supersededBy",
        "ceterms:supersedes",
        "skos:broader",
        "skos:narrower",
    }
)
_LITERALS: Final = ("xsd:", "rdf:langString", "rdfs:Literal", "schema:Date", "schema:Duration")


def check_references(described: Described) -> Iterator[Finding]:
    """Local names nobody describes, and addresses that begin with an undeclared prefix."""
    for entity in described.entities:
        for name in entity.properties:
            if COERCIONS.get(name) == "@id":
                for value in entity.values(name):
                    yield from _check(described, entity, name, value)


def check_self_references(described: Described) -> Iterator[Finding]:
    """Resources that are part of themselves, come before themselves, and the like."""
    for entity in described.entities:
        own = entity.node.get("@id")
        if own is None:
            continue
        for name in sorted(_NEVER_ITSELF.intersection(entity.node)):
            if any(address_of(value) == own for value in entity.values(name)):
                yield finding(
                    "SELF_REFERENCE",
                    f"{name} leads back to the resource itself; name the other resource, or "
                    "remove it.",
                    entity=entity.label,
                    property=name,
                )


def note_references(described: Described) -> Iterator[Finding]:
    """References that lead out of the document: answered by a supplied one, or open."""
    for entity in described.entities:
        for name in entity.properties:
            if not _leads_to_resources(name):
                continue
            for value in entity.values(name):
                address = address_of(value)
                if address is not None and _leads_out(described, address):
                    yield _note(described, entity, name, address)


def _note(described: Described, entity: Entity, name: str, address: str) -> Finding:
    types = described.supplied.get(address)
    if types is not None:
        return finding(
            "REF_RESOLVED_SUPPLIED",
            f"{name} leads to {address}, which a document supplied with this one describes"
            f"{' as ' + ', '.join(types) if types else ''}; keep both together.",
            entity=entity.label,
            property=name,
        )
    return finding(
        "REF_OUTSIDE_PAYLOAD",
        f"{name} leads to {address[:200]}, which this document does not describe; make sure that "
        "it is published there.",
        entity=entity.label,
        property=name,
    )


def _leads_out(described: Described, address: str) -> bool:
    if address.startswith("_:") or address in described.by_id:
        return False
    return address not in vocabulary().concept_terms


@lru_cache(maxsize=4096)
def _leads_to_resources(name: str) -> bool:
    """Whether values of `name` are addresses of described things, not only of pages."""
    term: Property | None = vocabulary().properties.get(name)
    return (
        term is not None
        and COERCIONS.get(name) == "@id"
        and not all(member.startswith(_LITERALS) for member in term.range)
    )


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
