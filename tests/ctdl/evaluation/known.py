"""Evidence and facts to test with: each states only what a test cares about."""

from datetime import date
from typing import Literal

from ctdl.evaluation import MILESTONES, By, Evidence, Facts, Origin, Says

DAY = date(2024, 6, 1)
NEEDED = {
    milestone.id: tuple(part.facts[0] for part in milestone.parts if part.is_needed)
    for milestone in MILESTONES
}
"""Of each milestone one fact for each part that it needs."""


def some(says: Says = "yes", by: By = "third party", value: str = "something") -> Evidence:
    """A value that somebody states."""
    return Evidence(value, says, Origin(source="a register", asserted_by="somebody", by=by))


def facts(*asked: Literal["programme"], **stated: Evidence | tuple[Evidence, ...]) -> Facts:
    """These facts; an underscore in a name is the hyphen of the fact's."""
    found = {
        name.replace("_", "-"): each if isinstance(each, tuple) else (each,)
        for name, each in stated.items()
    }
    return Facts(DAY, found, bool(asked))


def all_needed(number: int) -> Facts:
    """Everything that a milestone needs, also beside a programme, and nothing else."""
    return Facts(DAY, {name: (some(),) for name in NEEDED[number]}, has_programme=True)
