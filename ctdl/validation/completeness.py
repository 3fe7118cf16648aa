"""How complete a record is: what the minimum data policy asks for, what is there, what is not.

A gap is no fault: what is only recommended never keeps a record out, and nobody should invent it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctdl.documents import Document
from ctdl.findings import Finding, finding
from ctdl.validation.policy import policies, policy_classes
from ctdl.validation.reasons import reasons, usefulness
from ctdl.validation.structure import Described, types_of
from ctdl.vocabulary import vocabulary


@dataclass(frozen=True)
class Gap:
    """Something the policy asks for and the record does not state; any of `properties` does."""

    properties: tuple[str, ...]
    label: str
    why: str
    required: bool


@dataclass(frozen=True)
class Completeness:
    """How many of the things the policy asks for the main resource states, and which it lacks.

    `classes` are the classes whose policy it was held to; none when the policy knows none of it.
    """

    classes: tuple[str, ...]
    met: int
    total: int
    missing: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """The part that is stated, from 0 to 1; 1 when nothing is asked for."""
        return self.met / self.total if self.total else 1.0


def completeness(document: Document) -> Completeness:
    """How complete the main resource of `document` is: required things first, then useful ones."""
    main = document.main
    classes = policy_classes(types_of(main))
    asked = dict(_asked(classes))
    missing = tuple(
        _gap(group, required)
        for group, required in asked.items()
        if not any(name in main for name in group)
    )
    useful = usefulness()
    ordered = sorted(missing, key=lambda gap: (not gap.required, useful[gap.properties[0]]))
    return Completeness(classes, len(asked) - len(missing), len(asked), tuple(ordered))


def note_gaps(described: Described) -> Iterator[Finding]:
    """What the policy recommends for the main resource and it does not state."""
    for gap in completeness(described.document).missing:
        if not gap.required:
            yield finding(
                "POLICY_BENCHMARK_MISSING",
                f"{gap.label} is recommended and not stated: {gap.why}. State it if you know it.",
                entity=described.main.label,
                property=gap.properties[0],
            )


def _asked(classes: Sequence[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Each group of properties that is asked for, and whether it is required; required wins."""
    known = [policies()[name] for name in classes]
    for required in (False, True):
        for policy in known:
            for group in policy.required if required else policy.recommended:
                yield group, required


def _gap(group: tuple[str, ...], required: bool) -> Gap:
    labels = " or ".join(vocabulary().label(name) for name in group)
    return Gap(group, labels, reasons()[group[0]], required)
