"""The minimum data policy: which properties a published resource must have.

The policy is data (`ctdl/data/policy.json`, from the policy browser of June 2023). A group of
properties is met by any one of them; a class without its own entry has that of its superclass.
What is only recommended is counted in `completeness`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from ctdl.findings import Finding, finding
from ctdl.messages import say
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import vocabulary

# The policy speaks of concepts and schemes, and knows no levels and ladders of levels.
_OUTSIDE: Final = frozenset({"asn:ProgressionLevel", "asn:ProgressionModel"})

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ClassPolicy:
    """What the policy asks of a class; each group needs at least one of its properties."""

    required: Groups
    recommended: Groups

    @property
    def is_top_level(self) -> bool:
        """Whether resources of the class have a CTID of their own."""
        return ("ceterms:ctid",) in self.required


def check_policy(described: Described) -> Iterator[Finding]:
    """Required properties that are missing: errors, or warnings for collected facts."""
    for entity in described.entities:
        for policy_class in policy_classes(entity.types):
            policy = policies()[policy_class]
            # A local node stands in for a resource published elsewhere, which the policy is about.
            if policy.is_top_level and "ceterms:ctid" not in entity.node:
                continue
            for group in policy.required:
                if not any(name in entity.node for name in group):
                    yield _missing(described, entity, policy_class, group)


def policy_classes(types: tuple[str, ...]) -> tuple[str, ...]:
    """The classes whose policy applies to a resource of `types`."""
    return tuple(dict.fromkeys(found for name in types for found in _nearest(name)))


@cache
def policies() -> dict[str, ClassPolicy]:
    """The policy of each class it speaks of."""
    text = resources.files("ctdl").joinpath("data", "policy.json").read_text("utf-8")
    facts: dict[str, dict[str, Any]] = json.loads(text)
    return {
        name: ClassPolicy(
            tuple(map(tuple, entry["required"])), tuple(map(tuple, entry["recommended"]))
        )
        for name, entry in facts.items()
    }


@cache
def _nearest(name: str) -> tuple[str, ...]:
    waiting = [] if name in _OUTSIDE else [name]
    while waiting:
        found = [candidate for candidate in waiting if candidate in policies()]
        if found:
            return tuple(found)
        known = vocabulary().classes
        waiting = [up for low in waiting if low in known for up in known[low].superclasses]
    return ()


def _missing(
    described: Described, entity: Entity, policy_class: str, group: tuple[str, ...]
) -> Finding:
    kind = vocabulary().label(policy_class)
    wanted = " or ".join(group)
    remedy = (
        say("no source states it, so it stays absent") if described.collected else say("state it")
    )
    return finding(
        "POLICY_REQUIRED_MISSING",
        say(
            "%(kind)s: %(wanted)s is required and missing; %(remedy)s.",
            kind=kind,
            wanted=wanted,
            remedy=remedy,
        ),
        entity=entity.label,
        property=group[0],
        severity="warning" if described.collected else "error",
    )
