"""What is found of a fact in a record."""

from dataclasses import dataclass

from ctdl.crosswalk import Comparison


@dataclass(frozen=True)
class Found:
    """One value of a fact: as a reader would write it, and as a rule compares it.

    An empty `text` is not shown: it stands for what is no evidence of the fact, and says why.

    `low` and `high` bound a number, None is open; a day counts from the year 1. `converted` marks
    what was computed from another unit or framework: what is stated comes before it. `doubt` says
    why a value does not settle the fact, empty where it does; `is_over` that it did once and no
    longer does; `rows` are the comparisons of levels that it rests on.
    """

    text: str
    code: str = ""
    low: float | None = None
    high: float | None = None
    converted: bool = False
    doubt: str = ""
    is_over: bool = False
    rows: tuple[Comparison, ...] = ()
