"""Competencies and their framework: published in one document, so they name each other."""

from collections.abc import Iterator
from typing import Final

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, address_of, short
from ctdl.vocabulary import vocabulary

_COMPETENCY: Final = "ceasn:Competency"
_FRAMEWORK: Final = "ceasn:CompetencyFramework"


def check_competencies(described: Described) -> Iterator[Finding]:
    """Competencies beside a framework that say they are part of something nobody describes."""
    competencies = [each for each in described.entities if _is_a(each.types, _COMPETENCY)]
    frameworks = _frameworks(described) if competencies else frozenset()
    if not frameworks:
        return
    shown = ", ".join(map(short, sorted(frameworks)[:3]))
    for entity in competencies:
        for value in entity.values("ceasn:isPartOf"):
            address = address_of(value)
            known = (frameworks, described.by_id, described.supplied)
            if address is None or any(address in each for each in known):
                continue
            yield finding(
                "ISPARTOF_FRAMEWORK_MISMATCH",
                f"ceasn:isPartOf is {address[:120]}, but the framework here is {shown}; write "
                "its address if the competency belongs to it.",
                entity=entity.label,
                property="ceasn:isPartOf",
            )


def _frameworks(described: Described) -> frozenset[str]:
    here = {
        each.node["@id"]
        for each in described.entities
        if "@id" in each.node and _is_a(each.types, _FRAMEWORK)
    }
    elsewhere = {
        address for address, types in described.supplied.items() if _is_a(types, _FRAMEWORK)
    }
    return frozenset(here | elsewhere)


def _is_a(types: tuple[str, ...], name: str) -> bool:
    return any(vocabulary().is_a(each, name) for each in types)
