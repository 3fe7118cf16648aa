"""How two levels stand to each other: in one framework, or by one row of the crosswalk.

Rows are never chained. What one row leaves open (a range of levels) stays open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.records import CredentialRecord


@dataclass(frozen=True)
class Height:
    """A level as seen from another one; `by` is the row that says so, None in one framework."""

    here: str
    there: str
    is_above: bool
    is_below: bool
    by: Comparison | None = None

    @property
    def is_same(self) -> bool:
        """Whether they are one level, or one level compared with one."""
        return not (self.is_above or self.is_below)


def level_of(record: CredentialRecord) -> str | None:
    """The only known level a record states; of several none is the level."""
    ids = {each.id for each in record.levels}
    return next(iter(ids)) if len(ids) == 1 else None


def height(here: Iterable[str], there: Iterable[str], compared: Crosswalk) -> Height | None:
    """How all the levels there stand to all those here; None where one of them does not tell."""
    found = [
        _height(own, other, compared) for own in sorted(set(here)) for other in sorted(set(there))
    ]
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    first = known[0]
    agree = all(
        (each.is_above, each.is_below) == (first.is_above, first.is_below) for each in known
    )
    return first if agree else None


def next_levels(level: str, compared: Crosswalk) -> Mapping[str, Comparison | None]:
    """The next level, and those that one row compares with it alone; none where it is not known.

    Of a framework that is known in part only, nothing says which level is the next one.
    """
    above = _above(level)
    return {} if above is None else levels_like(above.id, compared)


def levels_like(level: str, compared: Crosswalk) -> Mapping[str, Comparison | None]:
    """The level itself, and those that are compared with it alone, each with the row."""
    if FRAMEWORKS.level(level) is None:
        return {}
    framework = level.partition(":")[0]
    found: dict[str, Comparison | None] = {level: None}
    for other, row in compared.also(level).items():
        if [each.id for each in compared.elsewhere(other, framework).levels] == [level]:
            found.setdefault(other, row)
    return found


def _above(level: str) -> FrameworkLevel | None:
    known = FRAMEWORKS.level(level)
    framework = FRAMEWORKS.framework(known.framework) if known else None
    if known is None or framework is None or framework.is_partial:
        return None
    return next((each for each in framework.levels if each.order > known.order), None)


def _height(here: str, there: str, compared: Crosswalk) -> Height | None:
    mine, theirs = FRAMEWORKS.level(here), FRAMEWORKS.level(there)
    if mine is None or theirs is None:
        return None
    if mine.framework == theirs.framework:
        return Height(here, there, theirs.order > mine.order, theirs.order < mine.order)
    known = compared.elsewhere(there, mine.framework)
    orders = {level.order for level in known.levels} if known.direct else set()
    if not orders:
        return None
    is_above, is_below = min(orders) > mine.order, max(orders) < mine.order
    if not (is_above or is_below) and orders != {mine.order}:
        return None
    return Height(here, there, is_above, is_below, known.direct[0])
