"""Concept schemes: a property that CTDL ties to a list takes its values from that list.

Lists that CTDL only names, such as classifications of industries, are not known here and not
asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ctdl.credit_units import unit_code
from ctdl.findings import Finding, finding
from ctdl.validation.policy import policies
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import vocabulary

_MAX_SHOWN: Final = 12
_UNITS: Final = "ceterms:CreditUnit"


@dataclass(frozen=True)
class _List:
    """The list a property takes its values from; `required` when the policy asks for one."""

    scheme: str
    label: str
    members: frozenset[str]
    prefix: str
    required: bool

    @property
    def shown(self) -> str:
        """Some members, to choose from."""
        names = sorted(self.members)
        more = len(names) - _MAX_SHOWN
        return ", ".join(names[:_MAX_SHOWN]) + (f" and {more} more" if more > 0 else "")


def check_concepts(described: Described) -> Iterator[Finding]:
    """Values that are not of the list CTDL ties their property to."""
    for entity in described.entities:
        for name in entity.properties:
            choices = _list_of(name)
            if choices is not None:
                for value in entity.values(name):
                    yield from _check(described, entity, name, value, choices)


def _check(
    described: Described, entity: Entity, name: str, value: Any, choices: _List
) -> Iterator[Finding]:
    concept = _concept(described, value)
    if concept in choices.members or (choices.scheme == _UNITS and unit_code(concept) is not None):
        return
    prefix = concept.partition(":")[0] if concept else ""
    if prefix == choices.prefix and not choices.required:
        # A slip of the pen, or newer than our copy of the list: said as an unknown concept.
        return
    if concept is None and not choices.required and _is_described(value):
        return
    now = _old_address(concept, choices)
    if now is not None:
        yield finding(
            "CONCEPT_NOT_OF_SCHEME",
            f"{name} is {_shown(concept)}, an old address; write {now}.",
            entity=entity.label,
            property=name,
            severity="warning",
        )
        return
    yield finding(
        "CONCEPT_NOT_OF_SCHEME",
        f"{name} is {_shown(concept)}, which is no {choices.label} of CTDL; write one of "
        f"{choices.shown}.",
        entity=entity.label,
        property=name,
        severity="error" if choices.required or prefix in _prefixes() else "warning",
    )


def _concept(described: Described, value: Any) -> str | None:
    """The address of the concept that `value` is, refers to or is aligned with."""
    if isinstance(value, str):
        target = described.by_id.get(value)
        aligned = target.node.get("ceterms:targetNode") if target else None
        return aligned if isinstance(aligned, str) else value
    if not isinstance(value, dict):
        return None
    for key in ("ceterms:targetNode", "@id"):
        member = value.get(key)
        member = member.get("@id") if isinstance(member, dict) else member
        if isinstance(member, str):
            return member
    return None


def _old_address(concept: str | None, choices: _List) -> str | None:
    """The concept that was published under the address `concept` before CTDL moved its lists."""
    if concept is None or "credreg.net/" not in concept:
        return None
    member = f"{choices.prefix}:{concept.rpartition('/')[2]}"
    return member if member in choices.members else None


def _is_described(value: Any) -> bool:
    """Whether a value without an address at least has a name: words for what the list lacks."""
    return isinstance(value, dict) and any(
        key in value for key in ("ceterms:targetNodeName", "skos:prefLabel", "ceterms:name")
    )


def _shown(concept: str | None) -> str:
    return "a value without ceterms:targetNode" if concept is None else repr(concept[:100])


@lru_cache(maxsize=4096)
def _list_of(name: str) -> _List | None:
    term = vocabulary().properties.get(name)
    members = vocabulary().concepts(term.scheme) if term and term.scheme else ()
    if term is None or term.scheme is None or not members:
        return None
    return _List(
        term.scheme,
        vocabulary().label(term.scheme),
        frozenset(concept.name for concept in members),
        members[0].name.partition(":")[0],
        name in _required(),
    )


@lru_cache(maxsize=1)
def _required() -> frozenset[str]:
    return frozenset(
        name for policy in policies().values() for group in policy.required for name in group
    )


@lru_cache(maxsize=1)
def _prefixes() -> frozenset[str]:
    return frozenset(name.partition(":")[0] for name in vocabulary().concept_terms)
