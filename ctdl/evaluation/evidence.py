"""What is known of a credential when it is evaluated: values, each with who says it and where.

`by` tells a claim of the issuer about itself from the claim of somebody else. `says` is what a
value means for the question it is evidence of: what does not settle it is shown all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from ctdl.crosswalk import Comparison
from ctdl.ctid import CTID

Says = Literal["yes", "no", "expired", "aside"]
By = Literal["issuer", "third party", "receiver", "registry", "not known"]
"""Who speaks: the issuer or provider about itself, another body, those who receive, the editors
of this registry, or nobody who is named."""

MOST_OF_A_FACT: Final = 12
"""So many values of one fact are shown as evidence; the record has them all."""


@dataclass(frozen=True)
class Origin:
    """Where a value stands: its source, who asserts it, and when that was seen or stated."""

    source: str | None = None
    source_url: str | None = None
    asserted_by: str | None = None
    date: str | None = None
    by: By = "not known"
    record: CTID | None = None
    stands: bool = False
    """Whether whoever says it keeps saying it: a live record of its own publisher."""


def origin_of_comparison(row: Comparison) -> Origin:
    """The document that compares two levels, by what sort of document it is."""
    return Origin(
        source=row.source,
        asserted_by=row.basis,
        date=row.year,
        by="registry" if row.is_indicative else "third party",
        record=row.map_ctid,
    )


NOWHERE: Final = Origin()

Teller = Callable[[Sequence[str]], Origin]
"""Gives the origin of what is stated at the first of these paths that the document has."""


@dataclass(frozen=True)
class Evidence:
    """One value with its origin; `doubt` says why it does not settle the question."""

    value: str
    says: Says = "yes"
    origin: Origin = NOWHERE
    doubt: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything known about one credential on a day, by the name of the fact; absent is silence.

    Parts of milestones that need a programme count only where the credential is held against one.
    """

    day: date
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    has_programme: bool = False

    def of(self, names: Iterable[str]) -> tuple[Evidence, ...]:
        """The evidence of these facts, each once, in their order."""
        found = (each for name in names for each in self.evidence.get(name, ()))
        return tuple(dict.fromkeys(found))

    def with_facts(self, more: Mapping[str, tuple[Evidence, ...]]) -> "Facts":
        """The same with more evidence behind what is there."""
        joined = dict(self.evidence)
        for name, found in more.items():
            joined[name] = (*joined.get(name, ()), *found)
        return Facts(self.day, joined, self.has_programme)
