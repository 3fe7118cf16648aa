"""What in a document cannot be read as a rule, or not as it stands: named, never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

FaultCode = Literal[
    "cycle",
    "requires-itself",
    "contradiction",
    "component-missing",
    "not-a-component",
    "ctid-malformed",
    "no-destination",
    "number-not-stated",
    "number-out-of-reach",
    "number-not-usable",
    "condition-empty",
    "operator-unknown",
    "constraint-not-read",
    "too-deep",
    "too-many",
]

MAX_DEPTH: Final = 30
"""How deep conditions may stand inside each other; honest records have three or four levels."""
MAX_RULES: Final = 5_000
"""How many rules one record may come to."""


@dataclass(frozen=True)
class Fault:
    """Something that does not hold together, and the things or components it is about.

    `where` tells the condition of the first of them, such as condition/0/condition/1.
    """

    code: FaultCode
    ids: tuple[str, ...] = ()
    where: str = ""


class Faults:
    """Gathers the faults met while reading, each once."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}

    def add(self, code: FaultCode, *ids: str, where: str = "") -> None:
        """Note a fault."""
        self._found.setdefault(Fault(code, ids, where))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note faults that others found."""
        for fault in faults:
            self._found.setdefault(fault)

    @property
    def found(self) -> tuple[Fault, ...]:
        """All of them, in the order in which they were met."""
        return tuple(self._found)
