"""Domain and range: properties stand on, and lead to, the classes they are made for.

CTDL declares both as open unions (schema:domainIncludes, rangeIncludes); subclasses count. Where
the schema contradicts its own documentation the finding is information, not an error.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import ANYTHING, Property, vocabulary

# The registry itself adds where a resource comes from, on resources of every class.
_ANYWHERE: Final = frozenset({"ceterms:sameAs"})
_VERSIONS: Final = frozenset(
    {
        "ceterms:latestVersion",
        "ceterms:nextVersion",
        "ceterms:previousVersion",
        "ceterms:supersedes",
        "ceterms:supersededBy",
    }
)
_CONCEPTS: Final = frozenset({"skos:Concept", "ceterms:CredentialAlignmentObject"})
# The documentation's own examples do this though the schema does not declare it.
_DOCUMENTED_DOMAINS: Final = frozenset({("asn:hasProgressionLevel", "asn:ProgressionModel")})
_DOCUMENTED_RANGES: Final = frozenset({("ceasn:isChildOf", "ceasn:CompetencyFramework")})


def check_domain_and_range(described: Described) -> Iterator[Finding]:
    """Properties on classes they are not for, and values of classes they are not for."""
    for entity in described.entities:
        types = _known(entity.types)
        for name in entity.properties:
            term = vocabulary().properties.get(name)
            if term is None:
                continue
            if types and not _admits(name, "domain", types):
                yield _domain_finding(entity, term, types)
            for value in entity.values(name):
                yield from _check_range(described, entity, term, value)


def _check_range(
    described: Described, entity: Entity, term: Property, value: Any
) -> Iterator[Finding]:
    types = _known(described.types_of_target(value))
    if not types or _admits(term.name, "range", types):
        return
    # An address may lead anywhere; only a described value must be of the right class.
    if "xsd:anyURI" in term.range and not isinstance(value, dict):
        return
    wanted = _listed(sorted(term.range))
    yield finding(
        _range_code(term, types),
        f"{term.name} leads to {_listed(types)}; lead it to {wanted}, or use a property that is "
        f"for {types[0]}.",
        entity=entity.label,
        property=term.name,
    )


def _range_code(term: Property, types: tuple[str, ...]) -> str:
    if _CONCEPTS & term.range and _CONCEPTS.intersection(types):
        return "CONCEPT_RANGE_CONFLICT"
    if any((term.name, name) in _DOCUMENTED_RANGES for name in types):
        return "RANGE_DOCS_CONFLICT"
    if term.name in _VERSIONS and _admits(term.name, "domain", types):
        return "VERSION_RANGE_CONFLICT"
    return "RANGE_VIOLATION"


def _domain_finding(entity: Entity, term: Property, types: tuple[str, ...]) -> Finding:
    documented = any((term.name, name) in _DOCUMENTED_DOMAINS for name in types)
    remedy = _REMEDIES.get(term.name, "Move it to one of these, or take it away.")
    return finding(
        "DOMAIN_DOCS_CONFLICT" if documented else "DOMAIN_VIOLATION",
        f"{term.name} stands on {_listed(types)}; it is for {_listed(sorted(term.domain))}. "
        f"{remedy}",
        entity=entity.label,
        property=term.name,
    )


_THROUGH_REQUIRES: Final = "On a credential put it inside ceterms:requires."
_REMEDIES: Final = {
    "ceterms:creditValue": _THROUGH_REQUIRES,
    "ceterms:entryCondition": "On a credential use ceterms:requires.",
    "ceterms:teaches": "On a credential use ceterms:requires with ceterms:targetCompetency.",
    "ceterms:assesses": "On a credential use ceterms:requires with ceterms:targetCompetency.",
    "ceterms:deliveryType": "On a credential use ceterms:learningDeliveryType.",
    "ceterms:lifeCycleStatusType": "On a credential use ceterms:credentialStatusType.",
}


@lru_cache(maxsize=16384)
def _admits(name: str, side: str, types: tuple[str, ...]) -> bool:
    # Of qdata only what CTDL repeats is known, so its lists of classes are not whole.
    if name.startswith("qdata:"):
        return True
    term = vocabulary().properties[name]
    allowed = term.domain if side == "domain" else term.range
    if not allowed or ANYTHING in allowed or (side == "domain" and name in _ANYWHERE):
        return True
    return any(vocabulary().is_any(known, allowed) for known in types)


@lru_cache(maxsize=4096)
def _known(types: tuple[str, ...]) -> tuple[str, ...]:
    # What a class of another vocabulary may have is not for CTDL to say.
    return tuple(name for name in types if name in vocabulary().classes)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    shown = list(names[:6])
    rest = len(names) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")
