"""The three kinds of stacks, and by which stated fact a stack is of one of them."""

from dataclasses import dataclass
from typing import Final, Literal

from app.services.summaries import CreditSummary
from ctdl.crosswalk import Comparison

Kind = Literal["vertical", "horizontal", "complementary"]
KINDS: Final[tuple[Kind, ...]] = ("vertical", "horizontal", "complementary")

Ground = Literal["part", "level", "size", "degree", "field", "other field", "not stated"]
"""The stated fact by which a statement is of a kind; "not stated" where it is of none."""


@dataclass(frozen=True)
class Sorted:
    """Of which kind a stated stack is, and by which stated fact; None where nothing tells.

    `here` and `there` are the levels, classes or fields that tell, `sizes` the sizes of both; `by`
    is the row of the crosswalk between two levels of different frameworks.
    """

    kind: Kind | None
    ground: Ground
    here: str | None = None
    there: str | None = None
    by: Comparison | None = None
    sizes: tuple[CreditSummary, CreditSummary] | None = None
